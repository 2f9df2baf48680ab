"""A school's first day, counted: from the page of an empty installation to slips and a teacher's first sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound
from students.models import User
from students.sessions import setup_word
from tests.browser.looks.test_pages import faults_of
from tests.browser.test_month import own_password, sign_in
from tests.factories import moment
from tests.hostile.making.content import Grid, csv_text

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_DAY = dt.date(2025, 9, 2)
PASSWORD = "quiet river stone 47"
ROSTER: Grid = (
    ("学号", "姓名", "班级", "座号"),
    *((f"202507{room}{seat:02d}", f"{name}", f"七年级({room})班", str(seat)) for room, seat, name in [
        (1, 1, "赵安然"), (1, 2, "钱博文"), (1, 3, "孙晨曦"), (2, 1, "李丹青"), (2, 2, "周恩泽"),
    ]),
)  # fmt: skip
STAFF: Grid = (("班级", "班主任", "语文"), ("七年级(1)班", "方静怡", "方静怡"), ("七年级(2)班", "何卓", "方静怡"))


class Hand:
    """Presses and counts: buttons, links and the choice of files. Typing goes from box to box with the tab key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.screens: list[str] = []
        page.on("load", lambda page: self.screens.append(page.url))

    def press(self, what: str | Locator) -> None:
        self.clicks += 1
        (self.page.locator(what) if isinstance(what, str) else what).click()

    def choose(self, files: dict[str, Grid]) -> None:
        self.clicks += 1
        chosen: list[FilePayload] = [
            {"name": name, "mimeType": "text/csv", "buffer": csv_text(grid).encode()} for name, grid in files.items()
        ]
        self.page.locator("input[type=file]").set_input_files(chosen)


@pytest.fixture
def computer(browser: Browser, browser_context_args: dict[str, Any]) -> Callable[[], Page]:
    return lambda: browser.new_context(**browser_context_args).new_page()


def test_a_school_begins_within_twenty_clicks(
    computer: Callable[[], Page], live_server: LiveServer, tmp_path: Path
) -> None:
    with time_machine.travel(moment(FIRST_DAY)):
        word = setup_word.draw(at=timezone.now())
        hand = Hand(computer())
        hand.page.goto(live_server.url)
        the_school(hand, word)
        the_term(hand)
        the_files(hand)
        the_office(hand)
        password = the_slips(hand, tmp_path / "slips.pdf")
        print(f"clicks {hand.clicks}, screens {len(hand.screens)}")  # noqa: T201 -- a figure that is said
        assert hand.clicks <= 20
        the_sheets(hand)
        teacher = computer()
        sign_in(teacher, live_server.url, User.objects.get(name="方静怡").username, password)
        own_password(teacher)
        sheet = ClassRound.objects.get(school_class__number=1)
        expect(teacher).to_have_url(f"{live_server.url}/sheets/{sheet.pk}/")


def test_the_pages_of_the_first_day(computer: Callable[[], Page], live_server: LiveServer, faults: list[str]) -> None:
    """Both sizes, by axe: with nothing there, with what was typed wrongly, and closed by ten wrong words."""
    setup_word.draw(at=timezone.now())
    page = computer()
    assert faults_of(page, f"{live_server.url}/setup/") == []
    for _try in range(setup_word.MOST_WRONG):
        setup_word.try_word("wrong")
    assert faults_of(page, f"{live_server.url}/setup/") == []
    assert faults == []


def the_school(hand: Hand, word: str) -> None:
    page = hand.page
    expect(page.locator("h1")).to_be_visible()
    for name, text in (("word", word), ("name", "第十中学"), ("administrator_name", "吴敏")):
        page.locator(f"#id_{name}").fill(text)
    for name in ("password", "again"):
        page.locator(f"#id_{name}").fill(PASSWORD)
    hand.press("form .btn-primary")
    expect(page).to_have_url(re.compile("/first-steps/$"))


def the_term(hand: Hand) -> None:
    hand.press(".page a.btn-primary")
    hand.page.locator("#id_starts_on").fill("2025-09-01")
    hand.page.locator("#id_ends_on").fill("2026-01-23")
    hand.press("form .btn-primary")
    expect(hand.page.locator(".message--success")).to_be_visible()


def the_files(hand: Hand) -> None:
    hand.choose({"名册.csv": ROSTER, "任课表.csv": STAFF})
    hand.press("form[action='/first-steps/files/'] .btn-primary")
    hand.press("button[form=confirm]")
    expect(hand.page.locator(".message--success")).to_be_visible()


def the_office(hand: Hand) -> None:
    hand.press(".page a.btn-primary")
    hand.page.locator("#id_name").fill("何文")
    hand.press("form .btn-primary")
    expect(hand.page.locator(".page form[action='/accounts/passwords'] .btn-primary")).to_be_visible()


def the_slips(hand: Hand, file: Path) -> str:
    """Print the slips of everybody who has no password; gives that of the first class's homeroom teacher."""
    hand.press(".page form[action='/accounts/passwords'] .btn-primary")
    expect(hand.page.locator(".slip")).to_have_count(3)
    hand.page.pdf(path=file)
    # The button of the page opens the browser's own dialog.
    hand.clicks += 1
    assert file.read_bytes().startswith(b"%PDF")
    password = hand.page.locator(".slip", has_text="方静怡").locator(".slip__code").last.inner_text().strip()
    hand.page.locator(".slips__bar a.btn").click()
    return password


def the_sheets(hand: Hand) -> None:
    # On the first of the month the worker opens the sheets; a school that begins later opens them itself.
    hand.press(".page a.btn-primary")
    hand.press(hand.page.locator("form[action$='/open/'] button").first)
    expect(hand.page.locator(".message--success")).to_be_visible()
    assert ClassRound.objects.count() == 2
