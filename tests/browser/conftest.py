"""A browser that is signed in, and that tolerates no fault of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response
from pytest_django.live_server_helper import LiveServer

from students.models import User

SignIn = Callable[[User], Page]


@pytest.fixture
def faults() -> list[str]:
    """Script errors, refusals by the page policy and missing files, as they happen; a test may clear what it meant."""
    return []


@pytest.fixture
def signed_in_page(live_server: LiveServer, context: BrowserContext, faults: list[str]) -> Iterator[SignIn]:
    """``signed_in_page(user)`` opens a page for an account; any fault of any page fails the test at its end."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def response(answer: Response) -> None:
        if answer.status in {404, 500}:
            faults.append(f"{answer.status} {answer.url}")

    def open_page(user: User) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies["sessionid"]
        context.clear_cookies()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", response)
        return page

    yield open_page
    assert faults == []
