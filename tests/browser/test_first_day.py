"""A school's first day: from nothing but an administrator's slip to a teacher's first sheet, by the guide alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.management.schools import set_up_school
from awards.models import ClassRound, SheetState
from students.models import School, User
from tests.browser.test_month import own_password, sign_in
from tests.factories import moment
from tests.hostile.making.content import Grid, csv_text

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_DAY = dt.date(2025, 9, 2)
ROSTER: Grid = (
    ("学号", "姓名", "班级", "座号"),
    *((f"202507{room}{seat:02d}", f"{name}", f"七年级({room})班", str(seat)) for room, seat, name in [
        (1, 1, "赵安然"), (1, 2, "钱博文"), (1, 3, "孙晨曦"), (2, 1, "李丹青"), (2, 2, "周恩泽"),
    ]),
)  # fmt: skip
STAFF: Grid = (("班级", "班主任", "语文"), ("七年级(1)班", "方静怡", "方静怡"), ("七年级(2)班", "何卓", "方静怡"))


@pytest.fixture
def computer(browser: Browser, browser_context_args: dict[str, Any]) -> Callable[[], Page]:
    return lambda: browser.new_context(**browser_context_args).new_page()


def test_a_school_begins(computer: Callable[[], Page], live_server: LiveServer) -> None:
    with time_machine.travel(moment(FIRST_DAY)):
        made = set_up_school(code="ten", name="第十中学", preset="monthly-stars", at=moment(FIRST_DAY))
        page = computer()
        sign_in(page, live_server.url, made.administrator.username, made.password)
        own_password(page)
        expect(page).to_have_url(f"{live_server.url}/first-steps/")
        the_names(page)
        the_term(page)
        the_file(page, "/import/roster/", ROSTER)
        the_file(page, "/import/staff/", STAFF)
        password = the_slips(page)
        # On the first of the month the worker opens the sheets; a school that begins later opens them itself.
        the_sheets(page)
        teacher = computer()
        user = User.objects.get(name="方静怡")
        sign_in(teacher, live_server.url, user.username, password)
        own_password(teacher)
        sheet = ClassRound.objects.get(school_class__number=1, state=SheetState.OPEN)
        expect(teacher).to_have_url(f"{live_server.url}/sheets/{sheet.pk}/")


def goes_on(page: Page, address: str) -> None:
    """The guide is left and found again: its first button leads to what comes next."""
    page.goto(urljoin(page.url, "/first-steps/"))
    page.locator(".page .btn-primary").first.click()
    expect(page).to_have_url(urljoin(page.url, address))


def the_names(page: Page) -> None:
    page.locator(".to-do a[href='/settings/']").click()
    page.locator("#id_name").fill("第十中学东校区")
    page.locator("form[action='/settings/names'] button").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert School.objects.get().name == "第十中学东校区"


def the_term(page: Page) -> None:
    goes_on(page, "/terms/open/")
    page.locator("#id_starts_on").fill("2025-09-01")
    page.locator("#id_ends_on").fill("2026-01-23")
    page.locator("form .btn-primary").click()
    expect(page.locator(".message--success")).to_be_visible()


def the_file(page: Page, address: str, grid: Grid) -> None:
    goes_on(page, address)
    page.locator("input[type=file]").set_input_files(
        {"name": "表.csv", "mimeType": "text/csv", "buffer": csv_text(grid).encode()}
    )
    page.locator("form .btn-primary").click()
    page.locator("button[form=confirm]").click()
    expect(page.locator(".message--success")).to_be_visible()


def the_slips(page: Page) -> str:
    """The passwords of everybody who has never signed in; gives that of the first class's homeroom teacher."""
    page.goto(urljoin(page.url, "/accounts/"))
    row = page.locator("tr", has_text="方静怡")
    row.locator("input[type=checkbox]").check()
    page.locator("form[action='/accounts/passwords'] button, button[formaction='/accounts/passwords']").first.click()
    slip = page.locator(".slip", has_text="方静怡")
    return slip.locator(".slip__code").last.inner_text().strip()


def the_sheets(page: Page) -> None:
    page.goto(urljoin(page.url, "/first-steps/"))
    page.locator(".page .btn-primary").first.click()
    page.locator("form[action$='/open/'] button").first.click()
    expect(page.locator(".message--success")).to_be_visible()
    assert ClassRound.objects.count() == 2
