"""The queue of rewards a page at a time: what is chosen is what a button says."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.models import Entitlement
from awards.rules.entitlements import RewardKind, RewardState
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db
# Six rewards each: a page of thirty and what is left.
PUPILS, LEFT = 7, 12


@pytest.fixture
def ended() -> Ended:
    ended = make_ended([32] * PUPILS)
    ended.settle()
    return ended


def address(ended: Ended, name: str) -> str:
    return reverse(f"awards:{name}", args=[ended.term.pk])


@pytest.fixture
def client(ended: Ended) -> Client:
    return signed_in(ended.clerk)


def test_a_long_queue_has_pages_and_says_what_a_button_chooses(ended: Ended, client: Client) -> None:
    first = client.get(address(ended, "entitlements"))
    assert len(first.context["table"].rows) == 30
    second = client.get(address(ended, "entitlements"), {"page": 2})
    assert len(second.context["table"].rows) == LEFT
    assert f"全部{30 + LEFT}项" in first.content.decode()
    assert "本页" in first.content.decode()
    one = client.get(address(ended, "entitlements"), {"kind": RewardKind.LETTER}).content.decode()
    assert 'name="all"' not in one
    assert "本页" not in one


def test_all_that_were_found_are_handed_out_but_the_flagged_and_others_are_not(ended: Ended, client: Client) -> None:
    flagged = ended.of(ended.pupils[0], RewardKind.LETTER)
    Entitlement.objects.filter(pk=flagged.pk).update(flags=["left"])
    with time_machine.travel(LATER):
        client.post(address(ended, "hand_out"), {"all": "1", "kind": RewardKind.LETTER})
    done = Entitlement.objects.filter(term=ended.term, state=RewardState.DONE)
    assert {(row.kind, row.student_id) for row in done} == {("letter", pupil.pk) for pupil in ended.pupils[1:]}


def test_nothing_chosen_is_refused(ended: Ended, client: Client) -> None:
    client.post(address(ended, "hand_out"), {"kind": RewardKind.LETTER})
    assert not Entitlement.objects.filter(term=ended.term, state=RewardState.DONE).exists()
