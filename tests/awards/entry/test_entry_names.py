"""A line of names typed under a star."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from awards.models import ClassRound, Nomination, PendingName, StarItem
from awards.sheets import moves
from students.models import User
from tests.awards.entry_clients import names_under, sign_in
from tests.factories import fill, items_of, make_homeroom, make_sheet, make_student, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    """A class with two 王芳, whose other initials are all different."""
    sheet = make_sheet(pupils=0 + 1)
    for seat, name in enumerate(["张珊", "李明", "王欣怡", "陈晨", "周立", "韩梅", "王芳", "王芳"], start=2):
        make_student(sheet.school_class, name, seat=seat)
    return sheet


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


@pytest.fixture
def star(sheet: ClassRound) -> StarItem:
    return items_of(sheet)[0]


def enter(sheet: ClassRound, user: User, star: StarItem, names: str, **more: str) -> Any:
    return sign_in(user).post(f"/sheets/{sheet.pk}/names", {"item": star.pk, "names": names, **more})


def test_initials_names_and_seats_in_one_line(sheet: ClassRound, teacher: User, star: StarItem) -> None:
    answer = enter(sheet, teacher, star, "zs lm，王欣怡 5")
    assert answer.status_code == 302
    assert names_under(sheet, star) == ["张珊", "李明", "王欣怡", "陈晨"]


def test_an_unknown_name_waits_under_its_star_with_those_near_it(
    sheet: ClassRound, teacher: User, star: StarItem
) -> None:
    assert enter(sheet, teacher, star, "张珊、王欣仪").status_code == 302
    text = sign_in(teacher).get(f"/sheets/{sheet.pk}/").content.decode()
    assert names_under(sheet, star) == ["张珊"]
    assert '<span class="chip chip--warning">王欣仪</span>' in text
    near = sheet.school_class.enrolments.get(seat=4).student
    assert f'name="pick" value="{near.pk}:{PendingName.objects.get().pk}"' in text


def test_an_ambiguous_name_asks_with_seats_and_a_pick_settles_it(
    sheet: ClassRound, teacher: User, star: StarItem
) -> None:
    enter(sheet, teacher, star, "王芳")
    second = sheet.school_class.enrolments.get(seat=9).student
    assert names_under(sheet, star) == []
    pick = f"{second.pk}:{PendingName.objects.get().pk}"
    assert f'name="pick" value="{pick}"' in sign_in(teacher).get(f"/sheets/{sheet.pk}/").content.decode()
    assert sign_in(teacher).post(f"/sheets/{sheet.pk}/settle", {"pick": pick}).status_code == 302
    assert not PendingName.objects.exists()
    assert [line.student_id for line in Nomination.objects.placed()] == [second.pk]


def test_the_sixth_name_is_refused_with_the_reason(sheet: ClassRound, teacher: User, star: StarItem) -> None:
    answer = enter(sheet, teacher, star, "zs lm wxy cc zl hm")
    assert len(names_under(sheet, star)) == 5
    assert "韩梅" not in names_under(sheet, star)
    refusal = answer.content.decode().split('class="star__no"')[1].split("</p>")[0]
    assert "韩梅" in refusal
    assert star.name in refusal


def test_the_fifth_item_of_a_pupil_is_refused_with_the_reason(sheet: ClassRound, teacher: User) -> None:
    stars = items_of(sheet)
    for star in stars[:4]:
        enter(sheet, teacher, star, "wxy")
    answer = enter(sheet, teacher, stars[4], "wxy")
    assert names_under(sheet, stars[4]) == []
    assert answer.status_code == 422
    assert "王欣怡" in answer.content.decode().split(f'id="answer-{stars[4].pk}"')[1].split("</p>")[0]


def test_the_same_line_twice_has_one_effect(sheet: ClassRound, teacher: User, star: StarItem) -> None:
    enter(sheet, teacher, star, "zs")
    version = ClassRound.objects.get(pk=sheet.pk).version
    assert enter(sheet, teacher, star, "zs").status_code == 302
    assert names_under(sheet, star) == ["张珊"]
    assert ClassRound.objects.get(pk=sheet.pk).version == version


def test_a_submitted_sheet_takes_no_name(sheet: ClassRound, teacher: User, star: StarItem) -> None:
    fill(sheet, teacher, names=1)
    moves.submit(sheet, by=teacher, at=moment(dt.date(2025, 9, 29)))
    enter(sheet, teacher, star, "zs")
    assert "张珊" not in names_under(sheet, star)


def test_a_script_gets_the_changed_parts_only(sheet: ClassRound, teacher: User, star: StarItem) -> None:
    answer = sign_in(teacher).post(
        f"/sheets/{sheet.pk}/names", {"item": star.pk, "names": "zs 王欣仪"}, headers={"X-Part": "true"}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert f'id="chips-{star.pk}"' in text
    assert '<span class="chip chip--warning">王欣仪</span>' in text
    assert f'data-version="{ClassRound.objects.get(pk=sheet.pk).version}"' in text


def test_a_star_of_another_scheme_is_no_star(sheet: ClassRound, teacher: User) -> None:
    answer = sign_in(teacher).post(f"/sheets/{sheet.pk}/names", {"item": 999_999, "names": "zs"})
    assert answer.status_code == 400
