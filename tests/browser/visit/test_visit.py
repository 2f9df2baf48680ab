"""A visitor of the demonstration changes places and leaves the walk: wide, narrow, and without scripts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.visit.places import Place, note_places
from awards.visit.walk import STEPS
from tests.factories import make_administrator, make_class, make_homeroom, make_office, make_school

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
# What is to be tapped, and a rule above it.
ONE_LINE = 48


@pytest.fixture(autouse=True)
def places(live_server: LiveServer) -> None:
    school = make_school("demo")
    people = {
        Place.ADMINISTRATOR: make_administrator(school),
        Place.CLERK: make_office(school),
        Place.TEACHER: make_homeroom(make_class(school)),
    }
    note_places(school, people, at=NOW)


def opened(browser: Browser, asked: dict[str, Any], live_server: LiveServer, width: int, *, scripts: bool) -> Page:
    size = {"width": width, "height": 740}
    context = browser.new_context(**{**asked, "viewport": size, "java_script_enabled": scripts, "locale": "en"})
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in")
    return page


def unfold(page: Page, width: int) -> None:
    """Open the card where a phone shows one line of it."""
    line = page.locator(".visit__fold summary")
    if width < 768:
        line.click()
    else:
        expect(line).to_be_hidden()


@pytest.mark.parametrize(("width", "scripts"), [(1366, True), (360, True), (360, False)])
def test_a_visitor_changes_places_and_leaves_the_walk(
    live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any], width: int, *, scripts: bool
) -> None:
    page = opened(browser, browser_context_args, live_server, width, scripts=scripts)
    unfold(page, width)
    page.get_by_role("button", name="Begin the walk").click()
    expect(page.locator(".visit")).to_contain_text(f"1 of {len(STEPS)}")
    unfold(page, width)
    page.locator(".visit__places summary").click()
    page.get_by_role("button", name="administrator").click()
    expect(page.locator(".visit__places summary")).to_contain_text("administrator")
    unfold(page, width)
    # The walk goes along.
    expect(page.locator(".visit")).to_contain_text(f"1 of {len(STEPS)}")
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page, context=".visit").violations_count == 0
        with page.expect_response("**/demonstration/walk"):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Leave the walk").click()
    expect(page.locator("[data-walk]")).to_have_count(0)
    page.goto(f"{live_server.url}/account")
    expect(page.locator(".visit__places")).to_be_visible()
    expect(page.locator("[data-walk]")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_card_is_one_line_of_a_phone_until_it_is_tapped(
    live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any], *, scripts: bool
) -> None:
    page = opened(browser, browser_context_args, live_server, 360, scripts=scripts)
    begin, places = page.get_by_role("button", name="Begin the walk"), page.locator(".visit__places")
    box = page.locator(".visit").bounding_box()
    assert box is not None
    assert box["height"] <= ONE_LINE
    expect(begin).to_be_hidden()
    expect(places).to_be_hidden()
    page.locator(".visit__fold summary").click()
    expect(begin).to_be_visible()
    expect(places).to_be_visible()
