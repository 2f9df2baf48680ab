"""The strip at the foot of the sheet leads from thing to thing, up to the paper that is signed."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound
from tests.awards.board_factories import TODAY, make_board
from tests.browser.conftest import SignIn
from tests.factories import make_homeroom, moment

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_strip_leads_from_an_empty_sheet_to_the_paper(
    signed_in_page: SignIn, live_server: LiveServer, sheet: ClassRound
) -> None:
    page = signed_in_page(make_homeroom(sheet.school_class))
    page.goto(f"{live_server.url}/sheets/{sheet.pk}/")
    strip = page.locator(".next")
    expect(strip).to_contain_text("评星表上还没有学生")
    box = page.locator("[data-names]").first
    box.fill("李明")
    box.press("Enter")
    expect(strip).to_contain_text("勾选已在纸上进行的步骤")
    strip.locator("a").click()
    expect(page.locator("#steps")).to_be_in_viewport()
    page.locator("button[name=all]").click()
    expect(strip).to_contain_text("表上有1人次")
    strip.locator("a").click()
    page.locator("#submit-dialog form button").click()
    expect(page.locator(".state--submitted")).to_be_visible()
    expect(strip).to_contain_text("打印评星表并签字")
    paper = page.request.get(f"{live_server.url}{strip.locator('a').get_attribute('href')}")
    assert paper.headers["content-type"] == "application/pdf"


def test_the_month_begins_with_its_next_thing(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(moment(TODAY)):
        board = make_board()
        page = signed_in_page(board.clerk)
        page.goto(f"{live_server.url}/to-do/month/?round={board.round.pk}")
        expect(page.locator(".next")).to_contain_text("9月：3个班未上报")
        page.locator(".next a").click()
        expect(page.locator("#missing")).to_be_in_viewport()
        expect(page.locator(".next")).to_contain_text("查看评星表")
        page.locator(".next a").click()
        expect(page.locator("#submitted")).to_be_in_viewport()
