"""What a group says of its pupils' declarations, with the hands counted (五3)."""

import datetime as dt

from django.utils.translation import gettext as _

from awards.models import LineState, Nomination, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused
from students.models import Enrolment, User


def discuss(
    line: Nomination, *, agrees: bool, hands_for: int, hands_against: int, by: User, at: dt.datetime
) -> Nomination:
    """Note what the own group says of a line: agreed, it goes on to the committee; declined, it is dropped.

    May be changed until the step is closed; the same again does nothing. Raises :class:`Refused` while the group step
    is not open, for a line of another group or taken back by its pupil, for more hands than the group has, and where
    the result does not follow from the hands: agreed is what has more hands for than against.
    """
    with sheet_work(line.class_round_id, Verb.DISCUSS, by=by, at=at) as work:
        line, group_size = _to_discuss(work, line)
        _demand_hands(group_size, agrees, hands_for, hands_against)
        result = (agrees, hands_for, hands_against)
        if (line.group_agreed, line.hands_for, line.hands_against) != result:
            line.state = LineState.PROPOSED if agrees else LineState.DROPPED
            line.group_agreed, line.hands_for, line.hands_against = result
            _write(work, line, Verdict.AGREED if agrees else Verdict.DECLINED, "sheet.discussed")
        return line


def undo_discussion(line: Nomination, *, by: User, at: dt.datetime) -> Nomination:
    """Take the group's result back; the line is open to discuss again. A line without one stays as it is.

    Raises :class:`Refused` while the group step is not open, and for a line of another group.
    """
    with sheet_work(line.class_round_id, Verb.DISCUSS, by=by, at=at) as work:
        line, _group_size = _to_discuss(work, line)
        if line.group_agreed is not None:
            line.state = LineState.PROPOSED
            line.group_agreed = line.hands_for = line.hands_against = None
            _write(work, line, Verdict.RECALLED, "sheet.discussion_undone")
        return line


def _to_discuss(work: SheetWork, line: Nomination) -> tuple[Nomination, int]:
    """Read the line as it is now, and how many its group has; raises :class:`Refused` where it is not the leader's."""
    work.stage.demand(StepRole.GROUP_LEADER)
    fresh = Nomination.objects.select_related("student", "item").get(pk=line.pk)
    if fresh.state != (LineState.DROPPED if fresh.group_agreed is False else LineState.PROPOSED):
        raise Refused(_("The group need not talk about this one any more. Load the page again."), code="line")
    # 五3 本小组: the group of the pupil on the round's last day must be the leader's own.
    seats = Enrolment.objects.of_class(work.sheet.school_class, work.sheet.round.ends_on).filter(group__isnull=False)
    groups = dict(seats.values_list("student_id", "group_id"))
    group = groups.get(fresh.student_id)
    if group is None or group not in work.standing.leads:
        raise Refused(_("This pupil is not in your group."), code="group")
    return fresh, list(groups.values()).count(group)


def _write(work: SheetWork, line: Nomination, verdict: Verdict, action: str) -> None:
    work.save(line, "state", "group_agreed", "hands_for", "hands_against")
    step = work.stage.step_of(StepRole.GROUP_LEADER)
    hands = {"votes_for": line.hands_for, "votes_against": line.hands_against}
    work.record(
        action,
        [work.decision(verdict, nomination=line, step=step, **hands)],
        student_key=line.student_id,
        new={
            "pupil": line.student.number,
            "item": line.item.code,
            "agreed": line.group_agreed,
            "hands": [line.hands_for, line.hands_against],
        },
    )


def _demand_hands(group_size: int, agrees: bool, hands_for: int, hands_against: int) -> None:
    if hands_for < 0 or hands_against < 0 or hands_for + hands_against > group_size:
        sentence = _("Pupils in the group: %(size)d. Count the hands again.")
        raise Refused(sentence % {"size": group_size}, code="hands")
    if agrees and hands_for <= hands_against:
        sentence = _("The group agrees only with more hands for it than against it. Check the hands, or note a no.")
        raise Refused(sentence, code="hands")
    if not agrees and hands_for > hands_against:
        sentence = _("More hands are for it than against it, so the group agrees. Check the hands, or note a yes.")
        raise Refused(sentence, code="hands")
