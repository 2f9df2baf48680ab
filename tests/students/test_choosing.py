"""Pupils are typed into forms as on a sheet, and a namesake is never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from students.choosing import PupilField, offer_class, offer_classes
from students.models import SchoolClass, Student
from tests.factories import TERM_START, make_class, make_school, make_student, make_term
from tests.project.source import ROOT

pytestmark = pytest.mark.django_db

DAY = TERM_START + dt.timedelta(days=14)


class OneForm(forms.Form):
    student = PupilField()


@pytest.fixture
def school_class() -> SchoolClass:
    school_class = make_class(make_school(), 3)
    make_term(school_class.school)
    for seat, name in enumerate(["王欣怡", "王芳", "王芳", "李明"], start=1):
        make_student(school_class, name, seat=seat)
    return school_class


def typed_in_class(school_class: SchoolClass, text: str) -> OneForm:
    form = OneForm({"student": text})
    offer_class(form, "student", school_class, DAY)
    return form


def typed_in_school(school_class: SchoolClass, text: str) -> OneForm:
    form = OneForm({"student": text})
    school = school_class.school
    pupils = Student.objects.filter(school=school)
    offer_classes(form, "student", pupils, SchoolClass.objects.filter(school=school), school, DAY)
    return form


@pytest.mark.parametrize("text", ["李明", "lm", "4", "４"])
def test_a_pupil_of_a_class_is_meant_by_name_initials_or_seat(school_class: SchoolClass, text: str) -> None:
    form = typed_in_class(school_class, text)
    assert form.is_valid()
    assert form.cleaned_data["student"].name == "李明"


@pytest.mark.parametrize("typed", [typed_in_class, typed_in_school])
def test_the_number_means_one_pupil(school_class: SchoolClass, typed: object) -> None:
    second = Student.objects.filter(name="王芳").latest("pk")
    form = typed(school_class, second.number)  # type: ignore[operator]  # one of the two above
    assert form.is_valid()
    assert form.cleaned_data["student"] == second


@pytest.mark.parametrize("typed", [typed_in_class, typed_in_school])
@pytest.mark.parametrize(("text", "code"), [("王芳", "several"), ("赵安然", "nobody"), ("", "required")])
def test_namesakes_and_strangers_are_asked_about(
    school_class: SchoolClass, typed: object, text: str, code: str
) -> None:
    form = typed(school_class, text)  # type: ignore[operator]  # one of the two above
    assert [error.code for error in form.errors.as_data()["student"]] == [code]
    if code == "several":
        numbers = Student.objects.filter(name="王芳").values_list("number", flat=True)
        assert all(number in str(form.errors["student"]) for number in numbers)


def test_of_namesakes_in_two_classes_the_class_says_which(school_class: SchoolClass) -> None:
    other = make_class(school_class.school, 5)
    meant = make_student(other, "李明", seat=9)
    assert not typed_in_school(school_class, "李明").is_valid()
    form = typed_in_school(school_class, "七5班 李明")
    assert form.is_valid()
    assert form.cleaned_data["student"] == meant


def test_a_whole_name_means_its_bearer_and_not_a_longer_name(school_class: SchoolClass) -> None:
    make_student(school_class, "李明轩", seat=7)
    form = typed_in_school(school_class, "李明")
    assert form.is_valid()
    assert form.cleaned_data["student"].name == "李明"


def test_no_form_offers_pupils_in_a_list_of_hundreds() -> None:
    sources = [path for app in ("students", "awards", "reports") for path in (ROOT / app).rglob("*.py")]
    assert sources
    assert [path.name for path in sources if "queryset=Student.objects" in path.read_text(encoding="utf-8")] == []
