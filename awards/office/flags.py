"""What the office should look at before it files a class's sheet: for the board, and for filing all but these."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from awards.models import ClassRound, Objection
from awards.office.overruled import Change, changes_of_vote, overruled
from awards.rules.facts import SheetFacts
from awards.rules.problems import Problem, ProblemLevel, sheet_problems
from awards.sheets.facts import facts_of


def flags_of(sheets: Sequence[ClassRound], day: dt.date) -> dict[int, list[Problem]]:
    """Give the flags of each sheet by its key.

    These are what the checks find, what the teacher changed of the vote, and objections still open from an earlier
    notice. All sheets are of one round, each with ``round__term__pinned__scheme`` loaded; two queries more than the
    checks.
    """
    facts = facts_of(sheets, day)
    return flagged(facts, open_objections(sheet.pk for sheet in sheets), changes_of_vote(sheets, facts))


def flagged(
    facts: Mapping[int, SheetFacts], objections: Mapping[int, int], changes: Mapping[int, Sequence[Change]]
) -> dict[int, list[Problem]]:
    """Give a sheet's flags, as :func:`flags_of`, from what is loaded already."""
    return {
        pk: [*sheet_problems(of_sheet), *overruled(changes.get(pk, ())), *_open(objections.get(pk, 0))]
        for pk, of_sheet in facts.items()
    }


def open_objections(sheet_pks: Iterable[int]) -> dict[int, int]:
    """Count by sheet how many objections wait for their answer; one query."""
    rows = Objection.objects.open().filter(class_round__in=list(sheet_pks)).order_by()
    return dict(rows.values_list("class_round_id").annotate(number=Count("pk")))


def _open(number: int) -> list[Problem]:
    if not number:
        return []
    text = _("Objections still open: %(count)d.")
    return [Problem("objection_open", ProblemLevel.WARNING, text, {"count": number})]
