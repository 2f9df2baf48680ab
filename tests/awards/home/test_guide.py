"""A new school's first steps: each ticks itself, the next is named, and a school at work is not held up by them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from awards.home.guide import guide_page
from students.models import School, User
from students.permits.roles import standing_of
from tests.awards.board_clients import client_of
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_scheme,
    make_school,
    make_sheet,
    make_students,
    make_term,
    moment,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 2)


def next_step(school: School, user: User) -> str:
    with translation.override("en"):
        found = guide_page(school, standing_of(user, DAY)).next
    return found.title if found else ""


def test_the_steps_follow_one_another() -> None:
    school = make_school()
    administrator = make_administrator(school)
    assert next_step(school, administrator) == "The scheme"
    make_scheme(school)
    assert next_step(school, administrator) == "The first term"
    make_term(school)
    assert next_step(school, administrator) == "The roster"
    school_class = make_class(school)
    make_students(school_class, 3)
    assert next_step(school, administrator) == "The staff"
    make_homeroom(school_class)
    assert next_step(school, administrator) == "The first sheets"
    make_sheet(school_class)
    assert next_step(school, administrator) == ""


def test_home_of_the_administrator_until_there_is_a_sheet() -> None:
    school = make_school()
    administrator, office = make_administrator(school), make_office(school)
    with time_machine.travel(moment(DAY)):
        assert client_of(administrator).get("/").headers["Location"] == "/first-steps/"
        assert client_of(office).get("/").headers["Location"] == "/board/"
        assert client_of(office).get("/first-steps/").status_code == 403
        make_sheet(make_class(school))
        assert client_of(administrator).get("/").headers["Location"] == "/board/"


def test_every_open_step_of_an_empty_school_leads_somewhere() -> None:
    school = make_school()
    page = guide_page(school, standing_of(make_administrator(school), DAY))
    assert [step.title for step in page.steps[:-1] if not step.url] == []
