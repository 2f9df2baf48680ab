"""A few people are suggested while somebody types: only one's own to see, and only what tells them apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from students.choosing import PupilField, StaffField, offer_class, offer_school, offer_staff
from students.models import SchoolClass, Student, User
from students.suggestions.found import AT_MOST
from tests.awards.board_clients import client_of
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 10, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


@pytest.fixture
def third() -> SchoolClass:
    third = make_class(make_school(), 3)
    for seat, name in enumerate(["王芳", "李明", "王芳"], start=1):
        make_student(third, name, seat=seat, number=f"2025030{seat}")
    make_student(make_class(third.school, 5), "王芳", seat=9, number="20250509")
    return third


def suggested(user: User, route: str = "pupils", **asked: Any) -> list[tuple[str, str, str]]:
    answer = client_of(user).get(reverse(f"students:suggest_{route}"), asked)
    assert answer.status_code == 200
    rows = answer.json()["found"]
    assert all(set(row) == {"value", "name", "note"} for row in rows)
    return [(row["value"], row["name"], row["note"]) for row in rows]


def test_the_office_is_suggested_namesakes_with_class_and_seat(third: SchoolClass) -> None:
    assert suggested(make_office(third.school), q="wf") == [
        ("王芳 20250301", "王芳", "七年级(3)班 No. 1"),
        ("王芳 20250303", "王芳", "七年级(3)班 No. 3"),
        ("王芳 20250509", "王芳", "七年级(5)班 No. 9"),
    ]


def test_a_teacher_is_suggested_the_own_class_alone(third: SchoolClass) -> None:
    teacher = make_homeroom(third)
    assert [value for value, _name, _note in suggested(teacher, q="王芳")] == ["王芳 20250301", "王芳 20250303"]
    other = third.school.classes.exclude(pk=third.pk).get()
    answer = client_of(teacher).get(reverse("students:suggest_pupils"), _of(other, q="王芳"))
    assert answer.status_code == 404


def test_of_a_class_the_seat_and_mixed_letters_find_too(third: SchoolClass) -> None:
    teacher = make_homeroom(third)
    for typed in ("2", "lm", "lming", "李"):
        assert suggested(teacher, q=typed, **_of(third)) == [("李明 20250302", "李明", "No. 2")]


def test_another_school_is_suggested_nobody(third: SchoolClass) -> None:
    assert suggested(make_office(make_school(name="别处中学")), q="王芳") == []


@pytest.mark.parametrize("who", ["pupil", "nobody"])
def test_others_are_refused(third: SchoolClass, who: str) -> None:
    user = make_user(third.school, "宋词")
    if who == "pupil":
        user.student = Student.objects.filter(name="李明").get()
        user.save(update_fields=["student"])
    assert client_of(user).get(reverse("students:suggest_pupils"), {"q": "王"}).status_code == 403
    assert client_of(user).get(reverse("students:suggest_staff"), {"q": "王"}).status_code == 403


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "赵安然", "x" * 500])
def test_nothing_or_nobody_typed_suggests_nobody(third: SchoolClass, typed: str) -> None:
    clerk = make_office(third.school)
    assert suggested(clerk, q=typed) == []
    assert suggested(clerk, q=typed, **_of(third, on="yesterday")) == []


@pytest.mark.parametrize("narrowed", [False, True])
def test_ten_at_most_in_as_many_statements_however_many_fit(third: SchoolClass, narrowed: bool) -> None:
    clerk = make_office(third.school)
    asked: dict[str, Any] = {"class": third.pk} if narrowed else {}
    suggested(clerk, q="王", **asked)
    with CaptureQueriesContext(connection) as few:
        suggested(clerk, q="王", **asked)
    for seat in range(20, 60):
        make_student(third, f"王{chr(0x4E00 + seat)}", seat=seat)
    with CaptureQueriesContext(connection) as many:
        assert len(suggested(clerk, q="王", **asked)) == AT_MOST
    assert len(many) == len(few)


def test_whatever_is_suggested_means_that_one_in_the_field(third: SchoolClass) -> None:
    clerk = make_office(third.school)
    narrowed: dict[str, Any] = {"class": third.pk}
    for asked in ({}, narrowed):
        for value, _name, _note in suggested(clerk, q="王芳", **asked):
            field = PupilField()
            form = _form({"one": field}, value)
            if asked:
                offer_class(form, "one", third, TODAY)
            else:
                offer_school(form, "one", third.school, TODAY)
            assert form.is_valid(), form.errors
            assert form.cleaned_data["one"].number == value.split()[1]


def test_a_number_with_letters_is_no_hindrance(third: SchoolClass) -> None:
    make_student(third, "王芳", seat=8, number="G2025-08")
    form = _form({"one": PupilField()}, "王芳 G2025-08")
    offer_class(form, "one", third, TODAY)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["one"].number == "G2025-08"


def test_the_whole_name_is_not_lost_behind_longer_ones(third: SchoolClass) -> None:
    for seat in range(10, 20):
        make_student(third, f"李明{chr(0x4E00 + seat)}", seat=seat, number=f"2025010{seat}")
    form = _form({"one": PupilField()}, "李明")
    offer_school(form, "one", third.school, TODAY)
    assert form.is_valid(), form.errors


def test_staff_are_suggested_to_the_administrator_in_pinyin_order(third: SchoolClass) -> None:
    school = third.school
    for name in ("周岚", "安宁", "周安"):
        make_user(school, name)
    closed = make_user(school, "周末")
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    administrator = make_administrator(school)
    assert [name for _value, name, _note in suggested(administrator, "staff", q="周")] == ["周安", "周岚"]
    assert [name for _value, name, _note in suggested(administrator, "staff", q="an")] == ["安宁"]
    form = _form({"one": StaffField()}, suggested(administrator, "staff", q="zl")[0][0])
    offer_staff(form, "one", User.objects.filter(school=school))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["one"].name == "周岚"
    assert client_of(make_office(school)).get(reverse("students:suggest_staff"), {"q": "周"}).status_code == 403


def test_two_colleagues_of_one_name_are_asked_about(third: SchoolClass) -> None:
    for _time in range(2):
        make_user(third.school, "周岚")
    form = _form({"one": StaffField()}, "周岚")
    offer_staff(form, "one", User.objects.filter(school=third.school))
    assert [error.code for error in form.errors.as_data()["one"]] == ["several"]


def _form(fields: dict[str, forms.Field], typed: str) -> forms.Form:
    """A form of these fields with the text in the box ``one``."""
    form: forms.Form = type("OneForm", (forms.Form,), fields)({"one": typed})
    return form


def _of(school_class: SchoolClass, **more: str) -> dict[str, Any]:
    return {"class": school_class.pk, **more}


def test_the_second_class_comes_before_the_tenth() -> None:
    school = make_school()
    for number in (10, 2):
        make_student(make_class(school, number), "王芳", seat=1, number=f"2025{number:02d}01")
    found = suggested(make_office(school), q="wf")
    assert [note for _value, _name, note in found] == ["七年级(2)班 No. 1", "七年级(10)班 No. 1"]
