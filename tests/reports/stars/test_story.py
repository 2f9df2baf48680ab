"""What else is on record of a pupil: one line an event, for the staff concerned only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.models import ClassRound
from reports.stars.story import story
from students.models import Consent, ConsentScope, Student, User
from students.permits.roles import standing_of
from students.pupils.movements import change_class
from tests.factories import make_class, make_final, make_homeroom, make_office, moment, pupils_of
from tests.guarantees.factories import make_subject_teacher

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 3)


@pytest.fixture
def sheet() -> ClassRound:
    return make_final()


def told(pupil: Student, user: User) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(line.kind, line.text) for line in story(pupil, standing_of(user, DAY), DAY)]


def first_pupil(sheet: ClassRound) -> Student:
    pupil = pupils_of(sheet)[0]
    Consent.objects.create(
        student=pupil, scope=ConsentScope.PHOTO, given_by="王建国", text_version="1", given_on=dt.date(2025, 9, 2)
    )
    return pupil


def test_events_latest_first(sheet: ClassRound) -> None:
    pupil, office = first_pupil(sheet), make_office(sheet.school_class.school)
    other = make_class(sheet.school_class.school, 9)
    change_class(pupil, other, on=dt.date(2025, 10, 20), reason="家长申请", by=office, at=moment(DAY))
    assert told(pupil, office) == [
        ("Enrolment change", "changed class: from 七年级(1)班 to 七年级(9)班"),
        ("Consent", "photo on the honour board: given by 王建国"),
    ]


def test_not_for_a_subject_teacher_nor_for_another_class(sheet: ClassRound) -> None:
    pupil = first_pupil(sheet)
    staffing = sheet.school_class.staffings.get()
    assert told(pupil, staffing.user) != []
    assert told(pupil, make_subject_teacher(sheet)) == []
    assert told(pupil, make_homeroom(make_class(sheet.school_class.school, 8))) == []


def test_statements_do_not_grow(sheet: ClassRound) -> None:
    pupil, office = first_pupil(sheet), make_office(sheet.school_class.school)
    standing = standing_of(office, DAY)
    assert pupil.school == office.school
    with CaptureQueriesContext(connection) as few:
        story(pupil, standing, DAY)
    for number in range(2, 6):
        to = make_class(sheet.school_class.school, number)
        change_class(pupil, to, on=dt.date(2025, 10, 10 + number), reason="调班", by=office, at=moment(DAY))
    with CaptureQueriesContext(connection) as many:
        story(pupil, standing, DAY)
    assert len(many) == len(few) <= 8
