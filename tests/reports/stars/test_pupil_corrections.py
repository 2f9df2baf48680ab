"""From a pupil's star to the page where the office corrects it; teachers have no such link."""

from __future__ import annotations

import pytest
import time_machine

from awards.exams import verbs as exams
from awards.models import Exam, Violation
from awards.violations.verbs import Incident, record
from students.models import User
from tests.awards.exam_factories import HELD, NOW, Grade, first_in_total, make_grade, spec_of
from tests.factories import make_administrator, make_homeroom
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def grade() -> Grade:
    found = make_grade()
    pupil = found.pupils[0]
    exams.confirm(spec_of(found), first_in_total(pupil), by=found.clerk, at=NOW)
    ground = found.term.pinned.scheme.grounds.get(name="打架")
    record(Incident(pupil, ground, HELD, "课间打架", "操场"), by=found.clerk, at=NOW)
    return found


def page(user: User, grade: Grade) -> str:
    with time_machine.travel(NOW):
        return signed_in(user).get(f"/pupils/{grade.pupils[0].pk}/").content.decode()


def links(text: str) -> list[bool]:
    addresses = (f"/exams/{Exam.objects.get().pk}/", f"/violations/{Violation.objects.get().pk}/")
    return [f'href="{address}"' in text for address in addresses]


def test_office_and_administrator_have_both_links(grade: Grade) -> None:
    for user in (grade.clerk, make_administrator(grade.school)):
        assert links(page(user, grade)) == [True, True]


def test_the_homeroom_teacher_is_led_to_the_record_not_to_the_exam(grade: Grade) -> None:
    text = page(make_homeroom(grade.classes[0]), grade)
    assert "打架" in text
    assert links(text) == [False, True]
