"""A star that was left out of a final sheet: added with a reason, within the limits; once settled, the difference."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.models import ClassRound, Decision, Nomination, StarEntry, StarItem, TermLevel, Verdict
from awards.rules.entitlements import RewardKind, RewardState
from awards.sheets import corrections
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import Student
from tests.awards.settlement_factories import LATER, LATEST, Ended, make_ended
from tests.factories import items_of, make_class, make_final, make_homeroom, make_office, make_student, pupils_of
from tests.hidden import key_in
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def free_cell(ended: Ended, pupil: Student) -> tuple[ClassRound, StarItem]:
    """A sheet of the pupil's class and a star on it that the pupil does not have, with a place left."""
    for sheet in ClassRound.objects.filter(school_class=ended.classes[0]).order_by("pk"):
        have = Nomination.objects.filter(class_round=sheet, student=pupil).values_list("item", flat=True)
        if len(have) < 4:
            return sheet, next(item for item in items_of(sheet) if item.pk not in set(have))
    raise AssertionError


def test_after_settlement_it_brings_the_difference_and_reprints() -> None:
    ended = make_ended((19, 3))
    pupil = ended.pupils[0]
    ended.settle()
    sheet, item = free_cell(ended, pupil)
    with refused("settled"):
        corrections.add(sheet, pupil, item, reason="漏记", by=ended.clerk, at=LATER)
    ended.reopen()
    entry = corrections.add(sheet, pupil, item, reason="漏记", by=ended.clerk, at=LATER)
    assert (entry.round, entry.item, entry.stars) == (sheet.round, item, 1)
    done = ended.settle(LATEST)
    assert (done.corrected, done.added) == (1, 1)
    assert ended.of(pupil, RewardKind.LETTER).state == RewardState.DUE
    assert list(TermLevel.objects.filter(student=pupil).order_by("pk").values_list("level", flat=True)) == [2, 3]


def test_it_stands_on_the_sheet_with_its_reason() -> None:
    sheet = make_final()
    clerk, pupil, item = make_office(sheet.school_class.school, "钱进"), pupils_of(sheet)[5], items_of(sheet)[0]
    corrections.add(sheet, pupil, item, reason="漏记", by=clerk, at=LATER)
    line = Nomination.objects.placed().get(class_round=sheet, student=pupil)
    decision = Decision.objects.get(nomination=line)
    assert (decision.verdict, decision.reason, decision.by) == (Verdict.ENTERED, "漏记", clerk)
    assert AuditEvent.objects.get(action="star.added").reason == "漏记"
    with refused("twice"):
        corrections.add(sheet, pupil, item, reason="漏记", by=clerk, at=LATER)
    corrections.reverse(StarEntry.objects.get(nomination=line), reason="记错", by=clerk, at=LATER)
    with refused("reversed"):
        corrections.add(sheet, pupil, item, reason="漏记", by=clerk, at=LATER)


def test_the_limits_hold_as_in_the_month() -> None:
    sheet = make_final()
    clerk, items = make_office(sheet.school_class.school, "钱进"), items_of(sheet)
    stranger = make_student(make_class(sheet.school_class.school, number=9), "外班")
    codes = []
    for pupil in [stranger, *pupils_of(sheet)]:
        try:
            corrections.add(sheet, pupil, items[3], reason="漏记", by=clerk, at=LATER)
        except Refused as refused:
            codes.append(refused.code)
    assert codes[0] == "not_enrolled"
    assert set(codes[1:]) == {"over_quota"}
    assert Nomination.objects.placed().filter(class_round=sheet, item=items[3]).count() == 5


def test_on_screen_for_the_office_alone(client: Client) -> None:
    sheet = make_final()
    clerk, pupil, item = make_office(sheet.school_class.school, "钱进"), pupils_of(sheet)[5], items_of(sheet)[0]
    address = reverse("awards:add_star", args=[sheet.pk])
    with time_machine.travel(LATER):
        client.force_login(make_homeroom(make_class(sheet.school_class.school, number=8)))
        assert client.get(address).status_code == 403
        client.force_login(clerk)
        assert address in client.get(reverse("awards:board_sheet", args=[sheet.pk])).content.decode()
        key = key_in(client.get(address))
        form = {"idempotency_key": key, "student": pupil.number, "item": item.pk, "reason": ""}
        assert client.post(address, form).status_code == 422
        for _time in range(2):
            assert client.post(address, {**form, "reason": "漏记"}).status_code == 302
    assert StarEntry.objects.filter(student=pupil, item=item).count() == 1
