"""Appeals: raised in time, answered by somebody else, one step up, withdrawn; what each gives back."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.appeals import deciding, raising
from awards.appeals.deciders import left_to_decide
from awards.models import (
    Appeal,
    AppealDecision,
    AppealEffect,
    AppealOutcome,
    AppealRoute,
    AppealState,
    Punishment,
    PunishmentKind,
    StarEntry,
    Violation,
    ViolationState,
)
from awards.violations import verbs as violations
from starrating.operations.models import AuditEvent
from starrating.texts.keeping import keep
from students.models import School
from tests.awards.appeal_factories import (
    ANSWERED_AT,
    DAY,
    DECIDED_AT,
    RAISED_AT,
    REVERSED,
    UPHELD,
    AppealCase,
    changed,
    make_headmaster,
)
from tests.factories import make_class, make_homeroom, make_office, make_school, make_students, make_term, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> AppealCase:
    school_class = make_class(make_school())
    term = make_term(school_class.school)
    case = AppealCase(term, school_class, make_students(school_class, 1)[0])
    # People who are there before anything is decided.
    _there = (case.user, case.clerk, case.other, case.administrator)
    return case


def deduction_of(appeal: Appeal) -> Violation:
    return Violation.objects.select_related("school_class__school").get(appeals=appeal)


def test_it_is_numbered_with_its_last_day_and_tells_no_words_to_the_record(case: AppealCase) -> None:
    appeal = case.raised()
    # 15 working days from 24 October 2025, Saturdays and Sundays left out.
    assert (appeal.label, appeal.told_on, appeal.due_on) == ("申0001", dt.date(2025, 10, 22), dt.date(2025, 11, 14))
    event = AuditEvent.objects.get(action="appeal.raised")
    assert event.student_key == case.pupil.pk
    assert appeal.facts not in str(event.new) + event.reason


def test_the_school_says_within_how_many_days_it_answers(case: AppealCase) -> None:
    School.objects.filter(pk=case.school.pk).update(appeal_days=3)
    assert case.raised().due_on == dt.date(2025, 10, 29)


def test_nothing_is_frozen_while_it_waits(case: AppealCase) -> None:
    case.raised()
    assert case.total() == -15


def test_who_raises_it_and_how(case: AppealCase) -> None:
    deduction = case.deduction()
    stranger = make_students(case.school_class, 2)[1]
    for route, by in (
        (AppealRoute.PUPIL, case.clerk),
        (AppealRoute.PUPIL, AppealCase(case.term, case.school_class, stranger).user),
        (AppealRoute.PUPIL, None),
        (AppealRoute.PAPER, case.user),
        (AppealRoute.PAPER, make_homeroom(case.school_class)),
        (AppealRoute.PAPER, make_office(make_school())),
    ):
        with refused("role"):
            raising.raise_appeal(deduction, route=route, facts="不服", raised_by="王强", by=by, at=RAISED_AT)
    with refused("route"):
        raising.raise_appeal(deduction, route=AppealRoute.WINDOW, facts="不服", by=case.user, at=RAISED_AT)
    with refused("name"):
        raising.raise_appeal(deduction, route=AppealRoute.PAPER, facts="不服", by=case.clerk, at=RAISED_AT)
    with refused("facts"):
        raising.raise_appeal(deduction, route=AppealRoute.WINDOW, facts="  ", by=None, at=RAISED_AT)
    made = raising.raise_appeal(deduction, route=AppealRoute.WINDOW, facts="不服", by=None, at=RAISED_AT)
    assert (made.recorded_by, made.raised_by, made.student) == (None, "", case.pupil)
    with refused("twice"):
        case.raised(deduction)


def test_a_paper_came_on_its_own_day(case: AppealCase) -> None:
    deduction = case.deduction()
    paper = partial(
        raising.raise_appeal, deduction, route=AppealRoute.PAPER, facts="不服", raised_by="王强", by=case.other
    )
    for day in (dt.date(2025, 10, 21), dt.date(2025, 10, 25)):
        with refused("received"):
            paper(received_on=day, at=RAISED_AT)
    made = paper(received_on=dt.date(2025, 10, 23), at=RAISED_AT)
    assert (made.received_on, made.due_on) == (dt.date(2025, 10, 23), dt.date(2025, 11, 13))


def test_later_than_15_working_days_with_a_reason_only(case: AppealCase) -> None:
    deduction, last = case.deduction(), dt.date(2025, 11, 12)
    with refused("late"):
        case.raised(deduction, moment(last + dt.timedelta(days=1)))
    late = partial(raising.raise_appeal, deduction, route=AppealRoute.PUPIL, facts="不服", late_reason="住院")
    made = late(by=case.user, at=moment(last + dt.timedelta(days=1)))
    assert made.late_reason == "住院"
    in_time = case.raised(case.deduction(place="教室"), moment(last))
    assert in_time.late_reason == ""


def test_told_is_when_the_guardian_was_told_where_that_was_later(case: AppealCase) -> None:
    found = case.deduction()
    found.guardian_told_on = dt.date(2025, 10, 23)
    found.save()
    assert case.raised(found).told_on == dt.date(2025, 10, 23)


def test_only_what_stands_is_appealed_against(case: AppealCase) -> None:
    ground = case.deduction()
    violations.revoke(ground, reason="记错", by=case.clerk, at=DECIDED_AT)
    with refused("gone"):
        case.raised(ground)
    punishment = case.punishment()
    Punishment.objects.filter(pk=punishment.pk).update(lifted_on=DAY, lifted_by=case.clerk, lift_reason="已改正")
    with refused("gone"):
        case.raised(punishment)


def test_upheld_changes_nothing(case: AppealCase) -> None:
    appeal = case.raised()
    made = case.answer(appeal, UPHELD, by=case.other)
    assert (made.effect, made.stars, case.total()) == (AppealEffect.NOTHING, 0, -15)
    appeal.refresh_from_db()
    assert appeal.state == AppealState.ANSWERED


def test_reversed_gives_all_back_by_a_reversal_and_says_so_on_the_record(case: AppealCase) -> None:
    appeal = case.raised()
    made = case.answer(appeal, REVERSED, by=case.other)
    assert (made.effect, made.stars, case.total()) == (AppealEffect.IN_TERM, 15, 0)
    assert [entry.stars for entry in StarEntry.objects.filter(student=case.pupil)] == [-15, 15]
    found = deduction_of(appeal)
    assert found.state == ViolationState.REVOKED
    assert appeal.label in found.revoke_reason


def test_changed_gives_some_back_by_a_credit_in_the_month_of_the_deduction(case: AppealCase) -> None:
    appeal = case.raised()
    for stars in (0, 15):
        with refused("stars"):
            case.answer(appeal, changed(stars), by=case.other)
    case.answer(appeal, changed(10), by=case.other)
    entry = StarEntry.objects.get(credit__appeal__appeal=appeal)
    assert (entry.stars, entry.round.label, case.total()) == (10, "2025-10", -5)
    assert deduction_of(appeal).state == ViolationState.CONFIRMED


def test_totals_of_any_day_stay_explainable(case: AppealCase) -> None:
    appeal = case.raised()
    case.answer(appeal, changed(10), by=case.other)
    entries = StarEntry.objects.filter(student=case.pupil, term=case.term)
    as_of = {
        day: sum(one.stars for one in entries.as_of(moment(dt.date(2025, 10, day), 23))) for day in (21, 22, 29, 30)
    }
    assert as_of == {21: 0, 22: -15, 29: -15, 30: -5}


def test_who_decided_before_does_not_answer(case: AppealCase) -> None:
    appeal = case.raised()
    with refused("before"):
        case.answer(appeal, REVERSED, by=case.clerk)
    headmaster, homeroom = case.headmaster, make_homeroom(case.school_class)
    for user in (headmaster, homeroom, case.administrator, case.user, make_office(make_school())):
        with refused("role"):
            case.answer(appeal, REVERSED, by=user)
    assert list(left_to_decide(appeal, DAY)) == [case.other]
    case.answer(appeal, UPHELD, by=case.other)
    with refused("state"):
        case.answer(appeal, UPHELD, by=case.other)


def test_an_answer_is_written(case: AppealCase) -> None:
    with refused("answer"):
        case.answer(case.raised(), type(UPHELD)(AppealOutcome.UPHELD, " "), by=case.other)


def test_where_nobody_is_left_the_administrator_names_somebody(case: AppealCase) -> None:
    appeal, teacher = case.raised(), make_homeroom(case.school_class)
    with refused("left"):
        deciding.name_decider(appeal, teacher, by=case.administrator, at=ANSWERED_AT)
    case.other.is_active = False
    case.other.save()
    with refused("role"):
        deciding.name_decider(appeal, teacher, by=case.clerk, at=ANSWERED_AT)
    with refused("before"):
        deciding.name_decider(appeal, case.clerk, by=case.administrator, at=ANSWERED_AT)
    with refused("not_staff"):
        deciding.name_decider(appeal, case.user, by=case.administrator, at=ANSWERED_AT)
    deciding.name_decider(appeal, teacher, by=case.administrator, at=ANSWERED_AT)
    assert case.answer(appeal, REVERSED, by=teacher).by == teacher


def test_one_step_up_to_the_headmaster_then_closed(case: AppealCase) -> None:
    appeal, headmaster = case.raised(), case.headmaster
    with refused("state"):
        raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    case.answer(appeal, changed(10), by=case.other)
    with refused("facts"):
        raising.go_up(appeal, reason="", by=case.user, at=ANSWERED_AT)
    with refused("role"):
        raising.go_up(appeal, reason="仍不服", by=case.other, at=ANSWERED_AT)
    appeal = raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    assert (appeal.state, appeal.due_on) == (AppealState.GONE_UP, dt.date(2025, 11, 20))
    with refused("before"):
        case.answer(appeal, REVERSED, by=case.other)
    with refused("role"):
        case.answer(appeal, REVERSED, by=make_office(case.school, "郝亮"))
    made = case.answer(appeal, REVERSED, by=headmaster)
    assert (made.step, made.stars, case.total()) == (2, 5, 0)
    appeal.refresh_from_db()
    assert appeal.state == AppealState.CLOSED
    for act in (raising.withdraw, lambda one, **told: raising.go_up(one, reason="再诉", **told)):
        with refused("state"):
            act(appeal, by=case.user, at=ANSWERED_AT)


def test_what_the_first_answer_gave_back_is_not_taken_again(case: AppealCase) -> None:
    _there = case.headmaster
    appeal = case.raised()
    case.answer(appeal, changed(10), by=case.other)
    raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    case.answer(appeal, UPHELD, by=case.headmaster)
    assert case.total() == -5


def test_a_reversed_one_goes_no_further(case: AppealCase) -> None:
    appeal = case.raised()
    case.answer(appeal, REVERSED, by=case.other)
    with refused("gone"):
        raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)


def test_the_step_up_has_its_last_day_as_well(case: AppealCase) -> None:
    appeal = case.raised()
    case.answer(appeal, UPHELD, by=case.other)
    last = dt.date(2025, 11, 20)
    with refused("late"):
        raising.go_up(appeal, reason="仍不服", by=case.user, at=moment(last + dt.timedelta(days=1)))
    raising.go_up(appeal, reason="仍不服", by=case.user, at=moment(last))


def test_without_a_headmaster_it_closes_and_names_the_authority(case: AppealCase) -> None:
    appeal = case.raised()
    make_headmaster(make_school())
    case.answer(appeal, UPHELD, by=case.other)
    appeal = raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    assert appeal.state == AppealState.CLOSED
    assert "教育行政部门" in appeal.closing


def test_a_headmaster_who_decided_before_is_replaced_for_the_case(case: AppealCase) -> None:
    headmaster, teacher = case.headmaster, make_homeroom(case.school_class)
    case.other.is_active = False
    case.other.save()
    appeal = case.raised()
    deciding.name_decider(appeal, headmaster, by=case.administrator, at=ANSWERED_AT)
    case.answer(appeal, UPHELD, by=headmaster)
    appeal = raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    assert (appeal.state, appeal.decider) == (AppealState.GONE_UP, None)
    with refused("before"):
        case.answer(appeal, REVERSED, by=headmaster)
    deciding.name_decider(appeal, teacher, by=case.administrator, at=ANSWERED_AT)
    case.answer(appeal, REVERSED, by=teacher)
    assert case.total() == 0


def test_withdrawn_before_the_answer_by_who_raised_it(case: AppealCase) -> None:
    appeal = case.raised()
    with refused("role"):
        raising.withdraw(appeal, by=case.other, at=ANSWERED_AT)
    assert raising.withdraw(appeal, by=case.user, at=ANSWERED_AT).state == AppealState.WITHDRAWN
    with refused("state"):
        case.answer(appeal, REVERSED, by=case.other)
    # Withdrawn, it may be raised once more.
    assert case.raised(deduction_of(appeal)).number == 2


def test_a_guardians_is_withdrawn_at_the_office(case: AppealCase) -> None:
    made = raising.raise_appeal(case.deduction(), route=AppealRoute.WINDOW, facts="不服", by=None, at=RAISED_AT)
    with refused("role"):
        raising.withdraw(made, by=case.user, at=ANSWERED_AT)
    raising.withdraw(made, by=case.clerk, at=ANSWERED_AT)


def test_withdrawn_at_the_second_step_the_first_answer_stands(case: AppealCase) -> None:
    _there = case.headmaster
    appeal = case.raised()
    case.answer(appeal, changed(10), by=case.other)
    raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    assert raising.withdraw(appeal, by=case.user, at=ANSWERED_AT).state == AppealState.CLOSED
    assert case.total() == -5


def test_a_punishment_is_lifted_from_its_day_or_becomes_a_milder_one(case: AppealCase) -> None:
    first, second = case.punishment(), case.punishment(PunishmentKind.WARNING)
    appeal = case.raised(first)
    for kind in ("", PunishmentKind.DEMERIT, PunishmentKind.PROBATION):
        with refused("kind"):
            case.answer(appeal, changed(kind=kind), by=case.other)
    case.answer(appeal, changed(kind=PunishmentKind.GRAVE_WARNING), by=case.other)
    case.answer(case.raised(second), REVERSED, by=case.other)
    standing = Punishment.objects.active_on(timezone.localdate(ANSWERED_AT))
    assert [(one.kind, one.decided_on) for one in standing] == [(PunishmentKind.GRAVE_WARNING, DAY)]
    assert not StarEntry.objects.filter(student=case.pupil).exists()


def test_what_was_revoked_meanwhile_gives_nothing_twice(case: AppealCase) -> None:
    appeal = case.raised()
    violations.revoke(deduction_of(appeal), reason="记错", by=case.clerk, at=RAISED_AT)
    made = case.answer(appeal, REVERSED, by=case.other)
    assert (made.effect, made.stars, case.total()) == (AppealEffect.NOTHING, 0, 0)


def test_an_answer_never_changes(case: AppealCase) -> None:
    made = case.answer(case.raised(), UPHELD, by=case.other)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealDecision.objects.filter(pk=made.pk).update(answer_kept=keep("改口"))
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealDecision.objects.filter(pk=made.pk).delete()
    assert Appeal.objects.get().decisions.get().answer == UPHELD.answer
