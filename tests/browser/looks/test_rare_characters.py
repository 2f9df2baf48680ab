"""Characters that the machine's fonts may lack are fetched where a page has them, and only there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from starrating.rare_characters import CHARACTERS
from tests.browser.conftest import SignIn
from tests.factories import make_class, make_homeroom, make_school, make_sheet, make_student

pytestmark = pytest.mark.django_db(transaction=True)
FETCH = """text => document.fonts.load('16px "Rare characters"', text)"""
LOADED = "[...document.fonts].map(one => one.status)"


def sheet_with(name: str, signed_in_page: SignIn, live_server: LiveServer) -> Page:
    school_class = make_class(make_school())
    make_student(school_class, name, seat=1)
    sheet = make_sheet(school_class)
    page = signed_in_page(make_homeroom(school_class))
    page.goto(f"{live_server.url}/sheets/{sheet.pk}/?view=grid", wait_until="networkidle")
    expect(page.locator("tbody th")).to_contain_text(name)
    return page


def test_a_common_name_fetches_nothing(signed_in_page: SignIn, live_server: LiveServer) -> None:
    assert sheet_with("王欣怡", signed_in_page, live_server).evaluate(LOADED) == ["unloaded"]


def test_the_font_is_there_and_has_the_characters(signed_in_page: SignIn, live_server: LiveServer) -> None:
    page = sheet_with("王䶮", signed_in_page, live_server)
    # This machine has every character already, so the page is asked to use the font by its name.
    page.evaluate(FETCH, CHARACTERS)
    assert page.evaluate(LOADED) == ["loaded"]
