"""The pupil's own step (个人自报): put oneself forward with a sentence, take it back, set goals (五3, 五4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import ClassRound, Decision, Goal, LineState, Nomination, StarItem, Step, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.locks import locked
from awards.sheets.repeats import taken
from awards.sheets.stage import Stage
from awards.sheets.workflow import Verb, demand
from awards.steps.pupil.own_lines import Answered, OwnLines, Wish
from starrating.operations import audit
from starrating.refused import Refused
from students.models import Enrolment, Student, User
from students.permits.roles import standing_of


def declare(
    sheet: ClassRound, student: Student, item: StarItem, statement: str, *, by: User, at: dt.datetime
) -> Nomination:
    """Put oneself forward for ``item``, or say it in another sentence; gives the line.

    Only for oneself, in the class on the round's last day (A44), while the self-report step is the open one. Raises
    :class:`Refused`: ``over_cap`` for one item too many (五4), ``repeats`` where the scheme limits them (A12),
    ``statement`` without a sentence, ``stage``, ``state`` and ``role``.
    """
    work = _answer(sheet, student, [Wish(item.pk, wanted=True, statement=statement)], by=by, at=at)
    _demand_done(work)
    return work.lines[item.pk]


def retract(sheet: ClassRound, student: Student, item: StarItem, *, by: User, at: dt.datetime) -> Nomination | None:
    """Take oneself back from ``item``; None where there was nothing. Raises :class:`Refused` as :func:`declare`."""
    work = _answer(sheet, student, [Wish(item.pk, wanted=False)], by=by, at=at)
    _demand_done(work)
    return work.lines.get(item.pk)


def declare_all(sheet: ClassRound, student: Student, wishes: Sequence[Wish], *, by: User, at: dt.datetime) -> Answered:
    """Carry out several wishes, each for itself: four stand, the fifth is answered with why.

    What is taken back goes first, so that an exchange within the limit works. Raises :class:`Refused` as
    :func:`declare` for what concerns them all.
    """
    return _answer(sheet, student, wishes, by=by, at=at).answered


@transaction.atomic
def set_goals(
    sheet: ClassRound, student: Student, items: Collection[StarItem], *, by: User, at: dt.datetime
) -> list[Goal]:
    """The stars a pupil sets out to win this round, in place of those set before; none is allowed, and nothing follows.

    Until the self-report step is over. Raises :class:`Refused` for more than the items a pupil may have (code
    ``over_cap``), and as :func:`declare`.
    """
    sheet = locked(sheet.pk)
    _demand(sheet, student, by, at)
    cap = sheet.round.term.pinned.scheme.self_report_max
    if cap and len(items) > cap:
        sentence = ngettext("Choose at most %(count)d goal.", "Choose at most %(count)d goals.", cap)
        raise Refused(sentence % {"count": cap}, code="over_cap")
    if any(item.scheme_id != sheet.round.term.pinned.scheme_id for item in items):
        raise Refused(_("This star is not part of the scheme."), code="no_item")
    before = {goal.item_id: goal for goal in Goal.objects.filter(class_round=sheet, student=student)}
    wanted = {item.pk: item for item in items}
    if before.keys() != wanted.keys():
        Goal.objects.filter(pk__in=[goal.pk for pk, goal in before.items() if pk not in wanted]).delete()
        Goal.objects.bulk_create(
            Goal(class_round=sheet, student=student, item=item, set_at=at)
            for pk, item in wanted.items()
            if pk not in before
        )
        new = {"pupil": student.number, "items": sorted(item.code for item in wanted.values())}
        audit.record(
            "sheet.goals_set",
            sheet,
            by=by,
            at=at,
            school_id=sheet.school_class.school_id,
            new=new,
            student_key=student.pk,
        )
    return list(Goal.objects.filter(class_round=sheet, student=student).select_related("item").order_by("item__order"))


def _upheld(lines: Sequence[Nomination]) -> frozenset[int]:
    """Stars that came off after an objection; no question where nothing has come off."""
    off = [line.pk for line in lines if line.state == LineState.DROPPED]
    decided = Decision.objects.filter(nomination__in=off, verdict=Verdict.UPHELD) if off else Decision.objects.none()
    return frozenset(decided.values_list("nomination__item", flat=True))


def _demand_done(work: OwnLines) -> None:
    for no in work.answered.refused:
        raise Refused(no.message, code=no.code)


def _demand(sheet: ClassRound, student: Student, by: User, at: dt.datetime) -> Step:
    """The open self-report step of the locked sheet; raises :class:`Refused` for who may not take it, or not now."""
    roles = standing_of(by, timezone.localdate(at)).toward(sheet.school_class)
    demand(sheet.state, Verb.DECLARE, roles)
    if by.student_id != student.pk:
        raise Refused(_("You can only put yourself forward."), code="role")
    step = Stage.load(sheet).demand(StepRole.PUPIL)
    places = Enrolment.objects.active_on(sheet.round.ends_on)
    if not places.filter(student=student, school_class=sheet.school_class_id).exists():
        raise Refused(_("You are not in this class on the last day of the round."), code="not_enrolled")
    return step


@transaction.atomic
def _answer(sheet: ClassRound, student: Student, wishes: Sequence[Wish], *, by: User, at: dt.datetime) -> OwnLines:
    sheet = locked(sheet.pk)
    step = _demand(sheet, student, by, at)
    lines = list(Nomination.objects.filter(class_round=sheet, student=student).select_related("item"))
    work = OwnLines(
        sheet=sheet,
        student=student,
        items={item.pk: item for item in StarItem.objects.of_round(sheet.round)},
        lines={line.item_id: line for line in lines},
        taken=taken(sheet, [student.pk]),
        upheld=_upheld(lines),
    )
    # Of two wishes for one star the last one holds.
    for wish in sorted({wish.item_pk: wish for wish in wishes}.values(), key=lambda wish: wish.wanted):
        work.apply(wish)
    work.write(step, by=by, at=at)
    return work
