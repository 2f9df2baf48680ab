"""Two people move the same pupil at the same time: one does, the other is told."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from students.models import Enrolment, Movement, Student
from students.pupils import corrections, movements
from students.pupils.movements import Newcomer
from tests.factories import make_class, make_office, make_school, make_student, moment
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2025, 10, 20)
NOW = moment(dt.date(2025, 10, 21))


def test_a_pupil_is_moved_once() -> None:
    school = make_school()
    pupil = make_student(make_class(school, 1), "孟若溪")
    targets, clerk = [make_class(school, number) for number in (2, 3)], make_office(school)
    answers = at_once(*(partial(movements.change_class, pupil, to, on=DAY, by=clerk, at=NOW) for to in targets))
    # The second finds the first's place, which begins on the same day, and puts it right: no two places at once.
    assert kinds(answers) == ["Movement", "Movement"]
    assert Enrolment.objects.filter(student=pupil).count() == 2
    assert Enrolment.objects.get(student=pupil, ends_on=None).school_class in targets


def test_a_newcomer_is_entered_once() -> None:
    school = make_school()
    home, clerk = make_class(school), make_office(school)
    enter = partial(movements.transfer_in, Newcomer("20259901", "陶乐怡"), home, on=DAY, by=clerk, at=NOW)
    assert kinds(at_once(enter, enter)) == ["Movement", "enrolled"]
    assert (Student.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_a_day_is_corrected_once() -> None:
    school = make_school()
    clerk = make_office(school)
    pupil = make_student(make_class(school), "孟若溪")
    movement = movements.transfer_out(pupil, on=DAY, by=clerk, at=NOW)
    days = [DAY + dt.timedelta(days=number) for number in (1, 2)]
    jobs = (partial(corrections.correct_day, movement, on=day, reason="写错", by=clerk, at=NOW) for day in days)
    assert kinds(at_once(*jobs)) == ["Movement", "twice"]
    assert Movement.objects.current().count() == 1


def test_two_records_are_not_joined_both_ways() -> None:
    school = make_school()
    home, clerk = make_class(school), make_office(school)
    one, other = make_student(home, "孟若溪"), make_student(home, "孟若溪")
    pairs = [(one, other), (other, one)]
    jobs = (partial(corrections.merge, *pair, on=DAY, reason="重复", by=clerk, at=NOW) for pair in pairs)
    assert kinds(at_once(*jobs)) == ["NoneType", "merged"]
    assert Student.objects.filter(merged_into__isnull=False).count() == 1
