"""A browser that is signed in, and that tolerates no fault of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from students.models import User

SignIn = Callable[[User], Page]
# Said on the console, where a listener of ours hears it like any other error.
SAYS_REFUSALS = """document.addEventListener("securitypolicyviolation", event => {
    console.error(`refused by the page policy: ${event.violatedDirective} ${event.blockedURI}`);
});"""


@pytest.fixture(autouse=True)
def papers_lead_somewhere(settings: Settings) -> None:
    """Set the address that slips and papers print: the page's own leads nowhere from elsewhere, and is refused."""
    settings.PUBLIC_ADDRESS = "https://stars.example.cn"


@pytest.fixture(scope="session", autouse=True)
def browser_closes_first(django_db_setup: None, live_server: LiveServer, browser: Browser) -> None:
    """An open browser keeps the server's connections open, and PostgreSQL drops no database that is in use."""


@pytest.fixture
def faults() -> list[str]:
    """Script errors, refusals by the page policy and missing files, as they happen; a test may clear what it meant."""
    return []


def watch(page: Page, faults: list[str]) -> None:
    """Writes every fault of the page down."""

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

    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", response)
    page.on("requestfailed", failed)


@pytest.fixture(autouse=True)
def every_page_is_watched(browser: Browser, faults: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any fault of any page of any context that a test opens fails the test at its end."""
    opened = browser.new_context

    def new_context(**settings: Any) -> BrowserContext:
        context = opened(**settings)
        context.add_init_script(SAYS_REFUSALS)
        context.on("page", lambda page: watch(page, faults))
        return context

    monkeypatch.setattr(browser, "new_context", new_context)
    yield
    assert faults == []


@pytest.fixture
def signed_in_page(live_server: LiveServer, context: BrowserContext) -> SignIn:
    """``signed_in_page(user)`` opens a page for an account."""

    def open_page(user: User) -> Page:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        context.clear_cookies()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return context.new_page()

    return open_page
