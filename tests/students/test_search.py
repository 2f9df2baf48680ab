"""The search in the head of every page: found by whatever is at hand, and only who is one's own to see."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from students.models import Enrolment, School, SchoolClass, Student, User
from students.permits.reach import reach_of
from students.permits.roles import standing_of
from students.search import AT_MOST, Found, find
from tests.awards.board_clients import client_of
from tests.factories import make_class, make_homeroom, make_office, make_school, make_student, make_students, moment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 10, 10)


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def third(school: School) -> SchoolClass:
    return make_class(school, 3)


def found_by(user: User, typed: str) -> Found:
    standing = standing_of(user, TODAY)
    assert user.school is not None
    return find(user.school, standing, reach_of(standing, "reports:search"), typed, TODAY)


def names(found: Found) -> list[str]:
    return [pupil.name for pupil in found.pupils]


@pytest.mark.parametrize(
    "typed",
    [
        "单晓雨",
        "晓雨",
        "sxy",
        "SX",
        "dxy",
        "shanxiao",
        "20250301",
        "２０２５０３",
        "单 晓雨",
        "sxy 七3班",
        "单 七年级(3)班",
    ],
)
def test_a_pupil_is_found_by(third: SchoolClass, typed: str) -> None:
    make_student(third, "单晓雨", number="20250301", seat=7)
    make_student(make_class(third.school, 4), "王一诺", number="20250401")
    found = found_by(make_office(third.school), typed)
    assert [(one.name, one.class_name, one.seat) for one in found.pupils] == [("单晓雨", "七年级(3)班", 7)]


@pytest.mark.parametrize("typed", ["吕·布生", "吕布生", "lvbusheng", "lubu", "lyubusheng", "LBS"])
def test_a_name_is_found_however_its_dot_and_umlaut_are_typed(third: SchoolClass, typed: str) -> None:
    make_student(third, "吕·布生", number="20250301", seat=7)
    make_student(third, "陈一诺", number="20250302", seat=8)
    assert names(found_by(make_office(third.school), typed)) == ["吕·布生"]


def test_the_class_tells_namesakes_apart(third: SchoolClass) -> None:
    make_student(third, "王芳", number="1")
    make_student(make_class(third.school, 4), "王芳", number="2")
    office = make_office(third.school)
    assert len(found_by(office, "wf").pupils) == 2
    assert [one.number for one in found_by(office, "wf 七(4)").pupils] == ["2"]


@pytest.mark.parametrize("typed", ["七年级(3)班", "七(3)", "7.3", "初一3班"])
def test_a_class_is_found_in_every_spelling(third: SchoolClass, typed: str) -> None:
    make_student(third, "王芳")
    found = found_by(make_office(third.school), typed)
    assert ([one.pk for one in found.classes], found.pupils) == ([third.pk], [])


def test_nothing_typed_finds_nothing(third: SchoolClass) -> None:
    make_student(third, "王芳")
    found = found_by(make_office(third.school), "  ")
    assert (found.pupils, found.classes, found.nothing) == ((), (), False)
    assert found_by(make_office(third.school), "没有这人").nothing


def test_a_teacher_finds_own_classes_only(third: SchoolClass) -> None:
    make_student(third, "王芳", number="1")
    fourth = make_class(third.school, 4)
    make_student(fourth, "王芳", number="2")
    teacher = make_homeroom(third)
    assert [one.number for one in found_by(teacher, "王芳").pupils] == ["1"]
    assert found_by(teacher, "七(4)").nothing


def test_twins_of_another_school_never_show(third: SchoolClass) -> None:
    make_student(make_class(make_school(), 3), "王芳")
    assert found_by(make_office(third.school), "王芳").nothing


def test_who_has_left_is_found_by_the_office(third: SchoolClass) -> None:
    pupil = make_student(third, "王芳")
    Enrolment.objects.filter(student=pupil).update(ends_on=dt.date(2025, 9, 30))
    assert [one.class_name for one in found_by(make_office(third.school), "王芳").pupils] == [""]
    assert found_by(make_homeroom(third), "王芳").nothing


def test_no_more_than_a_screen_and_as_few_statements(third: SchoolClass) -> None:
    office = make_office(third.school)
    make_students(third, 12)
    with CaptureQueriesContext(connection) as few:
        found_by(office, "2025")
    make_students(make_class(third.school, 5), 40)
    with CaptureQueriesContext(connection) as many:
        found = found_by(office, "2025")
    assert (len(found.pupils), found.more) == (AT_MOST, True)
    assert len(many) == len(few) <= 6


def test_one_hit_leads_straight_there(third: SchoolClass) -> None:
    pupil = make_student(third, "王芳")
    client = client_of(make_office(third.school))
    with time_machine.travel(moment(TODAY)):
        assert client.get("/search/?q=wf").headers["Location"] == f"/pupils/{pupil.pk}/"
        assert client.get("/search/?q=七3班").headers["Location"] == f"/classes/{third.pk}/"


def test_the_record_joined_to_another_is_not_found_twice(third: SchoolClass) -> None:
    kept, joined = make_student(third, "王芳"), make_student(third, "王芳")
    Student.objects.filter(pk=joined.pk).update(merged_into=kept)
    assert [one.pk for one in found_by(make_office(third.school), "wf").pupils] == [kept.pk]
