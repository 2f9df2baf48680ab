"""Pupils are suggested in forms as on a sheet: by keys alone, and a box of plain text where nothing is chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Punishment
from tests.awards.board_factories import TODAY, Board, make_board
from tests.browser.conftest import SignIn
from tests.factories import make_student, moment

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1366, 360)


@pytest.fixture
def board() -> Iterator[Board]:
    with time_machine.travel(moment(TODAY)):
        board = make_board(2)
        for sheet, seat in zip(board.sheets, (51, 52), strict=True):
            make_student(sheet.school_class, "欧阳芳", seat=seat)
        yield board


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pupil_is_chosen_by_arrows_and_enter(
    signed_in_page: SignIn, live_server: LiveServer, board: Board, width: int
) -> None:
    page = signed_in_page(board.clerk)
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(f"{live_server.url}/punishments/record/")
    box = page.locator("#id_number")
    expect(box).to_have_role("combobox")
    box.press_sequentially("oyf")
    rows = page.locator("[role=listbox] [role=option]")
    expect(rows).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(rows.first).to_contain_text("号")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box.press("Escape")
    expect(rows).to_have_count(0)
    expect(box).to_have_value("oyf")
    box.press("Backspace")
    expect(rows).to_have_count(2)
    box.press("ArrowUp")
    box.press("Enter")
    expect(rows).to_have_count(0)
    chosen = box.input_value()
    assert chosen.startswith("欧阳芳 ")
    page.locator("#id_kind").select_option(index=1)
    page.locator("#id_decided_on").fill(TODAY.isoformat())
    page.locator("#id_ground").fill("多次旷课")
    page.locator("main form .btn-primary").click()
    expect(page).to_have_url(f"{live_server.url}/punishments/")
    assert Punishment.objects.get().student.number == chosen.split()[1]


def test_a_tap_chooses_too(signed_in_page: SignIn, live_server: LiveServer, board: Board) -> None:
    page = signed_in_page(board.clerk)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{live_server.url}/violations/propose/")
    page.locator("#id_student").press_sequentially("欧阳")
    page.locator("[role=option]").first.click()
    expect(page.locator("#id_student")).to_have_value(page.locator("#id_student").input_value())
    assert page.locator("#id_student").input_value().startswith("欧阳芳 ")
    assert page.locator("[role=option]").count() == 0
