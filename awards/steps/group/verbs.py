"""What a group says of its pupils' declarations, with the hands counted (五3)."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.models import ClassRound, LineState, Nomination, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused
from students.models import Enrolment, User

# Hands for and against a line; None against is everybody else of the group.
Hands = tuple[int, int | None]


def discuss_all(
    sheet: ClassRound, hands: Mapping[int, Hands], rest: Collection[int] = (), *, by: User, at: dt.datetime
) -> int:
    """Note what the own group says, by the line's key; more hands for it than against it is agreed. Give how many.

    ``rest`` are lines that everybody agrees to, where nothing was noted yet; those no longer the group's to discuss
    are passed over. All or none are saved. Raises :class:`Refused` as :func:`discuss`, naming the line.
    """
    with sheet_work(sheet.pk, Verb.DISCUSS, by=by, at=at) as work:
        found = _discussed(work, {*hands, *rest})
        counted = {pk: _counted(found, pk, hands[pk]) for pk in hands}
        for pk in rest:
            one = found.get(pk)
            if one and pk not in hands and one.no is None and one.line.group_agreed is None:
                counted[pk] = (one.group_size, 0)
        return _note(work, found, counted)


def discuss(
    line: Nomination, *, agrees: bool, hands_for: int, hands_against: int, by: User, at: dt.datetime
) -> Nomination:
    """Note what the own group says of a line: agreed, it goes on to the committee; declined, it is dropped.

    May be changed until the step is closed; the same again does nothing. Raises :class:`Refused` while the group step
    is not open, for a line of another group or taken back by its pupil, for more hands than the group has, and where
    the result does not follow from the hands: agreed is what has more hands for than against.
    """
    with sheet_work(line.class_round_id, Verb.DISCUSS, by=by, at=at) as work:
        found = _discussed(work, {line.pk})
        counted = _counted(found, line.pk, (hands_for, hands_against))
        _demand_result(agrees, *counted)
        _note(work, found, {line.pk: counted})
        return found[line.pk].line


def undo_discussion(line: Nomination, *, by: User, at: dt.datetime) -> Nomination:
    """Take the group's result back; the line is open to discuss again. A line without one stays as it is.

    Raises :class:`Refused` while the group step is not open, and for a line of another group.
    """
    with sheet_work(line.class_round_id, Verb.DISCUSS, by=by, at=at) as work:
        line = _own(_discussed(work, {line.pk}), line.pk).line
        if line.group_agreed is not None:
            line.state = LineState.PROPOSED
            line.group_agreed = line.hands_for = line.hands_against = None
            _write(work, [line], lambda _line: Verdict.RECALLED, "sheet.discussion_undone")
        return line


@dataclass(frozen=True)
class _Discussed:
    """A line as it is now, how many its group has, and why it is not the leader's to discuss."""

    line: Nomination
    group_size: int
    no: Refused | None


def _discussed(work: SheetWork, keys: Iterable[int]) -> dict[int, _Discussed]:
    """Read lines of the sheet under its lock, in two queries however many they are."""
    work.stage.demand(StepRole.GROUP_LEADER)
    rows = Nomination.objects.filter(class_round=work.sheet, pk__in=keys).select_related("student", "item")
    # 五3 本小组: the group of the pupil on the round's last day must be the leader's own.
    seats = Enrolment.objects.of_class(work.sheet.school_class, work.sheet.round.ends_on).filter(group__isnull=False)
    groups = dict(seats.values_list("student_id", "group_id"))
    sizes = list(groups.values())
    found = {}
    for line in rows.order_by("pk"):
        group = groups.get(line.student_id)
        no = None
        if line.state != (LineState.DROPPED if line.group_agreed is False else LineState.PROPOSED):
            no = Refused(_("The group need not talk about this one any more. Load the page again."), code="line")
        elif group is None or group not in work.standing.leads:
            no = Refused(_("This pupil is not in your group."), code="group")
        found[line.pk] = _Discussed(line, sizes.count(group) if group is not None else 0, no)
    return found


def _own(found: Mapping[int, _Discussed], pk: int) -> _Discussed:
    """Give the line; raises :class:`Refused` where it is not the leader's."""
    one = found.get(pk)
    if one is None:
        raise Refused(_("The group need not talk about this one any more. Load the page again."), code="line")
    if one.no is not None:
        raise one.no
    return one


def _counted(found: Mapping[int, _Discussed], pk: int, hands: Hands) -> tuple[int, int]:
    """Give the hands for and against; raises :class:`Refused` for a line not one's own, and for too many hands."""
    one, hands_for = _own(found, pk), hands[0]
    hands_against = one.group_size - hands_for if hands[1] is None else hands[1]
    if hands_for < 0 or hands_against < 0 or hands_for + hands_against > one.group_size:
        sentence = _("%(line)s has more hands than there are pupils in the group: %(size)d. Count the hands again.")
        raise Refused(sentence % {"line": one.line.title, "size": one.group_size}, code="hands")
    return hands_for, hands_against


def _demand_result(agrees: bool, hands_for: int, hands_against: int) -> None:
    if agrees and hands_for <= hands_against:
        sentence = _("The group agrees only with more hands for it than against it. Check the hands, or note a no.")
        raise Refused(sentence, code="hands")
    if not agrees and hands_for > hands_against:
        sentence = _("More hands are for it than against it, so the group agrees. Check the hands, or note a yes.")
        raise Refused(sentence, code="hands")


def _note(work: SheetWork, found: Mapping[int, _Discussed], counted: Mapping[int, tuple[int, int]]) -> int:
    changed = []
    for pk, (hands_for, hands_against) in counted.items():
        line = found[pk].line
        result = (hands_for > hands_against, hands_for, hands_against)
        if (line.group_agreed, line.hands_for, line.hands_against) != result:
            line.state = LineState.PROPOSED if result[0] else LineState.DROPPED
            line.group_agreed, line.hands_for, line.hands_against = result
            changed.append(line)
    _write(work, changed, lambda line: Verdict.AGREED if line.group_agreed else Verdict.DECLINED, "sheet.discussed")
    return len(changed)


def _write(work: SheetWork, lines: Sequence[Nomination], verdict: Callable[[Nomination], Verdict], action: str) -> None:
    work.change(lines, "state", "group_agreed", "hands_for", "hands_against")
    step = work.stage.step_of(StepRole.GROUP_LEADER)
    for line in lines:
        hands: dict[str, Any] = {"votes_for": line.hands_for, "votes_against": line.hands_against}
        work.record(
            action,
            [work.decision(verdict(line), nomination=line, step=step, **hands)],
            student_key=line.student_id,
            new={
                "pupil": line.student_id,
                "item": line.item.code,
                "agreed": line.group_agreed,
                "hands": [line.hands_for, line.hands_against],
            },
        )
