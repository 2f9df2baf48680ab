"""What is kept of pupils who have left, and until which day."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import TestCase

from starrating.operations.models import AuditEvent
from students.models import Enrolment, Guardian, KnownDevice, Photo, School, Student, User
from students.pupils import retention
from students.pupils.retention import months_before
from students.school import settings
from tests.factories import (
    make_administrator,
    make_class,
    make_consent,
    make_office,
    make_photo,
    make_school,
    make_students,
    moment,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

LEFT = dt.date(2025, 1, 31)
FIRST_DAY_WITHOUT = dt.date(2026, 2, 1)


@pytest.fixture
def pupils() -> list[Student]:
    """Two who left on the same day and one who is here; of each everything is known."""
    school = make_school()
    found = make_students(make_class(school), 3)
    for pupil in found:
        Guardian.objects.create(student=pupil, name="王芳", phone="13900000000")
        make_consent(pupil)
        make_photo(pupil, by=make_office(school))
    Student.objects.update(born_on=dt.date(2012, 3, 7))
    Enrolment.objects.filter(student__in=found[:2]).update(starts_on=dt.date(2024, 9, 1), ends_on=LEFT)
    return found


def known(pupil: Student) -> tuple[bool, bool, bool]:
    row = Student.objects.get(pk=pupil.pk)
    return (
        row.born_on is not None,
        Guardian.objects.filter(student=row).exists(),
        Photo.objects.filter(student=row).exists(),
    )


def test_a_day_too_early_nothing_goes(pupils: list[Student]) -> None:
    assert retention.forget_due(at=moment(FIRST_DAY_WITHOUT - dt.timedelta(days=1))) == 0
    assert [known(pupil) for pupil in pupils] == [(True, True, True)] * 3


def test_after_its_months_it_goes_and_who_is_here_stays(pupils: list[Student]) -> None:
    name = str(Photo.objects.get(student=pupils[0]).file.name)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert retention.forget_due(at=moment(FIRST_DAY_WITHOUT)) == 2
    assert [known(pupil) for pupil in pupils] == [(False, False, False)] * 2 + [(True, True, True)]
    assert not default_storage.exists(name)
    assert AuditEvent.objects.get(action="retention.applied").new == {"pupils": 2}
    assert retention.forget_due(at=moment(FIRST_DAY_WITHOUT)) == 0


def test_who_came_back_is_not_forgotten(pupils: list[Student]) -> None:
    room = Enrolment.objects.get(student=pupils[2]).school_class
    Enrolment.objects.create(student=pupils[0], school_class=room, starts_on=dt.date(2026, 1, 5))
    assert retention.forget_due(at=moment(FIRST_DAY_WITHOUT)) == 1
    assert known(pupils[0]) == (True, True, True)


@pytest.mark.parametrize(("days", "left"), [(179, 1), (181, 0)])
def test_traces_of_sign_ins_are_kept_for_half_a_year(pupils: list[Student], days: int, left: int) -> None:
    at = moment(FIRST_DAY_WITHOUT)
    KnownDevice.objects.create(user=make_office(School.objects.get()), device="d", last_used_at=at)
    retention.forget_due(at=at + dt.timedelta(days=days))
    assert KnownDevice.objects.count() == left


def keep_for(school: School, months: int, by: User) -> bool:
    new = {"keep_contacts_months": months}
    return settings.change(school, new, action="students:change_retention", by=by, at=moment(LEFT))


def test_the_administrator_sets_the_months(pupils: list[Student]) -> None:
    school, at = School.objects.get(), moment(LEFT)
    chief = make_administrator(school)
    with time_machine.travel(at, tick=False):
        for months, by, code in ((0, make_office(school), "role"), (37, chief, "invalid")):
            with refused(code):
                keep_for(school, months, by)
        assert keep_for(school, 0, chief)
        assert not keep_for(school, 0, chief)
    assert retention.forget_due(at=moment(LEFT + dt.timedelta(days=1))) == 2


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2026, 2, 1), 12, dt.date(2025, 2, 1)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 5), 1, dt.date(2025, 12, 5)),
        (dt.date(2024, 2, 29), 12, dt.date(2023, 2, 28)),
    ],
)
def test_months_before(day: dt.date, months: int, then: dt.date) -> None:
    assert months_before(day, months) == then
