"""Month sheets: a workbook with a sheet a class."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.sheet_files.all_sheets import plan_sheets, read_papers, sheets_facts
from awards.sheet_files.forms import SheetsFileForm
from awards.sheet_files.write import hold_sheets, write_sheets
from starrating.operations.models import Upload
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.importer import Importer
from students.permits.reach import StaffRequest

SHEETS = Importer(
    code="sheets",
    read=read_papers,
    facts=sheets_facts,
    plan=plan_sheets,
    write=write_sheets,
    hold=hold_sheets,
    event="sheets.imported",
    summary=_(
        "%(round)s: %(rows)d sheets with %(names)d names: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, "
        "%(error)d with errors."
    ),
    done=_("%(round)s: %(sheets)d sheets entered. Have a look at them, then submit."),
    nothing=_("Nothing to change: every sheet is as the file says."),
)


def _month_entered(request: StaffRequest, upload: Upload) -> str:
    """Lead whoever sees the school to the month just entered, a homeroom teacher to the own sheet."""
    month = f"{reverse('awards:board')}?round={upload.options['round']}"
    return month if request.standing.school_wide else reverse("home")


SHEETS_DESK = Desk(
    SHEETS,
    app="awards",
    title=_("Sheets from a file"),
    lead=_(
        "A workbook with a sheet a class: the stars, and the winners of each in one cell. "
        "Names that are not certain are asked for."
    ),
    preview_title=_("Preview of the sheets"),
    preview_template="awards/sheet_files/preview.html",
    upload_template="awards/sheet_files/upload.html",
    home="awards:sheets_upload",
    form=SheetsFileForm,
    then=_month_entered,
)
IMPORTERS = (SHEETS,)
