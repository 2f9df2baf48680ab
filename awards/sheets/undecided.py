"""Declared names that a committee on paper has not chosen: said of each, so that nobody waits for an answer."""

import datetime as dt

from django.utils.translation import gettext as _

from awards.models import ClassRound, Decision, LineState, Nomination, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused
from students.models import User


def decline_rest(sheet: ClassRound, *, by: User, at: dt.datetime, seen_version: int | None = None) -> int:
    """Record that the names left undecided were not chosen; gives their number.

    The winners of a paper are entered one by one, and whoever else declared is answered here (五3). Raises
    :class:`Refused`: ``stage`` before the committee's step is over, ``stale`` for another ``seen_version`` than the
    sheet's, since the names that were looked at may be others now.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at) as work:
        contents = work.contents
        if not contents.stage.is_over(StepRole.COMMITTEE):
            sentence = _("The %(committee)s has not decided yet. The list can be changed once it has.")
            raise Refused(sentence % {"committee": contents.scheme.committee_name}, code="stage")
        if seen_version is not None and seen_version != work.sheet.version:
            sentence = _("The sheet has been changed since you opened it. Look at the names once more.")
            raise Refused(sentence, code="stale")
        rest = [line for line in contents.lines.values() if line.state == LineState.PROPOSED]
        for line in rest:
            line.state = LineState.DROPPED
        if rest:
            work.change(rest, "state")
            step = contents.stage.step_of(StepRole.COMMITTEE)
            told = [work.decision(Verdict.DECLINED, nomination=line, step=step, on_paper=True) for line in rest]
            work.record("sheet.rest_declined", told, new={"names": len(rest)})
        return len(rest)


def declined_on_paper(sheet: ClassRound) -> frozenset[int]:
    """Give the lines whose last word is that of :func:`decline_rest`; one query."""
    rows = Decision.objects.filter(nomination__class_round=sheet.pk, nomination__state=LineState.DROPPED)
    last = {pk: (verdict, paper, role) for pk, verdict, paper, role in rows.order_by("pk").values_list(*_SAID)}
    ours = (Verdict.DECLINED, True, StepRole.COMMITTEE)
    return frozenset(pk for pk, said in last.items() if pk is not None and said == ours)


_SAID = ("nomination_id", "verdict", "on_paper", "step__role")


def propose_rest_again(work: SheetWork) -> None:
    """Open again what :func:`decline_rest` closed, as the committee's tick is removed; the limit of 五4 holds."""
    contents = work.contents
    declined = declined_on_paper(work.sheet)
    again: list[Nomination] = []
    for line in contents.lines.values():
        if line.pk in declined and not _full(contents, line):
            line.state = LineState.PROPOSED
            again.append(line)
    work.change(again, "state")


def _full(contents: Contents, line: Nomination) -> bool:
    item = contents.items.get(line.item_id)
    counts = item is not None and item.counts_toward_cap
    return bool(counts and contents.cap and contents.counts[line.student_id] >= contents.cap)
