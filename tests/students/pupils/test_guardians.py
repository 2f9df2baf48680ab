"""Guardians' phone numbers: masked, asked for with a reason, recorded before they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import Enrolment, Guardian, SchoolClass, Staffing, StaffingRole, Subject, User
from students.pupils import guardians
from students.pupils.guardians import PhoneReason, masked
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    make_term,
    make_user,
    moment,
)
from tests.refusals import refused
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 10, 9)
NOW = moment(TODAY)
PHONE = "13900001234"
SAFE = "139****1234"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    school = make_school()
    make_term(school)
    return make_class(school)


@pytest.fixture
def guardian(school_class: SchoolClass) -> Guardian:
    [pupil] = make_students(school_class, 1)
    return Guardian.objects.create(student=pupil, name="赵母", phone=PHONE)


def subject_teacher(school_class: SchoolClass) -> User:
    user = make_user(school_class.school, "何语文")
    subject = Subject.objects.create(school=school_class.school, name="语文")
    Staffing.objects.create(
        user=user, school_class=school_class, role=StaffingRole.SUBJECT, subject=subject, starts_on=dt.date(2025, 9, 1)
    )
    return user


def page_of(user: User, guardian: Guardian) -> str:
    return signed_in(user).get(reverse("reports:pupil", args=[guardian.student_id])).content.decode()


def ask(user: User, guardian: Guardian, why: str = "talk") -> tuple[int, str]:
    answer = signed_in(user).post(reverse("students:guardian_phone", args=[guardian.pk]), {"why": why})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("phone", "shown"),
    [(PHONE, SAFE), ("0931-4567890", "093****7890"), ("84567890", "****7890"), ("119", "****"), ("", "")],
)
def test_a_mask_leaves_enough_to_tell_two_numbers_apart(phone: str, shown: str) -> None:
    assert masked(phone) == shown


def test_the_pupil_s_page_masks_the_number(guardian: Guardian, school_class: SchoolClass) -> None:
    school = school_class.school
    for user in (make_homeroom(school_class), make_office(school), make_administrator(school)):
        page = page_of(user, guardian)
        assert SAFE in page
        assert PHONE not in page
    assert AuditEvent.objects.filter(action="guardian.phone_read").count() == 0


def test_a_subject_teacher_sees_no_guardians(guardian: Guardian, school_class: SchoolClass) -> None:
    user = subject_teacher(school_class)
    assert "赵母" not in page_of(user, guardian)
    assert ask(user, guardian)[0] == 403


def test_who_says_what_for_is_shown_the_number_and_recorded(guardian: Guardian, school_class: SchoolClass) -> None:
    teacher = make_homeroom(school_class)
    status, page = ask(teacher, guardian, "ill")
    assert (status, PHONE in page) == (200, True)
    event = AuditEvent.objects.get(action="guardian.phone_read")
    assert (event.actor, event.student_key, event.target_id) == (teacher, guardian.student_id, str(guardian.pk))
    assert event.new == {"guardian": "赵母", "phone": SAFE, "why": "ill"}


@pytest.mark.parametrize("why", ["", "curious"])
def test_without_a_reason_of_the_list_nothing_is_shown(guardian: Guardian, school_class: SchoolClass, why: str) -> None:
    status, page = ask(make_homeroom(school_class), guardian, why)
    assert (status, PHONE in page) == (302, False)
    assert not AuditEvent.objects.filter(action="guardian.phone_read").exists()


def test_it_is_never_shown_by_a_link(guardian: Guardian, school_class: SchoolClass) -> None:
    client = signed_in(make_homeroom(school_class))
    assert client.get(reverse("students:guardian_phone", args=[guardian.pk])).status_code == 405


def test_others_are_out_of_reach(guardian: Guardian, school_class: SchoolClass) -> None:
    other = make_homeroom(make_class(school_class.school, 2), "孟繁")
    stranger = make_office(make_school(), "外校")
    for user in (other, stranger):
        assert ask(user, guardian)[0] == 404
        with refused("role"):
            guardians.read_phone(guardian, PhoneReason.TALK, by=user, at=NOW)
    assert not AuditEvent.objects.filter(action="guardian.phone_read").exists()


def test_of_a_pupil_who_has_left_the_office_still_finds_the_number(
    guardian: Guardian, school_class: SchoolClass
) -> None:
    teacher, clerk = make_homeroom(school_class), make_office(school_class.school)
    Enrolment.objects.filter(student=guardian.student).update(ends_on=TODAY - dt.timedelta(days=1))
    assert ask(teacher, guardian)[0] == 404
    with refused("role"):
        guardians.read_phone(guardian, PhoneReason.TALK, by=teacher, at=NOW)
    assert guardians.read_phone(guardian, PhoneReason.CHECK, by=clerk, at=NOW) == PHONE


def test_without_a_number_there_is_nothing_to_ask_for(school_class: SchoolClass) -> None:
    [pupil] = make_students(school_class, 1)
    nameless = Guardian.objects.create(student=pupil, name="赵父")
    teacher = make_homeroom(school_class)
    with refused("none"):
        guardians.read_phone(nameless, PhoneReason.TALK, by=teacher, at=NOW)
    assert reverse("students:guardian_phone", args=[nameless.pk]) not in page_of(teacher, nameless)


def test_the_number_is_not_sent_when_it_cannot_be_recorded(
    guardian: Guardian, school_class: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise Refused("not recorded", code="no")

    monkeypatch.setattr("students.pupils.guardians.audit.record", broken)
    assert PHONE not in ask(make_homeroom(school_class), guardian)[1]


def test_many_guardians_cost_no_more_questions(guardian: Guardian, school_class: SchoolClass) -> None:
    clerk = signed_in(make_office(school_class.school))
    address = reverse("reports:pupil", args=[guardian.student_id])
    clerk.get(address)
    with CaptureQueriesContext(connection) as few:
        clerk.get(address)
    Guardian.objects.bulk_create(
        Guardian(student=guardian.student, name=f"亲属{n}", phone=f"1380000000{n}") for n in range(9)
    )
    with CaptureQueriesContext(connection) as many:
        clerk.get(address)
    assert len(many) == len(few)
