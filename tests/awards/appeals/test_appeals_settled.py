"""Appeals after the settlement: the term is corrected where its grade is reopened, or the current term has a credit."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.appeals import raising
from awards.models import Appeal, AppealEffect, StarEntry, TermLevel, ViolationState
from awards.settlement import verbs as settlement
from awards.terms import opening
from students.models import GradeSettlement, Term, TermState
from tests.awards.appeal_factories import DECIDED_AT, TO_CREDIT, TO_TERM, AppealCase, changed
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NEXT_TERM = moment(dt.date(2026, 3, 5))


@pytest.fixture
def ended() -> Ended:
    return make_ended()


@pytest.fixture
def case(ended: Ended) -> AppealCase:
    """The first pupil has 32 stars and loses 15: settled with 17."""
    case = AppealCase(ended.term, ended.classes[0], ended.pupils[0])
    _there = (case.user, case.other)
    case.deduction(DECIDED_AT)
    ended.settle()
    return case


def next_term(case: AppealCase) -> Term:
    return opening.open_term(
        case.school,
        school_year=2025,
        ordinal=2,
        starts_on=dt.date(2026, 3, 2),
        ends_on=dt.date(2026, 7, 3),
        by=None,
        at=NEXT_TERM,
    )


def late(case: AppealCase) -> Appeal:
    return case.raised(case.pupil.violations.get(term=case.term), LATER, late_reason="住院")


def level_of(case: AppealCase) -> tuple[int, int]:
    row = TermLevel.objects.current().get(term=case.term, student=case.pupil)
    return row.total, row.level


def test_where_it_is_entered_has_to_be_said(case: AppealCase) -> None:
    appeal = late(case)
    with refused("effect"):
        case.answer(appeal, TO_TERM.__class__(TO_TERM.outcome, TO_TERM.answer), by=case.other, at=LATER)


def test_the_grade_is_reopened_and_settled_once_more(case: AppealCase, ended: Ended) -> None:
    assert level_of(case) == (17, 2)
    appeal = late(case)
    made = case.answer(appeal, TO_TERM, by=case.other, at=LATER)
    assert (made.effect, made.stars, case.total()) == (AppealEffect.IN_TERM, 15, 32)
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.OPEN
    assert not GradeSettlement.objects.live().filter(term=ended.term, entry_year=2025).exists()
    # What was settled stands until it is settled again.
    assert level_of(case) == (17, 2)
    settlement.settle(ended.term, by=ended.administrator, at=LATER)
    assert level_of(case) == (32, 5)


def test_a_credit_leaves_the_settled_term_and_counts_in_the_current_one(case: AppealCase) -> None:
    running = next_term(case)
    appeal = late(case)
    case.answer(appeal, TO_CREDIT, by=case.other, at=NEXT_TERM)
    assert (case.total(), case.total(running), level_of(case)) == (17, 15, (17, 2))
    entry = StarEntry.objects.get(term=running, student=case.pupil)
    assert (entry.round.label, entry.credit is not None and entry.credit.proof) == ("2026-03", appeal.label)
    assert case.pupil.violations.get(term=case.term).state == ViolationState.REVOKED
    assert Term.objects.get(pk=case.term.pk).state == TermState.SETTLED


def test_without_a_current_term_there_is_nothing_to_credit(case: AppealCase) -> None:
    appeal = late(case)
    with refused("settled"):
        case.answer(appeal, TO_CREDIT, by=case.other, at=LATER)


def test_a_level_that_lacks_stars_is_changed(case: AppealCase, ended: Ended) -> None:
    level = TermLevel.objects.current().get(term=case.term, student=case.pupil)
    appeal = case.raised(level, LATER)
    # Who settled is the administrator: anybody of the office may answer.
    for answer, code in ((TO_TERM, "outcome"), (changed(0, effect=AppealEffect.IN_TERM), "stars")):
        with refused(code):
            case.answer(appeal, answer, by=case.other, at=LATER)
    with refused("before"):
        case.answer(appeal, changed(3, effect=AppealEffect.IN_TERM), by=ended.administrator, at=LATER)
    case.answer(appeal, changed(3, effect=AppealEffect.IN_TERM), by=case.other, at=LATER)
    settlement.settle(ended.term, by=ended.administrator, at=LATER)
    assert level_of(case) == (20, 3)


def test_the_second_step_gives_back_what_is_left_by_another_way(case: AppealCase) -> None:
    running = next_term(case)
    _there = case.headmaster
    appeal = late(case)
    case.answer(appeal, changed(10, effect=AppealEffect.CREDIT), by=case.other, at=NEXT_TERM)
    raising.go_up(appeal, reason="仍不服", by=case.user, at=NEXT_TERM)
    case.answer(appeal, TO_TERM, by=case.headmaster, at=NEXT_TERM)
    assert (case.total(), case.total(running)) == (22, 10)
