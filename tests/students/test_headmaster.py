"""A headmaster reads figures, papers, register and appeals; no ballot, no phone, no fact about a child (A71)."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.urls import NoReverseMatch, reverse

from awards.deeds import verbs as deeds
from students.models import Guardian
from students.permits.roles import Role
from students.permits.rows import permits
from tests.awards.appeal_factories import make_headmaster
from tests.awards.deed_factories import TEXT, make_noting, said
from tests.awards.pupil_factories import WHEN
from tests.awards.settlement_factories import make_ended
from tests.reports.factories import signed_in

PHONE = "13900001234"
# Subjects that are the class's or the office's alone, by the words of their addresses.
CLOSED = re.compile(
    "committee|vote|meeting|count_hands|group_step|shortlist|sheet|awards:board|opinion|progress|deed|fault|phone"
    "|guardian|photo|consent|roster|account|password|pupil|search|reading|import|window|letter|move|credit"
    "|violation|punishment|objection_decide|settle|audit"
)


def theirs() -> list[str]:
    return sorted(row.action for row in permits().values() if Role.HEADMASTER in row.who and not row.for_anybody)


def test_nothing_of_a_class_s_own_is_in_reach() -> None:
    assert [action for action in theirs() if CLOSED.search(action)] == []


def test_nothing_is_written_but_an_appeal_s_answer() -> None:
    own = {"second_step", "second_step_off", "recovery_codes"}
    reads = {"awards:register", "awards:appeal", "awards:appeals", "awards:scheme_of_term", "awards:entitlements"}
    writes = [action for action in theirs() if not action.startswith("reports:") and action not in own | reads]
    assert writes == ["awards:appeal_answer"]


@pytest.mark.django_db
def test_no_page_tells_a_phone_or_a_fact() -> None:
    noting = make_noting()
    Guardian.objects.create(student=noting.pupils[0], name="赵建国", phone=PHONE)
    deeds.note(noting.sheet.school_class, noting.pupils[:1], said(noting), by=noting.teacher, at=WHEN)
    client, seen = signed_in(make_headmaster(noting.sheet.school_class.school)), 0
    with time_machine.travel(WHEN, tick=False):
        for action in theirs():
            try:
                response = client.get(reverse(action))
            except NoReverseMatch:
                continue
            if response.status_code == 200 and not response.streaming:
                seen += 1
                assert not [text for text in (PHONE, PHONE[-4:], TEXT) if text in response.content.decode()], action
    assert seen >= 5


@pytest.mark.django_db
def test_the_register_of_rewards_is_read_and_nothing_is_handed_out() -> None:
    ended = make_ended((32, 21))
    ended.settle()
    client = signed_in(make_headmaster(ended.school))
    response = client.get(reverse("awards:entitlements", args=[ended.term.pk]))
    html = response.content.decode()
    assert ended.pupils[0].name in html
    assert reverse("awards:hand_out", args=[ended.term.pk]) not in html
    assert 'type="checkbox"' not in html.split("<table")[1]
    assert client.post(reverse("awards:hand_out", args=[ended.term.pk])).status_code == 403
