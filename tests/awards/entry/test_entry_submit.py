"""Handing the sheet to the office, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from awards.models import ClassRound, Decision, SheetState, Verdict
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from students.models import User
from tests.awards.entry_clients import sign_in
from tests.factories import (
    FILING_DAY,
    fill,
    items_of,
    make_administrator,
    make_homeroom,
    make_office,
    make_sheet,
    make_submitted,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 9, 30))


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet()


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def state(sheet: ClassRound) -> str:
    return ClassRound.objects.get(pk=sheet.pk).state


def submit(sheet: ClassRound, user: User, *, seen: int | None = None, **more: str) -> Any:
    version = ClassRound.objects.get(pk=sheet.pk).version if seen is None else seen
    return sign_in(user).post(f"/sheets/{sheet.pk}/submit", {"seen": version, **more}, follow=True)


def test_a_complete_sheet_goes_to_the_office(sheet: ClassRound, teacher: User) -> None:
    fill(sheet, teacher)
    submit(sheet, teacher)
    assert state(sheet) == SheetState.SUBMITTED


def test_a_sheet_without_its_steps_stays_and_the_page_says_why(sheet: ClassRound, teacher: User) -> None:
    change = Change(pupils_of(sheet)[0].pk, items_of(sheet)[0].pk, wanted=True)
    entering.save_lines(sheet, [change], by=teacher, at=NOW)
    text = submit(sheet, teacher).content.decode()
    assert state(sheet) == SheetState.OPEN
    assert "message--error" in text
    assert "problem--blocking" in text


def test_a_sheet_changed_since_it_was_seen_stays_and_shows_the_change(sheet: ClassRound, teacher: User) -> None:
    fill(sheet, teacher)
    seen = ClassRound.objects.get(pk=sheet.pk).version
    colleague = make_administrator(sheet.school_class.school, "吴敏")
    later = NOW + dt.timedelta(minutes=5)
    pupil = pupils_of(sheet)[7]
    entering.save_lines(sheet, [Change(pupil.pk, items_of(sheet)[1].pk, wanted=True)], by=colleague, at=later)
    with time_machine.travel(later + dt.timedelta(minutes=1), tick=False):
        text = submit(sheet, teacher, seen=seen, seen_at=str(NOW.timestamp() + 1)).content.decode()
    changes = text.split('id="changes-title"')[1].split("</section>")[0]
    assert state(sheet) == SheetState.OPEN
    assert "吴敏" in changes
    assert pupil.name in changes


def test_the_same_form_twice_has_one_effect(sheet: ClassRound, teacher: User) -> None:
    fill(sheet, teacher)
    seen = ClassRound.objects.get(pk=sheet.pk).version
    for _time in range(2):
        text = submit(sheet, teacher, seen=seen, idempotency_key="once-only").content.decode()
        assert "message--success" in text
    assert Decision.objects.filter(verdict=Verdict.SUBMITTED).count() == 1


def test_a_second_form_for_a_submitted_sheet_is_refused(sheet: ClassRound, teacher: User) -> None:
    fill(sheet, teacher)
    submit(sheet, teacher)
    assert "message--error" in submit(sheet, teacher).content.decode()


def test_a_returned_sheet_is_sent_again(sheet: ClassRound, teacher: User) -> None:
    fill(sheet, teacher)
    submit(sheet, teacher)
    moves.send_back(sheet, reason="少一个日期", by=make_office(sheet.school_class.school), at=NOW)
    submit(sheet, teacher)
    assert state(sheet) == SheetState.SUBMITTED


def test_a_submitted_sheet_can_be_taken_back_until_it_is_filed() -> None:
    sheet = make_submitted()
    teacher = sheet.submitted_by
    assert teacher is not None
    client = sign_in(teacher)
    client.post(f"/sheets/{sheet.pk}/recall")
    assert state(sheet) == SheetState.OPEN
    submit(sheet, teacher)
    sheet.refresh_from_db()
    moves.register(sheet, on=FILING_DAY, by=make_office(sheet.school_class.school), at=moment(FILING_DAY))
    answer = client.post(f"/sheets/{sheet.pk}/recall", follow=True)
    assert state(sheet) == SheetState.IN_NOTICE
    assert "message--error" in answer.content.decode()


def test_taking_back_twice_by_one_form_has_one_effect() -> None:
    sheet = make_submitted()
    assert sheet.submitted_by is not None
    client = sign_in(sheet.submitted_by)
    for _time in range(2):
        client.post(f"/sheets/{sheet.pk}/recall", {"idempotency_key": "once-only"})
    assert Decision.objects.filter(verdict=Verdict.RECALLED).count() == 1
