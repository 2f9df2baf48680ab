"""A browser that is signed in, and that tolerates no fault of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from pytest_django.live_server_helper import LiveServer

from students.models import User

SignIn = Callable[[User], Page]
Watch = Callable[[Page], Page]


@pytest.fixture(scope="session", autouse=True)
def browser_closes_first(django_db_setup: None, live_server: LiveServer, browser: Browser) -> None:
    """An open browser keeps the server's connections open, and PostgreSQL drops no database that is in use."""


@pytest.fixture
def faults() -> list[str]:
    """Script errors, refusals by the page policy and missing files, as they happen; a test may clear what it meant."""
    return []


@pytest.fixture
def watched(faults: list[str]) -> Iterator[Watch]:
    """``watched(page)`` gives the page back; any fault of it fails the test at its end."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} {message.location.get('url', '')}")

    def response(answer: Response) -> None:
        if answer.status >= 400:
            faults.append(f"{answer.status} {answer.url}")

    def failed(request: Request) -> None:
        # A page that is left may leave requests unanswered.
        if request.failure and "ERR_ABORTED" not in request.failure:
            faults.append(f"{request.failure} {request.url}")

    def watch(page: Page) -> Page:
        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", response)
        page.on("requestfailed", failed)
        return page

    yield watch
    assert faults == []


@pytest.fixture
def signed_in_page(live_server: LiveServer, context: BrowserContext, watched: Watch) -> SignIn:
    """``signed_in_page(user)`` opens a watched page for an account."""

    def open_page(user: User) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies["sessionid"]
        context.clear_cookies()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return watched(context.new_page())

    return open_page
