"""Month sheets: a workbook with a sheet a class, entered by the verbs that the sheet's page calls."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from awards.models import ClassRound, LineSource
from awards.sheet_files.all_sheets import SheetsFacts, SheetsPlan, plan_sheets, read_papers, sheets_facts
from awards.sheet_files.facts import ClassFacts, class_facts
from awards.sheet_files.forms import SheetsFileForm
from awards.sheet_files.kinds import sheets_kind
from awards.sheet_files.plan import SheetPlan
from awards.sheet_files.undo.reversal import hold_round, look_at_sheets, note_names, note_steps, take_back_sheets
from awards.sheets import entering, paper_steps
from awards.terms import opening
from awards.terms.access import rounds_of
from starrating.db.locks import lock
from starrating.operations.models import Upload
from starrating.refused import Refused
from students.imports.history.reversal import Reverser
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.importer import Importer, Written
from students.imports.record.trail import Trail
from students.permits.reach import StaffRequest


def hold_sheets(asked: Asked) -> None:
    """Lock the round, then its sheets (T15)."""
    round_ = get_object_or_404(lock(rounds_of(asked.school)), pk=asked.text("round"))
    list(lock(ClassRound.objects.filter(round=round_)).values_list("pk"))


def write_sheets(plan: SheetsPlan, facts: SheetsFacts, asked: Asked) -> Written:
    """Open the round, enter the names of each sheet, then its steps held on paper (A55)."""
    opening.open_round(plan.round, by=asked.by, at=asked.at)
    known = facts.known
    if any(one.sheet is None for one in known.values()):
        # Sheets have just been opened.
        classes = [row.school_class for row in plan.working if row.school_class is not None]
        known = class_facts(facts.round, classes)
    trail = Trail()
    for row in plan.working:
        if row.school_class is not None:
            _enter(row, known[row.school_class.pk], facts, asked, trail)
    return Written(plan.round, {"sheets": [row.class_name for row in plan.working]}, trail)


def _enter(row: SheetPlan, known: ClassFacts, facts: SheetsFacts, asked: Asked, trail: Trail) -> None:
    by, at, standing = asked.by, asked.at, facts.round.standing
    if known.sheet is None:
        raise Refused(
            gettext("%(name)s has no sheet in this month. An administrator opens the sheets of the month.")
            % {"name": row.class_name},
            code="state",
        )
    if row.changes:
        saved = entering.save_lines(
            known.sheet, row.changes, by=by, at=at, source=LineSource.PAPER, standing=standing, contents=known.contents
        )
        for no in saved.refused.values():
            raise Refused(no.message, code="blocked")
        note_names(trail, known.sheet, saved.made)
    if row.ticks:
        note_steps(trail, known.sheet, [tick.step_pk for tick in row.ticks])
        paper_steps.hold_steps(known.sheet, row.ticks, by=by, at=at, standing=standing, contents=known.contents)


SHEETS = Importer(
    code="sheets",
    kind=sheets_kind,
    read=read_papers,
    facts=sheets_facts,
    plan=plan_sheets,
    write=write_sheets,
    hold=hold_sheets,
    event="sheets.imported",
    summary=_(
        "%(round)s, sheets: %(rows)d, names: %(names)d. Sheets new: %(new)d, changed: %(changed)d, unchanged: "
        "%(unchanged)d, with errors: %(error)d."
    ),
    done=_("%(round)s, sheets entered: %(sheets)d. Have a look at them, then submit."),
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
        "A workbook with one sheet per class: the stars, and the winners of each in one cell. "
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
REVERSERS = (Reverser(SHEETS.code, hold_round, look_at_sheets, take_back_sheets),)
DESKS = (SHEETS_DESK,)
KINDS = (("sheets", _("Month sheets")),)
