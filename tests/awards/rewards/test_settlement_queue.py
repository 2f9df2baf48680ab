"""The office's queue: handing out, withdrawing, issuing again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from awards.models import Entitlement
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind, RewardState
from starrating.operations.models import AuditEvent
from tests.awards.settlement_factories import LATER, LATEST, Ended, make_ended
from tests.factories import make_homeroom, make_office, make_school
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended() -> Ended:
    ended = make_ended([32, 26])
    ended.settle()
    return ended


def letters(ended: Ended) -> list[int]:
    return list(Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER).values_list("pk", flat=True))


def test_many_are_handed_out_in_one_action(ended: Ended) -> None:
    assert rewards.hand_out(ended.term, letters(ended), by=ended.clerk, at=LATER) == 2
    rows = Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER)
    assert {(row.state, row.issued, row.by, row.at) for row in rows} == {(RewardState.DONE, 1, ended.clerk, LATER)}
    assert Entitlement.objects.filter(term=ended.term).to_do().count() == 8
    events = AuditEvent.objects.filter(action="entitlement.handed_out")
    assert sorted(int(event.target_id) for event in events) == sorted(letters(ended))
    assert {event.student_key for event in events} == set(rows.values_list("student", flat=True))


def test_handing_out_twice_is_refused_whole(ended: Ended) -> None:
    first, second = letters(ended)
    rewards.hand_out(ended.term, [first], by=ended.clerk, at=LATER)
    with refused("state"):
        rewards.hand_out(ended.term, [first, second], by=ended.clerk, at=LATER)
    assert Entitlement.objects.get(pk=second).state == RewardState.DUE


def test_nothing_of_another_term_is_handed_out(ended: Ended) -> None:
    other = make_ended([32])
    other.settle()
    with refused("foreign"):
        rewards.hand_out(ended.term, letters(other), by=ended.clerk, at=LATER)


@pytest.mark.parametrize("who", ["homeroom", "office elsewhere"])
def test_others_may_not(ended: Ended, who: str) -> None:
    by = make_homeroom(ended.classes[0]) if who == "homeroom" else make_office(make_school())
    row = ended.of(ended.pupils[0], RewardKind.LETTER)
    for attempt in (
        lambda: rewards.hand_out(ended.term, [row.pk], by=by, at=LATER),
        lambda: rewards.withdraw(row, reason="不符", by=by, at=LATER),
        lambda: rewards.reissue(row, reason="遗失", by=by, at=LATER),
    ):
        with refused("role"):
            attempt()


def test_withdrawing_and_bringing_back(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], RewardKind.AWARD_ELIGIBILITY)
    rewards.withdraw(row, reason="学籍不在本校", by=ended.clerk, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.reason, row.is_reissue) == (RewardState.WITHDRAWN, "学籍不在本校", False)
    with refused("twice"):
        rewards.withdraw(row, reason="再次", by=ended.clerk, at=LATER)
    with refused("state"):
        rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATER)
    rewards.reissue(row, reason="学籍已转入", by=ended.clerk, at=LATEST)
    row.refresh_from_db()
    assert (row.state, row.is_reissue) == (RewardState.DUE, False)
    trail = AuditEvent.objects.filter(target_id=str(row.pk), action__startswith="entitlement.").order_by("pk")
    assert [(event.action, event.reason) for event in trail] == [
        ("entitlement.withdraw", "学籍不在本校"),
        ("entitlement.reissue", "学籍已转入"),
    ]


def test_a_lost_certificate_is_issued_again_and_marked(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], RewardKind.CERTIFICATE)
    with refused("twice"):
        rewards.reissue(row, reason="遗失", by=ended.clerk, at=LATER)
    rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATER)
    row.refresh_from_db()
    assert not row.is_reissue
    rewards.reissue(row, reason="遗失", by=ended.clerk, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.is_reissue, row.number) == (RewardState.REISSUED, True, "2025-1-荣0001")
    rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATEST)
    row.refresh_from_db()
    assert (row.state, row.issued, row.is_reissue) == (RewardState.DONE, 2, True)


def test_each_change_needs_a_reason(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], RewardKind.LETTER)
    with refused("reason"):
        rewards.withdraw(row, reason="  ", by=ended.clerk, at=LATER)


def test_nothing_moves_while_the_term_is_reopened(ended: Ended) -> None:
    ended.reopen()
    row = ended.of(ended.pupils[0], RewardKind.LETTER)
    for attempt in (
        lambda: rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATER),
        lambda: rewards.withdraw(row, reason="不符", by=ended.clerk, at=LATER),
    ):
        with refused("reopened"):
            attempt()
    ended.settle(LATEST)
    assert rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATEST) == 1


def test_what_the_level_does_not_entitle_to_cannot_be_brought_back(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], RewardKind.INVITATION)
    rewards.withdraw(row, reason="家长不便", by=ended.clerk, at=LATER)
    level = ended.of(ended.pupils[1], RewardKind.LETTER).level
    Entitlement.objects.filter(pk=row.pk).update(level=level)
    with refused("level"):
        rewards.reissue(row, reason="改期", by=ended.clerk, at=LATER)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "medal", "number": None}, "entitlement_kind_known"),
        ({"state": "lost"}, "entitlement_state_known"),
        ({"number": None}, "entitlement_paper_has_number"),
        ({"number": "2025-1-荣0002"}, "entitlement_number_once_a_term|UNIQUE"),
        ({"state": "withdrawn", "reason": ""}, "entitlement_change_has_a_reason"),
        ({"state": "done"}, "entitlement_done_was_issued"),
    ],
)
def test_the_database_refuses_a_bad_row(ended: Ended, values: dict[str, object], name: str) -> None:
    row = ended.of(ended.pupils[0], RewardKind.CERTIFICATE)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Entitlement.objects.filter(pk=row.pk).update(**values)
