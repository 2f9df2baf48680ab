"""Enters a plan of month sheets by the verbs that the sheet's page calls."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from awards.models import ClassRound, LineSource
from awards.sheet_files.all_sheets import SheetsFacts, SheetsPlan
from awards.sheet_files.facts import ClassFacts, class_facts
from awards.sheet_files.plan import SheetPlan
from awards.sheets import entering, paper_steps
from awards.terms import opening
from awards.terms.access import rounds_of
from starrating.refused import Refused
from students.imports.pipeline.importer import Asked, Written


def hold_sheets(asked: Asked) -> None:
    """Lock the round, then its sheets (T15), in the order in which the office's filing takes them.

    So two writers cannot wait for each other.
    """
    round_ = get_object_or_404(
        rounds_of(asked.school).select_for_update(of=("self",), no_key=True), pk=asked.text("round")
    )
    list(ClassRound.objects.filter(round=round_).select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def write_sheets(plan: SheetsPlan, facts: SheetsFacts, asked: Asked) -> Written:
    """Open the round, enter the names of each sheet, then its steps held on paper (A55)."""
    opening.open_round(plan.round, by=asked.by, at=asked.at)
    known = facts.known
    if any(one.sheet is None for one in known.values()):
        # Sheets have just been opened.
        classes = [row.school_class for row in plan.working if row.school_class is not None]
        known = class_facts(facts.round, classes)
    for row in plan.working:
        if row.school_class is not None:
            _enter(row, known[row.school_class.pk], facts, asked)
    return Written(plan.round, {"sheets": [row.class_name for row in plan.working]})


def _enter(row: SheetPlan, known: ClassFacts, facts: SheetsFacts, asked: Asked) -> None:
    by, at, standing = asked.by, asked.at, facts.round.standing
    if known.sheet is None:
        raise Refused(_("%(name)s has no sheet in this round.") % {"name": row.class_name}, code="state")
    if row.changes:
        saved = entering.save_lines(
            known.sheet, row.changes, by=by, at=at, source=LineSource.PAPER, standing=standing, contents=known.contents
        )
        for no in saved.refused.values():
            raise Refused(no.message, code="blocked")
    if row.ticks:
        paper_steps.hold_steps(known.sheet, row.ticks, by=by, at=at, standing=standing, contents=known.contents)
