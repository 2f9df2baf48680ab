"""What a group says of its pupils' declarations, with the hands counted (五3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Decision, LineState, Nomination, Step, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.locks import grown, locked
from awards.sheets.stage import Stage
from awards.sheets.workflow import Verb, demand
from starrating.operations import audit
from starrating.refused import Refused
from students.models import Enrolment, User
from students.permits.roles import Standing, standing_of


@transaction.atomic
def discuss(
    line: Nomination, *, agrees: bool, hands_for: int, hands_against: int, by: User, at: dt.datetime
) -> Nomination:
    """The leader notes what the own group says of a line: agreed, it goes on to the committee; declined, it is dropped.

    May be changed until the step is closed; the same again does nothing. Raises :class:`Refused` while the group step
    is not open, for a line of another group or taken back by its pupil, for more hands than the group has, and where
    the result does not follow from the hands: agreed is what has more hands for than against.
    """
    talk = _talk(line, by=by, at=at)
    line = talk.line
    _demand_hands(talk.group_size, agrees, hands_for, hands_against)
    result = (agrees, hands_for, hands_against)
    if (line.group_agreed, line.hands_for, line.hands_against) == result:
        return line
    line.state = LineState.PROPOSED if agrees else LineState.DROPPED
    line.group_agreed, line.hands_for, line.hands_against = result
    verdict = Verdict.AGREED if agrees else Verdict.DECLINED
    talk.write(verdict, "sheet.discussed", by=by, at=at)
    return line


@transaction.atomic
def undo_discussion(line: Nomination, *, by: User, at: dt.datetime) -> Nomination:
    """Take the group's result back; the line is open to discuss again. A line without one stays as it is.

    Raises :class:`Refused` while the group step is not open, and for a line of another group.
    """
    talk = _talk(line, by=by, at=at)
    line = talk.line
    if line.group_agreed is None:
        return line
    line.state = LineState.PROPOSED
    line.group_agreed = line.hands_for = line.hands_against = None
    talk.write(Verdict.RECALLED, "sheet.discussion_undone", by=by, at=at)
    return line


@dataclass(frozen=True)
class _Talk:
    """The locked sheet, the line as it is now, and how many the group has."""

    sheet: ClassRound
    step: Step
    line: Nomination
    group_size: int

    def write(self, verdict: Verdict, action: str, *, by: User, at: dt.datetime) -> None:
        line = self.line
        line.save(update_fields=["state", "group_agreed", "hands_for", "hands_against"])
        Decision.objects.create(
            class_round=self.sheet,
            nomination=line,
            step=self.step,
            verdict=verdict,
            by=by,
            at=at,
            votes_for=line.hands_for,
            votes_against=line.hands_against,
        )
        grown(self.sheet)
        audit.record(
            action,
            self.sheet,
            by=by,
            at=at,
            school_id=self.sheet.school_class.school_id,
            student_key=line.student_id,
            new={
                "pupil": line.student.number,
                "item": line.item.code,
                "agreed": line.group_agreed,
                "hands": [line.hands_for, line.hands_against],
            },
        )


def _talk(line: Nomination, *, by: User, at: dt.datetime) -> _Talk:
    """Everything that must be so before a group's result is written; raises :class:`Refused`."""
    sheet = locked(line.class_round_id)
    standing = standing_of(by, timezone.localdate(at))
    demand(sheet.state, Verb.DISCUSS, standing.toward(sheet.school_class))
    step = Stage.load(sheet).demand(StepRole.GROUP_LEADER)
    fresh = Nomination.objects.select_related("student", "item").get(pk=line.pk)
    if fresh.state != (LineState.DROPPED if fresh.group_agreed is False else LineState.PROPOSED):
        raise Refused(_("This line is not for the group to discuss."), code="line")
    return _Talk(sheet, step, fresh, _group_size(sheet, fresh, standing))


def _group_size(sheet: ClassRound, line: Nomination, standing: Standing) -> int:
    """五3 本小组: the group of the pupil on the round's last day must be the leader's own."""
    rows = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on).filter(group__isnull=False)
    groups = dict(rows.values_list("student_id", "group_id"))
    group = groups.get(line.student_id)
    if group is None or group not in standing.leads:
        raise Refused(_("This pupil is not in your group."), code="group")
    return list(groups.values()).count(group)


def _demand_hands(group_size: int, agrees: bool, hands_for: int, hands_against: int) -> None:
    if hands_for < 0 or hands_against < 0 or hands_for + hands_against > group_size:
        sentence = _("There are %(size)d pupils in the group: count the hands again.")
        raise Refused(sentence % {"size": group_size}, code="hands")
    if agrees and hands_for <= hands_against:
        raise Refused(_("The group agrees only with more hands for it than against it."), code="hands")
    if not agrees and hands_for > hands_against:
        raise Refused(_("More hands are for it than against it: then the group agrees."), code="hands")
