"""The sentences for files that cannot be read: each says what to do next."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Place
from starrating.text import Level, Sentence, sentence

_SENTENCES: dict[str, Promise] = {
    "empty_file": _("The file is empty. Choose the file again or export it again."),
    "empty_workbook": _("The workbook has no filled cell on a visible sheet. Choose another file."),
    "too_many_bytes": _("The file is larger than %(limit)d MB. Delete pictures and unused sheets, then save it again."),
    "too_large": _(
        "The sheet is larger than 5,000 rows by 60 columns. "
        "Delete what does not belong to the table, then save it again."
    ),
    "too_many_sheets": _("The workbook has more than %(limit)d sheets. Save the sheets that are needed in a new file."),
    "too_heavy": _("The file is too large or too intricate to read. Copy the table into a new workbook and save that."),
    "bomb": _("The file unpacks to far more than its size, so it was not opened. Save the table in a new workbook."),
    "hostile_archive": _("The inside of the file is not as a spreadsheet program writes it. Save it again as .xlsx."),
    "entities": _("The file holds declarations that do not belong in a workbook. Save it again as .xlsx."),
    "corrupt": _("The file is damaged or incomplete. Download it again, or open it and save it again as .xlsx."),
    "encrypted": _("The file is encrypted. Remove its password, then choose it again."),
    "macros": _("The workbook contains macros. Save it as .xlsx (workbook without macros), then choose that file."),
    "xlsb": _("Binary workbooks (.xlsb) are not read. Save the file as .xlsx."),
    "ods_formulas": _(
        "The .ods file contains formulas. Save it as .xlsx, or paste the values in place of the formulas."
    ),
    "html": _("The file is a web page, not a workbook, whatever its name says. Open it and save it as .xlsx."),
    "spreadsheetml": _("The file is an XML table of 2003, whatever its name says. Open it and save it as .xlsx."),
    "foreign_file": _("This is not a table but a file of kind %(kind)s. Choose an .xlsx or .csv file."),
    "binary": _("This is not a text table. Save it as .xlsx, or as CSV in UTF-8."),
    "encoding": _(
        "The text encoding breaks at byte %(offset)d (line %(line)d): the file is cut off or mixes encodings. "
        "Save it again as .xlsx, or as CSV in UTF-8."
    ),
    "quotes": _(
        "A quotation mark is not closed as it should be (line %(line)d). Correct it, or save the file as .xlsx."
    ),
    "fullwidth_comma": _("The columns are parted by full-width commas (，). Use ordinary commas, or save as .xlsx."),
}


class Unreadable(Exception):
    """A file that gives no cells at all: the sentence to show and the place where reading ended."""

    def __init__(self, message: Sentence, place: Place, code: str) -> None:
        super().__init__(code)
        self.message = message
        self.place = place
        self.code = code

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def finding(self) -> Finding:
        """The refusal as an error in a list of findings."""
        return Finding(Level.ERROR, self.place, "", self.message)


def unreadable(code: str, place: Place, values: Mapping[str, object] | None = None) -> Unreadable:
    """Give the refusal of this code at this place."""
    return Unreadable(sentence(_SENTENCES[code], **(values or {})), place, code)
