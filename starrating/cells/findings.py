"""What was found in a file, with its place, and why a whole file is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from starrating.text import Level, Sentence, sentence


def column_letters(column: int) -> str:
    """Give the spreadsheet's name of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def reference(row: int, column: int) -> str:
    """Give the spreadsheet's name of a cell, rows and columns counted from 1: (5, 3) is C5."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: row and column count from 1, 0 means the whole sheet (or row), an empty sheet the whole file."""

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        return " / ".join(part for part in (self.file, self.sheet, self.cell) if part)

    @property
    def in_file(self) -> str:
        """Sheet and cell, for a sentence that has named the file or needs not to."""
        return f"{self.sheet} {self.cell}".strip()

    @property
    def cell(self) -> str:
        """The cell's name such as C5, or the row or column alone where only that is known."""
        if self.row and self.column:
            return reference(self.row, self.column)
        if self.row:
            return gettext("row %(row)d") % {"row": self.row}
        if self.column:
            return gettext("column %(column)s") % {"column": column_letters(self.column)}
        return ""


@dataclass(frozen=True, slots=True)
class Question:
    """A column that nobody knows: ``header`` as it is written, some masked values, and whether it has to be answered.

    ``choices``: key and name of what it may be. ``about``: a ``column``, of which the answer is remembered; or of this
    file alone, which ``class`` a sheet is of, which ``person`` a cell names, or as of which ``term`` it is read.
    """

    header: str
    place: Place
    samples: tuple[str, ...]
    blocks: bool
    choices: tuple[tuple[str, str], ...]
    about: str = "column"

    @property
    def field(self) -> str:
        """The name under which the answer is sent: only what is said of columns is remembered."""
        return "column" if self.about == "column" else "cell"

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What is sent for each choice, and its name: a column is called by its name, a person by the number."""
        if self.about in ("person", "term"):
            return self.choices
        return tuple((name, name) for _key, name in self.choices)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: how grave, where, the value as it stood there (may be empty) and the sentence to show.

    ``question``: an answer to it lets the file be read.
    """

    level: Level
    place: Place
    value: str
    message: Sentence | str
    question: Question | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Findings(list[Finding]):
    """What is found on the way through a file, in order, and what has to be asked about it."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        super().__init__(found)
        self.questions: list[Question] = []

    def say(
        self, level: Level, place: Place, value: str, message: str | Promise | Sentence, /, **values: object
    ) -> None:
        """Add one: ``message`` is a sentence, or a template that names the ``values``."""
        said = message if isinstance(message, Sentence) else sentence(message, **values)
        self.append(Finding(level, place, value, said))


@dataclass(frozen=True, slots=True)
class Folded:
    """A finding and the other places that have the same one."""

    finding: Finding
    others: tuple[Place, ...] = ()

    @property
    def level(self) -> Level:
        return self.finding.level

    @property
    def place(self) -> str:
        """The first place, and how many others there are."""
        if not self.others:
            return str(self.finding.place)
        count = len(self.others)
        template = ngettext("%(place)s and %(count)d other place", "%(place)s and %(count)d other places", count)
        return template % {"place": self.finding.place, "count": count}

    @property
    def value(self) -> str:
        return self.finding.value

    @property
    def message(self) -> str:
        return str(self.finding.message)

    def __str__(self) -> str:
        if not self.others:
            return str(self.finding)
        count = len(self.others)
        template = ngettext(
            "%(finding)s (and %(count)d other place)", "%(finding)s (and %(count)d other places)", count
        )
        return template % {"finding": self.finding, "count": count}


def fold(findings: Iterable[Finding]) -> list[Folded]:
    """Join findings of the same level and sentence in one line, errors first, otherwise in the order found."""
    groups: dict[tuple[Level, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.level, str(finding.message)), []).append(finding)
    folded = [Folded(group[0], tuple(other.place for other in group[1:])) for group in groups.values()]
    order = list(Level)
    return sorted(folded, key=lambda one: order.index(one.finding.level))


def told(findings: Iterable[Finding]) -> list[Folded]:
    """Give them in the order to show: every error with its own place, then the others, like ones folded into one."""
    every = list(findings)
    errors = [Folded(one) for one in every if one.level is Level.ERROR]
    return [*errors, *fold(one for one in every if one.level is not Level.ERROR)]


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether anything among the findings blocks the import."""
    return any(finding.level is Level.ERROR for finding in findings)


_SENTENCES: dict[str, Promise] = {
    "empty_file": _("The file is empty. Choose the file again or export it again."),
    "empty_workbook": _("The workbook has no filled cell on a visible sheet. Choose another file."),
    "too_many_bytes": _("The file is larger than %(limit)d MB. Delete pictures and unused sheets, then save it again."),
    "too_large": _(
        "The sheet is larger than 20,000 rows by 200 columns. "
        "Delete what does not belong to the table, then save it again."
    ),
    "too_many_sheets": _("The workbook has more than %(limit)d sheets. Save the sheets that are needed in a new file."),
    "too_heavy": _(
        "The file is too large or too complicated to read. Copy the table into a new workbook and save that."
    ),
    "bomb": _("The file unpacks to far more than its size, so it was not opened. Save the table in a new workbook."),
    "hostile_archive": _("The inside of the file is not as a spreadsheet program writes it. Save it again as .xlsx."),
    "entities": _("The file holds declarations that do not belong in a workbook. Save it again as .xlsx."),
    "corrupt": _("The file is damaged or incomplete. Download it again, or open it and save it again as .xlsx."),
    "encrypted": _("The file is encrypted. Remove its password, then choose it again."),
    "xlsb": _("Binary workbooks (.xlsb) are not read. Save the file as .xlsx."),
    "html": _("The file is a web page without a table. Export the table again, or save it as .xlsx."),
    "foreign_file": _("This is not a table but a file of kind %(kind)s. Choose an .xlsx or .csv file."),
    "binary": _("This is not a text table. Save it as .xlsx, or as CSV in UTF-8."),
    "encoding": _(
        "The text encoding breaks at byte %(offset)d (line %(line)d): the file is cut off or mixes encodings. "
        "Save it again as .xlsx, or as CSV in UTF-8."
    ),
    "quotes": _(
        "A quotation mark is not closed as it should be (line %(line)d). Correct it, or save the file as .xlsx."
    ),
    "fullwidth_comma": _("The columns are separated by full-width commas (，). Use ordinary commas, or save as .xlsx."),
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
