"""From page to page by the main navigation: few clicks, and nothing moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.awards.board_factories import TODAY, Board, make_board
from tests.browser.conftest import SignIn
from tests.factories import moment

pytestmark = pytest.mark.django_db(transaction=True)

# Where bar, navigation and page begin and end.
EDGES = """["bar__in", "nav__in", "page", "foot__in"].map(name => {
    const box = document.querySelector("." + name).getBoundingClientRect();
    return [box.left, box.right];
})"""
HEADING = "document.querySelector('h1').getBoundingClientRect().top"


@pytest.fixture
def board() -> Iterator[Board]:
    with time_machine.travel(moment(TODAY)):
        yield make_board(2)


def words(page: Page) -> list[str]:
    return page.locator(".nav .nav__in").first.locator("a").all_inner_texts()


@pytest.mark.parametrize("width", [1366, 1920])
def test_bar_and_pages_share_their_edges_and_headings_one_height(
    signed_in_page: SignIn, live_server: LiveServer, board: Board, width: int
) -> None:
    page = signed_in_page(board.administrator)
    page.set_viewport_size({"width": width, "height": 768})
    seen = []
    for path in ("/board/", "/settings/", "/accounts/add", "/classes/"):
        page.goto(f"{live_server.url}{path}")
        edges = page.evaluate(EDGES)
        assert all(edge == edges[0] for edge in edges), path
        seen.append(edges[0])
    assert all(edge == seen[0] for edge in seen)
    for path in ("/board/", "/account"):
        page.goto(f"{live_server.url}{path}")
        seen.append(page.evaluate(HEADING))
    assert abs(seen[-1] - seen[-2]) < 1


def test_the_settlement_is_two_clicks_from_the_board(
    signed_in_page: SignIn, live_server: LiveServer, board: Board
) -> None:
    page = signed_in_page(board.administrator)
    page.goto(f"{live_server.url}/board/")
    assert len(words(page)) == 5
    page.locator(".nav a", has_text="学期").click()
    page.locator(".nav__in--below a", has_text="学期结算").click()
    expect(page.locator("h1")).to_contain_text("结算")
    expect(page.locator(".nav [aria-current]")).to_have_count(2)


def test_a_phone_has_every_page_in_its_menu(signed_in_page: SignIn, live_server: LiveServer, board: Board) -> None:
    page = signed_in_page(board.administrator)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/board/")
    page.locator(".menu summary").click()
    panel = page.locator(".menu__panel")
    expect(panel.locator(".menu__part")).to_have_text(["本月", "学生与账号", "学期", "设置与记录"])
    expect(panel).to_be_in_viewport()
    panel.locator("a", has_text="学期结算").click()
    expect(page.locator("h1")).to_contain_text("结算")
