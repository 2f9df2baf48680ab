"""The same exam and the same violation from several connections at the same time, on either database."""

from __future__ import annotations

from functools import partial

import pytest
from django.db.models import Sum

from awards.exams import verbs as exams
from awards.models import Champion, Exam, StarEntry, Violation
from awards.rules.champions import TOTAL
from awards.rules.kinds import ItemKind
from awards.violations import verbs as violations
from starrating.refused import Refused
from students.models import Subject
from tests.awards.exam_factories import NOW, first_in_total, make_grade, results, set_scheme, spec_of
from tests.awards.violations.test_violations import NOW as AFTER, Case
from tests.factories import make_homeroom
from tests.guarantees.factories import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_champions_confirmed_at_once_are_posted_once() -> None:
    grade = make_grade()
    found = results((ItemKind.GRADE_TOTAL, TOTAL, grade.pupils[0]), (ItemKind.CLASS_SUBJECT, "书法", grade.pupils[3]))
    job = partial(exams.confirm, spec_of(grade), found, by=grade.clerk, at=NOW)
    answers = at_once(*[job] * 4)
    assert sorted(one.posted for one in answers if isinstance(one, exams.Confirmed)) == [0, 0, 0, 2]
    assert (Exam.objects.count(), Champion.objects.count(), StarEntry.objects.count()) == (1, 2, 2)
    assert Subject.objects.filter(school=grade.school, name="书法").count() == 1


def test_of_two_corrections_at_once_one_stands() -> None:
    grade = make_grade()
    spec = spec_of(grade)
    exams.confirm(spec, first_in_total(grade.pupils[0]), by=grade.clerk, at=NOW)
    jobs = [partial(exams.confirm, spec, first_in_total(one), by=grade.clerk, at=NOW) for one in grade.pupils[1:4]]
    at_once(*jobs)
    assert Champion.objects.standing().count() == 1
    assert StarEntry.objects.aggregate(total=Sum("stars"))["total"] == 5


def make_case() -> Case:
    grade = make_grade()
    return Case(grade.term, grade.pupils[0], make_homeroom(grade.classes[0]), grade.clerk)


def test_a_violation_confirmed_at_once_takes_the_stars_once() -> None:
    case = make_case()
    job = partial(violations.confirm, case.proposed(), reason="情况属实", by=case.clerk, at=AFTER)
    answers = at_once(*[job] * 4)
    assert sum(isinstance(one, Refused) for one in answers) == 3
    assert case.total() == -15


def test_the_same_incident_proposed_at_once_is_one_record() -> None:
    case = make_case()
    answers = at_once(*[partial(violations.propose, case.incident(), by=case.teacher, at=AFTER)] * 4)
    assert sum(isinstance(one, Violation) for one in answers) == 1, answers
    assert Violation.objects.count() == 1


def test_the_limit_of_a_term_holds_for_two_confirmed_at_once() -> None:
    case = make_case()
    set_scheme(case.term, deductions_per_term=1)
    both = [case.proposed(), case.proposed("吸烟")]
    at_once(*(partial(violations.confirm, one, reason="情况属实", by=case.clerk, at=AFTER) for one in both))
    assert case.total() == -15
