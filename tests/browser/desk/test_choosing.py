"""The office names a pupil of the whole school in a few keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.awards.board_factories import TODAY, Board, make_board
from tests.browser.conftest import SignIn
from tests.factories import make_student, moment, pupils_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board() -> Iterator[Board]:
    with time_machine.travel(moment(TODAY)):
        yield make_board(2)


def test_a_namesake_is_asked_about_and_the_rest_stays(
    signed_in_page: SignIn, live_server: LiveServer, board: Board, faults: list[str]
) -> None:
    first = pupils_of(board.sheets[0])[0]
    second = make_student(board.sheets[1].school_class, first.name, seat=60)
    page = signed_in_page(board.clerk)
    page.goto(f"{live_server.url}/violations/propose/")
    box = page.locator("#id_student")
    box.fill(first.name)
    page.locator("#id_ground").select_option(index=1)
    page.locator("#id_happened_on").fill(TODAY.isoformat())
    page.locator("#id_place").fill("操场")
    page.locator("#id_facts").fill("课间打架")
    page.locator("main form .btn-primary").click()
    expect(page.locator("main form")).to_contain_text(second.number)
    expect(page.locator("#id_facts")).to_have_value("课间打架")
    # What is wrong is read first, and leads to where it is.
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(box).to_be_focused()
    box.fill(second.number)
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text(first.name)
    expect(page).to_have_url(f"{live_server.url}/violations/")
    # The form that came back with its question has the status of one that is not accepted.
    faults[:] = [fault for fault in faults if "422" not in fault]
