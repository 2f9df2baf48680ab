"""A new school's first steps: each ticks itself, the next is named, and a school at work is not held up by them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from awards.home.guide import GuidePage, guide_page
from students.models import School, User
from students.permits.roles import standing_of
from tests.awards.board_clients import client_of
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_students,
    make_term,
    moment,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 2)


def page_of(school: School, user: User) -> GuidePage:
    with translation.override("en"):
        return guide_page(school, user, standing_of(user, DAY), DAY)


def next_step(school: School, user: User) -> str:
    found = page_of(school, user).next
    return found.title if found else ""


def test_the_steps_follow_one_another() -> None:
    school = make_school()
    administrator = make_administrator(school)
    assert next_step(school, administrator) == "The first term"
    make_term(school)
    assert next_step(school, administrator) == "The roster"
    school_class = make_class(school)
    make_students(school_class, 3)
    assert next_step(school, administrator) == "The staff"
    teacher = make_homeroom(school_class)
    assert next_step(school, administrator) == "An account for 政教处"
    office = make_office(school)
    User.objects.filter(pk__in=[teacher.pk, office.pk]).update(password="!none")
    page = page_of(school, administrator)
    assert (page.next, page.slips, page.slips_are_next, page.is_ready) == (page.by_slips, 2, True, False)
    User.objects.filter(pk=teacher.pk).update(password="one-time")
    page = page_of(school, administrator)
    assert (page.next, page.slips, page.is_ready) == (page.by_slips, 1, True)
    User.objects.filter(pk=office.pk).update(password="one-time")
    assert next_step(school, administrator) == "The first sheets"
    make_sheet(school_class)
    assert next_step(school, administrator) == ""


def test_home_of_the_administrator_until_there_is_a_sheet_and_somebody_else_comes_in() -> None:
    school = make_school()
    administrator, office = make_administrator(school), make_office(school)
    with time_machine.travel(moment(DAY)):
        assert client_of(administrator).get("/").headers["Location"] == "/first-steps/"
        assert client_of(office).get("/").headers["Location"] == "/board/"
        assert client_of(office).get("/first-steps/").status_code == 403
        make_sheet(make_class(school))
        assert client_of(administrator).get("/").headers["Location"] == "/board/"
        User.objects.exclude(pk=administrator.pk).update(is_active=False)
        assert client_of(administrator).get("/").headers["Location"] == "/first-steps/"


def test_every_open_step_of_an_empty_school_leads_somewhere() -> None:
    school = make_school()
    page = page_of(school, make_administrator(school))
    assert [step.title for step in page.steps[:-1] if not step.url] == []


def test_the_slips_of_the_guide_are_for_whoever_has_no_password() -> None:
    school = make_school()
    administrator, office, teacher = make_administrator(school), make_office(school), make_homeroom(make_class(school))
    User.objects.filter(pk=teacher.pk).update(password="!none")
    School.objects.update(paper_address="https://stars.example.cn")
    before = User.objects.get(pk=office.pk).password
    client = client_of(administrator)
    page = client.get("/first-steps/").content.decode()
    assert 'name="without"' in page
    answer = client.post("/accounts/passwords", {"without": "1", "back": "/first-steps/"})
    assert answer.content.decode().count('class="slip"') == 1
    assert 'href="/first-steps/"' in answer.content.decode()
    assert User.objects.get(pk=office.pk).password == before
    assert User.objects.get(pk=teacher.pk).has_usable_password()


@pytest.mark.parametrize(
    ("back", "leads"),
    [("/first-steps/", "/first-steps/"), ("//evil.example/", "/accounts/"), ("https://evil.example/", "/accounts/")],
)
def test_a_step_leads_back_to_the_guide_and_nowhere_else(back: str, leads: str) -> None:
    client = client_of(make_administrator(make_school()))
    form = client.get("/accounts/add", {"back": back, "role": "office"})
    assert form.context["form"]["role"].value() == "office"
    answer = client.post("/accounts/add", {"name": "何文", "role": "office", "back": back})
    assert answer.headers["Location"].startswith(leads)
