"""The view that was chosen comes back; keys work on arrival, and no key sets a tick behind the last star."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, Nomination
from tests.awards.board_factories import TODAY, make_board
from tests.browser.conftest import SignIn
from tests.factories import make_homeroom, moment

pytestmark = pytest.mark.django_db(transaction=True)

COPIED = """() => {
    window.copied = "";
    navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); };
}"""
# Of the board's sheets the one that is on notice.
FILED = 4


def test_the_chosen_view_comes_back_and_the_grid_takes_keys(
    signed_in_page: SignIn, live_server: LiveServer, sheet: ClassRound
) -> None:
    page = signed_in_page(make_homeroom(sheet.school_class))
    address = f"{live_server.url}/sheets/{sheet.pk}/"
    page.goto(address)
    expect(page.locator("[data-names]").first).to_be_focused()
    page.locator("a[href*='view=grid']").click()
    expect(page.locator(".sheet-grid")).to_be_visible()
    page.goto(address)
    expect(page.locator(".sheet-grid tbody input").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#saving")).to_have_class("saving js-only saving--saved")
    assert Nomination.objects.placed().count() == 1
    # Who is led to a name that waits has not chosen another view.
    page.goto(f"{address}?view=stars")
    page.goto(address)
    expect(page.locator(".sheet-grid")).to_be_visible()


def test_behind_the_last_star_the_focus_rests_on_what_is_next(
    signed_in_page: SignIn, live_server: LiveServer, sheet: ClassRound
) -> None:
    page = signed_in_page(make_homeroom(sheet.school_class))
    page.goto(f"{live_server.url}/sheets/{sheet.pk}/?view=stars")
    box = page.locator("[data-names]").last
    box.focus()
    page.keyboard.type("lm zs")
    page.keyboard.press("Enter")
    expect(page.locator(".star").last.locator(".chip")).to_have_count(2)
    expect(page.locator("#check .next a")).to_be_focused()


def test_the_notice_gives_two_lines_for_the_parents_without_a_name(
    signed_in_page: SignIn, live_server: LiveServer
) -> None:
    with time_machine.travel(moment(TODAY)):
        board = make_board()
        notice = board.sheets[FILED]
        page = signed_in_page(board.clerk)
        page.goto(f"{live_server.url}/notices/class/{notice.pk}/")
        page.evaluate(COPIED)
        page.locator("[data-copy]").click()
        text = page.evaluate("window.copied")
        assert len(text.splitlines()) == 2
        assert notice.class_name in text
        assert "9月" in text
        assert "10月" in text
        names = notice.nominations.values_list("student__name", flat=True)
        assert names
        assert not any(name in text for name in names)
