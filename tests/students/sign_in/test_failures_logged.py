"""A failed sign-in leaves one line in the log: whose account by its key, and nothing that was typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from starrating.logs.lines import JsonLine
from students.models import User
from tests.factories import PASSWORD, make_administrator, make_office, make_school, moment
from tests.students.sign_in.test_second_step import turned_on, with_password, wrong_code
from tests.students.staff_factories import TODAY

pytestmark = pytest.mark.django_db
SAID_BY = "students.sign_in.views"
TYPED = "geheim-17"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(TODAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def admin() -> User:
    return make_administrator(make_school())


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The messages about sign-ins; what was typed stands in none of the lines."""
    records = [record for record in caplog.records if record.name == SAID_BY]
    assert {record.levelno for record in records} <= {logging.WARNING}
    assert TYPED not in "".join(JsonLine().format(record) for record in caplog.records)
    return [record.getMessage() for record in records]


def test_a_wrong_password_names_the_account_by_its_key(admin: User, caplog: pytest.LogCaptureFixture) -> None:
    Client().post("/sign-in", {"username": admin.username, "password": TYPED})
    assert said(caplog) == [f"Sign-in failed at the password: account {admin.pk}"]
    assert admin.username not in "".join(JsonLine().format(record) for record in caplog.records)


def test_a_closed_account_is_named_too(admin: User, caplog: pytest.LogCaptureFixture) -> None:
    User.objects.update(is_active=False)
    Client().post("/sign-in", {"username": admin.username, "password": PASSWORD})
    assert said(caplog) == [f"Sign-in failed at the password: account {admin.pk}"]


def test_an_account_that_is_none_is_said_to_be_none(caplog: pytest.LogCaptureFixture) -> None:
    Client().post("/sign-in", {"username": TYPED, "password": TYPED})
    assert said(caplog) == ["Sign-in failed at the password: no such account"]


def test_a_try_that_has_to_wait_is_a_line_as_well(admin: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    answers = [client.post("/sign-in", {"username": admin.username, "password": TYPED}) for _n in range(6)]
    assert answers[-1].status_code == 429
    assert said(caplog) == [f"Sign-in failed at the password: account {admin.pk}"] * 6


def test_a_wrong_code_is_told_from_a_wrong_password(
    clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = make_office(make_school())
    turned_on(clerk, clock)
    client, code = with_password(clerk), wrong_code()
    assert said(caplog) == []
    client.post("/sign-in/code", {"code": code})
    assert said(caplog) == [f"Sign-in failed at the code: account {clerk.pk}"]
    client.post("/sign-in/code", {"code": TYPED})
    assert len(said(caplog)) == 2


def test_a_form_left_empty_and_a_sign_in_leave_none(admin: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.post("/sign-in", {"username": admin.username, "password": ""})
    client.post("/sign-in", {"username": admin.username, "password": PASSWORD})
    assert client.get("/account").status_code == 200
    assert said(caplog) == []
