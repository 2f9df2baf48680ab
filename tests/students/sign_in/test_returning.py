"""A session that ends under a form: the reader comes back to the page that held it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from students.models import User
from tests.factories import PASSWORD, make_administrator, make_school, moment
from tests.students.staff_factories import TODAY

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


@pytest.fixture
def admin() -> User:
    return make_administrator(make_school())


def asked(location: str) -> dict[str, str]:
    """What the sign-in page is asked."""
    assert urlsplit(location).path == reverse("sign_in")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@pytest.mark.parametrize(
    ("posted", "held", "back"),
    [
        ("/accounts/add", f"{HERE}/accounts/add", "/accounts/add"),
        ("/exams/5/winners/", f"{HERE}/exams/5/?round=3", "/exams/5/?round=3"),
        # The page came back with what was wrong: its address takes forms only.
        ("/exams/5/winners/", f"{HERE}/exams/5/winners/", "/exams/5/"),
        ("/exams/5/winners/", "", "/exams/5/"),
        ("/exams/5/winners/", "https://elsewhere.example/exams/5/", "/exams/5/"),
        ("/entries/5/reverse/", "", "/"),
    ],
)
def test_a_form_that_meets_the_end_leads_back_to_its_page(posted: str, held: str, back: str) -> None:
    answer = Client().post(posted, {"name": "x"}, headers={"Referer": held} if held else {})
    assert asked(answer.headers["Location"]) == {"next": back, "ended": "1"}


def test_who_was_never_signed_in_is_told_of_no_end() -> None:
    assert asked(Client().get("/accounts/").headers["Location"]) == {"next": "/accounts/"}


def test_who_was_is_told_and_comes_back(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    client.get("/accounts/")
    with time_machine.travel("2027-01-10 08:00+08:00", tick=False):
        answer = client.get("/accounts/?role=office")
        assert asked(answer.headers["Location"]) == {"next": "/accounts/?role=office", "ended": "1"}
        page = client.get(answer.headers["Location"], headers={"Accept-Language": "en"}).content.decode()
        assert "You are no longer signed in." in page
        form = {"username": admin.username, "password": PASSWORD, "next": "/accounts/?role=office"}
        answer = client.post(answer.headers["Location"], form)
        assert answer.headers["Location"] == "/accounts/?role=office"


def test_signing_in_never_lands_where_only_forms_go(admin: User) -> None:
    client = Client()
    answer = client.post("/sign-in", {"username": admin.username, "password": PASSWORD, "next": "/exams/5/winners/"})
    assert answer.headers["Location"] == "/exams/5/"
    assert client.get("/sign-in?next=/sign-out").headers["Location"] == "/"


def test_a_form_of_somebody_signed_out_elsewhere_asks_for_the_password_not_for_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/add", {"name": "x"}, headers={"Referer": f"{HERE}/accounts/add"})
    assert asked(answer.headers["Location"]) == {"next": "/accounts/add", "ended": "1"}
    assert client.post("/sign-in", {"username": "x"}).status_code == 403


def test_a_form_from_before_the_sign_in_leads_back_to_its_page(admin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    answer = client.post("/accounts/add", {"name": "x"}, headers={"Referer": f"{HERE}/accounts/add"})
    assert answer.status_code == 403
    assert 'href="/accounts/add"' in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("door", ["/sign-in", "/sign-in/code"])
def test_a_sign_in_from_before_another_tab_signed_in_leads_home(admin: User, door: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    answer = client.post(door, {"username": "x", "password": "y"}, headers={"Referer": f"{HERE}{door}"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/account").status_code == 200


def test_an_address_that_only_takes_forms_says_so(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    answer = client.get("/sign-out", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "This address cannot be opened" in answer.content.decode()


def test_another_language_on_a_page_that_came_back_shows_the_page_above(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    answer = client.post("/language", {"language": "en", "next": "/exams/5/winners/"})
    assert answer.headers["Location"] == "/exams/5/"
