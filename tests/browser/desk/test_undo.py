"""What was filed for many is offered to be undone: for ten seconds, longer under a pointer, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, SheetState
from tests.awards.board_factories import TODAY, Board, make_board
from tests.browser.conftest import SignIn
from tests.factories import moment

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1366, 360)
# Where the offer stands in its ten seconds, by the clock that the page itself runs it on.
LEFT = "offer => offer.getAnimations()[0].playState"
END = "offer => offer.getAnimations()[0].finish()"


@pytest.fixture
def board() -> Iterator[Board]:
    with time_machine.travel(moment(TODAY)):
        yield make_board(9)


def filed(page: Page, live_server: LiveServer, board: Board) -> None:
    page.goto(f"{live_server.url}/board/?round={board.round.pk}")
    for tick in page.locator("#submitted input[name=sheets]").all():
        tick.check()
    page.locator("#submitted .file-bar button").last.click()
    expect(page.locator(".message--success")).to_be_visible()


def waiting(board: Board) -> int:
    return ClassRound.objects.filter(round=board.round, state=SheetState.SUBMITTED).count()


@pytest.mark.parametrize("width", WIDTHS)
def test_one_press_undoes_the_filing(signed_in_page: SignIn, live_server: LiveServer, board: Board, width: int) -> None:
    page = signed_in_page(board.clerk)
    page.set_viewport_size({"width": width, "height": 768})
    filed(page, live_server, board)
    assert waiting(board) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".undo button").click()
    expect(page.locator(".undo")).to_have_count(0)
    expect(page.locator(".message--success")).to_be_visible()
    assert waiting(board) == 2


def test_the_offer_ends_by_itself_but_not_under_a_pointer_or_the_focus(
    signed_in_page: SignIn, live_server: LiveServer, board: Board
) -> None:
    page = signed_in_page(board.clerk)
    filed(page, live_server, board)
    offer, message = page.locator(".undo"), page.locator(".message--success")
    page.mouse.move(0, 0)
    expect(offer.locator("button")).to_be_visible()
    assert offer.evaluate(LEFT) == "running"
    message.hover()
    assert offer.evaluate(LEFT) == "paused"
    page.mouse.move(0, 0)
    offer.locator("button").focus()
    assert offer.evaluate(LEFT) == "paused"
    page.locator("#main").focus()
    assert offer.evaluate(LEFT) == "running"
    offer.evaluate(END)
    expect(offer.locator("button")).to_be_hidden()
    # Where it can be done later stays to be read.
    expect(page.locator(".message__later")).to_be_visible()


def test_without_scripts_the_offer_stays_and_works(
    signed_in_page: SignIn, browser: Browser, live_server: LiveServer, board: Board
) -> None:
    cookies = signed_in_page(board.clerk).context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]  # a cookie as it was given
    page = context.new_page()
    filed(page, live_server, board)
    page.locator(".undo button").click()
    expect(page.locator(".undo")).to_have_count(0)
    assert waiting(board) == 2
    context.close()
