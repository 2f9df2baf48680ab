"""A form that met a database that was away: sent again from the page that says so, or taken up again where it was."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from starrating.operations import idempotency
from students.models import User
from tests.browser.test_month import sign_in
from tests.factories import PASSWORD, make_administrator, make_school
from tests.unavailable.faults import from_postgresql

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = ".message--info[role=status]"
FORM = "main form[method=post]"


@pytest.fixture
def page(
    live_server: LiveServer,
    browser: Browser,
    browser_context_args: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    faults: list[str],
) -> Page:
    """A new colleague is typed and sent twice while nothing can be written."""
    usual, left = idempotency._once, [2]

    def once(*args: Any) -> dict[str, object]:
        if left[0]:
            left[0] -= 1
            raise from_postgresql("55P03")
        return usual(*args)

    admin = make_administrator(make_school())
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(page, live_server.url + "/accounts/add", admin.username, PASSWORD)
    monkeypatch.setattr(idempotency, "_once", once)
    page.locator(f"{FORM} [name=name]").fill("欧阳轩")
    page.locator(f"{FORM} button.btn-primary").first.click()
    expect(page.locator("h1")).to_have_text("请稍后再试")
    page.locator("[data-sent-again] button").click()
    expect(page.locator("h1")).to_have_text("请稍后再试")
    expect(page).to_have_title(re.compile("请稍后再试"))
    # Meant, both times.
    assert {fault.partition(" ")[0] for fault in faults} <= {"503", "Failed"}
    faults.clear()
    return page


def test_it_is_sent_again_and_counts_once(page: Page, live_server: LiveServer) -> None:
    page.locator("[data-sent-again] button").click()
    page.wait_for_url(re.compile(r"/accounts/\d+"))
    assert User.objects.filter(name="欧阳轩").count() == 1
    page.goto(live_server.url + "/accounts/add")
    expect(page.locator(f"{FORM} [name=name]")).to_have_value("")
    expect(page.locator(TOLD)).to_have_count(0)


def test_back_at_the_form_it_is_as_it_was_typed(page: Page) -> None:
    page.locator("[data-sent-again] a").click()
    expect(page.locator(f"{FORM} [name=name]")).to_have_value("欧阳轩")
    expect(page.locator(TOLD)).to_be_visible()
