"""Every main page in the dark, at 200 % and on paper; and on a phone, everything to tap is large enough for a thumb."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
import time_machine
from playwright.sync_api import Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from tests.awards.board_factories import TODAY, Board
from tests.awards.pupil_factories import WHEN, account_of
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import AXE, PLACES, STILL, WHO, account, make_board_of_pages
from tests.factories import make_sheet, moment, pupils_of

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: ViewportSize = {"width": 360, "height": 740}
# A classroom's PC of 1366 by 768 at 200 %.
ENLARGED: ViewportSize = {"width": 683, "height": 384}
# What the dark changes are colours: the other rules are asked in the light, by `tests/browser/looks/test_pages.py`.
OF_COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
TARGET = 44
# What can be tapped, with its label if that is tapped for it. A link within a sentence is as high as its line; one
# that is drawn over the whole of its tile is as large as the tile.
SMALL = """least => [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")]
    .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter(one => !(one.matches("a") && getComputedStyle(one).display === "inline"))
    .filter(one => getComputedStyle(one, "::after").position !== "absolute")
    .filter(one => ![one, ...(one.labels || [])].some(box => {
        const { width, height } = box.getBoundingClientRect();
        return width >= least - 0.5 && height >= least - 0.5;
    }))
    .map(one => `${one.outerHTML.slice(0, 90)} ${one.offsetWidth}x${one.offsetHeight}`)"""
CHROME = """[...document.querySelectorAll("header.bar, nav, button, .btn, footer, .skip")]
    .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 90))"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def in_the_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    page.evaluate(STILL)
    found = AXE.run(page, options=OF_COLOURS)
    page.emulate_media(color_scheme="light")
    return [found.generate_report()] if found.violations_count else []


def enlarged(page: Page) -> list[str]:
    page.set_viewport_size(ENLARGED)
    wider = page.evaluate(SIDEWAYS)
    return [f"{wider} px wider than the screen at 200 %"] if wider > 0 else []


def on_paper(page: Page) -> list[str]:
    page.emulate_media(media="print")
    found = [f"printed: {one}" for one in page.evaluate(CHROME)]
    page.emulate_media(media="screen")
    return found


def too_small(page: Page) -> list[str]:
    return [f"hard to tap: {one}" for one in page.evaluate(SMALL, TARGET)]


def faults_of(page: Page, address: str, checks: Sequence[Callable[[Page], list[str]]]) -> list[str]:
    page.set_viewport_size(PHONE)
    page.goto(address)
    return [fault for check in checks for fault in check(page)]


@pytest.fixture
def board() -> Iterator[Board]:
    with time_machine.travel(moment(TODAY)):
        yield make_board_of_pages()


@pytest.mark.parametrize("who", WHO)
def test_every_page_of(signed_in_page: SignIn, live_server: LiveServer, board: Board, who: str) -> None:
    page = signed_in_page(account(board, who))
    # The office and the administrator work at a desk.
    checks = [in_the_dark, *([too_small] if who in ("teacher", "subject") else []), enlarged, on_paper]
    found = {
        name: faults_of(page, f"{live_server.url}{place.path(board)}", checks)
        for name, place in PLACES.items()
        if place.who == who
    }
    assert "\n".join(f"{name}: {fault}" for name, faults in found.items() for fault in faults) == ""


def test_the_pages_of_a_pupil(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(WHEN, tick=True):
        page = signed_in_page(account_of(pupils_of(make_sheet())[0]))
        checks = [in_the_dark, too_small, enlarged, on_paper]
        found = {
            path: faults_of(page, f"{live_server.url}{path}", checks)
            for path in ("/my-month/", "/my-stars/", "/account", "/password")
        }
    assert "\n".join(f"{path}: {fault}" for path, faults in found.items() for fault in faults) == ""
