"""The pages of errors: they read no body, run no query, and show a number that stands in the log."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from starrating.db.unavailable import BUSY, DISK
from starrating.faults import pages
from tests.factories import make_office, make_school
from tests.unavailable.clients import client_of
from tests.unavailable.faults import from_sqlite

NUMBER = re.compile(r"number (\d{8})")


class Body:
    """A body that ends in an error where it is read."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, *_: object) -> bytes:
        raise self.error

    def close(self) -> None:
        """Nothing was open."""


def with_body(error: Exception) -> HttpRequest:
    request = RequestFactory(headers={"accept-language": "en"}).post(
        "/x", b"a=1", content_type="application/x-www-form-urlencoded"
    )
    setattr(request, "_stream", Body(error))  # noqa: B010 -- as a server's, which its type does not know
    return request


def failing_with(request: HttpRequest, error: Exception) -> HttpResponse:
    try:
        raise error
    except Exception:  # noqa: BLE001 -- as Django does
        return pages.server_error(request)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: pages.bad_request(request, ValueError()), 400),
        (lambda request: pages.bad_request(request, RequestDataTooBig()), 413),
        (lambda request: pages.bad_request(request, TooManyFieldsSent()), 413),
        (lambda request: pages.permission_denied(request, PermissionError("for the office")), 403),
        (lambda request: pages.not_found(request, Http404()), 404),
        (lambda request: failing_with(request, ZeroDivisionError()), 500),
        (lambda request: failing_with(request, UnreadablePostError("gone")), 400),
    ],
)
def test_a_page_of_an_error_needs_neither_body_nor_database(answer: Any, status: int) -> None:
    response = answer(with_body(AssertionError("the body was read")))
    assert response.status_code == status
    assert f"Error {status}" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_asked_to_try_again_a_body_that_does_not_arrive_is_let_go() -> None:
    response = pages.not_now(with_body(OSError("the client has gone")), BUSY)
    assert response.status_code == 503
    assert "data-sent-again" not in response.content.decode()


def test_a_session_that_could_not_be_written_is_no_fault_of_the_request() -> None:
    error = SessionInterrupted("deleted")
    error.__context__ = from_sqlite(sqlite3.SQLITE_BUSY)
    assert pages.bad_request(RequestFactory().post("/x", {"a": "1"}), error).status_code == 503


@pytest.mark.parametrize("name", ["password", "new_password1", "code"])
def test_a_secret_is_never_written_into_a_page(name: str) -> None:
    request = RequestFactory(headers={"accept-language": "en"}).post("/sign-in/", {name: "geheim-17", "username": "li"})
    response = pages.not_now(request, DISK)
    assert response.status_code == 507
    assert "geheim-17" not in response.content.decode()
    assert "data-sent-again" not in response.content.decode()


@pytest.mark.django_db
def test_the_number_of_the_page_stands_in_the_log(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    client = client_of(make_office(make_school()))
    answer = client.get("/nowhere/")
    [shown] = NUMBER.findall(answer.content.decode())
    logged = [getattr(getattr(record, "request", None), "number", "") for record in caplog.records]
    assert shown in logged


@pytest.mark.django_db
def test_a_body_in_another_encoding_and_a_form_too_long(client: Client) -> None:
    answer = client.post("/language", b"a=1", content_type="application/x-www-form-urlencoded; charset=utf-7")
    assert answer.status_code == 415
    many = {f"f{number}": "1" for number in range(django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/language", many).status_code == 413


@pytest.mark.django_db
def test_what_is_not_there_costs_no_query_of_its_own(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = Client()
    with django_assert_num_queries(0):
        assert client.get("/robots.txt/nowhere").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["elsewhere.example", "else where"])
def test_a_name_that_the_installation_does_not_know_is_for_who_runs_the_server(client: Client, host: str) -> None:
    answer = client.get("/sign-in", headers={"Host": host, "Accept-Language": "en"})
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "ALLOWED_HOSTS" in said
    assert "damaged" not in said
    assert host not in said
