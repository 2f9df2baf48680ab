"""Settlement from several connections at the same time, on either database."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from awards.models import Entitlement, StarEntry, TermLevel
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.settlement import verbs as settlement
from awards.settlement.verbs import Settled
from awards.sheets import corrections
from starrating.operations.models import AuditEvent
from students.models import GradeSettlement, TermState
from tests.awards.settlement_factories import IN_JULY, IN_JUNE, LATER, NOW, make_ended, make_graded
from tests.factories import make_administrator
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_settle_at_once_settle_once() -> None:
    ended = make_ended([32, 26])
    second = make_administrator(ended.school, "何管理")
    answers = at_once(
        partial(settlement.settle, ended.term, by=ended.administrator, at=NOW),
        partial(settlement.settle, ended.term, by=second, at=NOW + dt.timedelta(seconds=1)),
    )
    assert sorted(answer.frozen for answer in answers if isinstance(answer, Settled)) == [0, 2]
    assert TermLevel.objects.filter(term=ended.term).count() == 2
    assert AuditEvent.objects.filter(action="term.settled").count() == 1


def test_a_star_taken_back_while_settling_is_counted_or_refused() -> None:
    for _attempt in range(4):
        ended = make_ended([32, 26])
        entry = StarEntry.objects.select_related("nomination").filter(term=ended.term, student=ended.pupils[0])[0]
        answers = at_once(
            partial(settlement.settle, ended.term, by=ended.administrator, at=NOW),
            partial(corrections.reverse, entry, reason="不符", by=ended.clerk, at=NOW),
        )
        ended.term.refresh_from_db()
        assert ended.term.state == TermState.SETTLED
        frozen = TermLevel.objects.get(term=ended.term, student=ended.pupils[0]).total
        assert frozen == sum(row.stars for row in StarEntry.objects.filter(term=ended.term, student=ended.pupils[0]))
        assert kinds(answers) in (["Settled", "StarEntry"], ["Settled", "settled"])


def test_two_who_settle_a_grade_at_once_settle_it_once() -> None:
    graded = make_graded()
    settle = partial(settlement.settle_grade, graded.term, 9, at=IN_JUNE)
    second = make_administrator(graded.school, "何管理")
    answers = at_once(partial(settle, by=graded.administrator), partial(settle, by=second))
    assert sorted(answer.frozen for answer in answers if isinstance(answer, Settled)) == [0, 3]
    assert AuditEvent.objects.filter(action="grade.settled").count() == 1


def test_the_last_two_grades_settled_at_once_settle_the_term() -> None:
    graded = make_graded()
    graded.settle(9)
    settle = partial(settlement.settle_grade, graded.term, by=graded.administrator, at=IN_JULY)
    assert kinds(at_once(partial(settle, 7), partial(settle, 8))) == ["Settled", "Settled"]
    assert graded.now().state == TermState.SETTLED
    numbers = list(Entitlement.objects.filter(kind=RewardKind.LETTER).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 6


def test_a_grade_settled_while_it_is_reopened_ends_in_one_of_the_two() -> None:
    graded = make_graded()
    graded.settle(9)
    at_once(partial(graded.reopen, 9), partial(graded.settle, 9, IN_JULY))
    live = GradeSettlement.objects.live().count()
    assert live == GradeSettlement.objects.count() - 1
    assert TermLevel.objects.count() == 3


def test_a_star_taken_back_while_its_grade_settles_is_counted_or_refused() -> None:
    for _attempt in range(3):
        graded = make_graded()
        entry, pupil = graded.entry(9), graded.pupils[9][0]
        answers = at_once(
            partial(graded.settle, 9), partial(corrections.reverse, entry, reason="不符", by=graded.clerk, at=IN_JUNE)
        )
        stars = sum(row.stars for row in StarEntry.objects.filter(term=graded.term, student=pupil))
        assert TermLevel.objects.get(term=graded.term, student=pupil).total == stars
        assert kinds(answers) in (["Settled", "StarEntry"], ["Settled", "settled"])


def test_two_clerks_hand_the_same_letters_out_once() -> None:
    ended = make_ended([32, 26])
    ended.settle()
    pks = list(Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER).values_list("pk", flat=True))
    hand = partial(rewards.hand_out, ended.term, at=LATER)
    answers = at_once(partial(hand, pks, by=ended.clerk), partial(hand, pks[::-1], by=ended.administrator))
    assert kinds(answers) == ["int", "state"]
    assert set(Entitlement.objects.filter(pk__in=pks).values_list("issued", flat=True)) == {1}
