"""Ceremonies, by two at once."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from awards.ceremonies import recording, verbs as ceremonies
from awards.ceremonies.recording import Answer
from awards.models import Ceremony, Presentation
from awards.rewards import verbs as rewards
from awards.rules.ceremonies import CeremonyKind, Reply
from awards.rules.entitlements import RewardKind
from tests.awards.ceremony_factories import DAY, ON_THE_DAY, at, facts, make_settled, plan
from tests.awards.settlement_factories import LATER
from tests.guarantees.locks.interleaving import code, interleaved

pytestmark = pytest.mark.django_db(transaction=True)
CERTIFICATE, INVITATION = RewardKind.CERTIFICATE, RewardKind.INVITATION


def test_a_ceremony_planned_by_two_at_once_is_one() -> None:
    ended = make_settled()
    act = partial(ceremonies.plan, ended.school, facts(), by=ended.clerk, at=LATER)
    assert [code(answer) for answer in interleaved(act, act)] == ["Ceremony", "twice"]
    assert Ceremony.objects.count() == 1


def test_what_is_recorded_of_a_reward_at_a_ceremony_is_one_row() -> None:
    ended = make_settled()
    opening = plan(ended)
    [first, second] = at(opening, INVITATION)
    reply = partial(recording.record_replies, opening, {first: Answer(Reply.COMING, 2)}, by=ended.clerk, at=LATER)
    other = partial(
        recording.record_replies,
        opening,
        {first: Answer(Reply.DECLINED), second: Answer(Reply.COMING, 1)},
        by=ended.clerk,
        at=LATER,
    )
    assert [code(answer) for answer in interleaved(reply, other)] == ["int", "int"]
    assert list(Presentation.objects.order_by("entitlement").values_list("reply", "guests")) == [
        (Reply.DECLINED, 0),
        (Reply.COMING, 1),
    ]


def test_a_certificate_is_handed_out_once_and_not_at_a_ceremony_that_is_being_cancelled() -> None:
    ended = make_settled()
    opening = plan(ended)
    pks = at(opening, CERTIFICATE)
    hand = partial(recording.hand_out, opening, pks, by=ended.clerk, at=ON_THE_DAY)
    assert [code(answer) for answer in interleaved(hand, hand)] == ["int", "foreign"]
    assert Presentation.objects.filter(handed_as=1).count() == len(pks)
    later = plan(ended, CeremonyKind.AWARD, day=DAY + dt.timedelta(days=1))
    cancel = partial(ceremonies.cancel, later, reason="改期", by=ended.clerk, at=LATER)
    assert [code(answer) for answer in interleaved(cancel, cancel)] == ["Ceremony", "state"]


def test_a_certificate_handed_over_in_the_office_meanwhile_is_not_ticked_as_well() -> None:
    ended = make_settled()
    opening = plan(ended)
    pks = at(opening, CERTIFICATE)
    office = partial(rewards.hand_out, ended.term, pks[:1], by=ended.clerk, at=ON_THE_DAY)
    stage = partial(recording.hand_out, opening, pks, by=ended.clerk, at=ON_THE_DAY)
    assert [code(answer) for answer in interleaved(office, stage)] == ["int", "state"]
    assert not Presentation.objects.filter(handed_as__isnull=False).exists()


def test_invitations_printed_by_two_at_once_are_noted_once() -> None:
    ended = make_settled()
    opening = plan(ended)
    note = partial(recording.note_printed, at(opening, INVITATION), by=ended.clerk, at=LATER)
    assert [code(answer) for answer in interleaved(note, note)] == ["NoneType", "NoneType"]
    assert Presentation.objects.filter(printed=1).count() == 2
