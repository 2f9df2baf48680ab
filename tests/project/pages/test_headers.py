"""What every answer carries, and how long a session lives."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from starrating.web.address import client_address
from starrating.web.middleware import AbsoluteSessionMiddleware, PrivacyHeadersMiddleware
from students.models import User

MORNING = dt.datetime(2025, 10, 9, 7, 30, tzinfo=dt.UTC)


def signed_in(user: User | AnonymousUser, session: SessionStore | None = None) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    request.session = session or SessionStore()
    return request


@pytest.mark.django_db
def test_policy_allows_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    for word in ("unsafe", "http", "*"):
        assert word not in policy


@pytest.mark.django_db
def test_every_answer_has_the_headers(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def test_pages_of_a_signed_in_person_are_not_stored() -> None:
    response = PrivacyHeadersMiddleware(answer)(signed_in(User(username="wang")))
    assert response.headers["Cache-Control"] == "no-store"


def test_pages_for_everybody_may_be_stored() -> None:
    response = PrivacyHeadersMiddleware(answer)(signed_in(AnonymousUser()))
    assert "Cache-Control" not in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "still"), [(8 * 60, True), (8 * 60 + 1, False)])
def test_session_ends_eight_hours_after_it_began(minutes: int, still: bool) -> None:
    session = SessionStore()
    middleware = AbsoluteSessionMiddleware(answer)
    with time_machine.travel(MORNING, tick=False) as clock:
        middleware(signed_in(User(username="wang"), session))
        clock.shift(dt.timedelta(minutes=minutes))
        session["busy"] = True
        request = signed_in(User(username="wang"), session)
        middleware(request)
    assert request.user.is_authenticated is still


def test_session_dies_with_the_browser() -> None:
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, "10.9.9.9", "127.0.0.1"),
        (True, "10.9.9.9", "10.9.9.9"),
        (True, "1.1.1.1, 10.9.9.9", "10.9.9.9"),
        (True, "", "127.0.0.1"),
    ],
)
def test_address_is_not_what_the_visitor_says(behind_proxy: bool, forwarded: str, expected: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    with override_settings(BEHIND_PROXY=behind_proxy):
        assert client_address(request) == expected
