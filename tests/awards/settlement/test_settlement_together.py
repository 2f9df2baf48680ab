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
from students.models import TermState
from tests.awards.settlement_factories import LATER, NOW, make_ended
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


def test_two_clerks_hand_the_same_letters_out_once() -> None:
    ended = make_ended([32, 26])
    ended.settle()
    pks = list(Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER).values_list("pk", flat=True))
    hand = partial(rewards.hand_out, ended.term, at=LATER)
    answers = at_once(partial(hand, pks, by=ended.clerk), partial(hand, pks[::-1], by=ended.administrator))
    assert kinds(answers) == ["int", "state"]
    assert set(Entitlement.objects.filter(pk__in=pks).values_list("issued", flat=True)) == {1}
