"""A new school's files dropped at once into the box of first steps: told apart, confirmed once, on with the guide."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Nomination
from starrating.operations import job_running
from students.imports.pipeline import background
from students.models import Staffing, Student
from tests.awards.month_files import one_class
from tests.browser.conftest import SignIn
from tests.factories import make_administrator, make_school, make_term, moment
from tests.hostile.making.content import HEADER, ROSTER, csv_text
from tests.students.factories import MATRIX

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2025, 10, 8)
SECOND = (HEADER, ("20250201", "何雨欣", "女", "七年级(2)班", "1", "第1组"))
EIGHT = (HEADER, ("20240101", "钱多多", "男", "八年级(1)班", "1", "第1组"))


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


FILES = [
    file("9月评星表.xlsx", one_class({"文明星": "林晓雯,赵一鸣"})),
    file("任课表.csv", csv_text(MATRIX).encode()),
    file("七1.csv", csv_text(ROSTER).encode()),
    file("七2.csv", csv_text(SECOND).encode()),
    file("八年级.csv", csv_text(EIGHT).encode()),
    file("通知.pdf", b"%PDF-1.7"),
]


def dropped(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/first-steps/")
    page.locator("form[action='/first-steps/files/'] input[type=file]").set_input_files(FILES)
    page.locator("form[action='/first-steps/files/'] button").click()


def rows_of(page: Page) -> dict[str, str]:
    """What each file is taken for, by its name."""
    rows = page.locator("tr:has(select[name=kind])").all()
    return {
        row.locator("th").inner_text(): row.locator("select").evaluate("one => one.selectedOptions[0].text")
        for row in rows
    }


@pytest.mark.parametrize("width", [1366, 360])
def test_rosters_matrix_and_sheet_at_once(signed_in_page: SignIn, live_server: LiveServer, width: int) -> None:
    with time_machine.travel(moment(DAY)):
        school = make_school()
        make_term(school)
        page = signed_in_page(make_administrator(school))
        page.set_viewport_size({"width": width, "height": 800})
        dropped(page, live_server)
        assert rows_of(page) == {
            "9月评星表.xlsx": "评星表，2025年9月",
            "任课表.csv": "任课情况",
            "七1.csv": "学生名册",
            "七2.csv": "学生名册",
            "八年级.csv": "学生名册",
            "通知.pdf": "不读这个文件",
        }
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("button[form=confirm]").last.click()
        expect(page.locator(".message--success")).to_be_visible()
        expect(page).to_have_url(f"{live_server.url}/first-steps/")
        assert Student.objects.filter(school=school).count() == 5
        assert Staffing.objects.filter(school_class__school=school).count() == 5
        assert Nomination.objects.count() == 2


def test_what_is_wrongly_told_is_said_and_looked_at_again(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(moment(DAY)):
        page = signed_in_page(make_administrator(make_school()))
        dropped(page, live_server)
        page.locator("tr", has_text="七2.csv").locator("select").select_option("3=")
        page.locator("button[form=confirm]").last.click()
        expect(page.locator(".message--info")).to_be_visible()
        assert rows_of(page)["七2.csv"] == "不读这个文件"
        assert not Student.objects.exists()


def test_a_large_drop_is_waited_for_and_leads_on(
    signed_in_page: SignIn, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "AT_ONCE", 2)
    with time_machine.travel(moment(DAY)):
        school = make_school()
        page = signed_in_page(make_administrator(school))
        dropped(page, live_server)
        page.locator("button[form=confirm]").last.click()
        expect(page.locator("#job-text")).to_be_visible()
        assert job_running.work_once()
        expect(page).to_have_url(f"{live_server.url}/first-steps/", timeout=15_000)
        expect(page.locator(".message--success")).to_be_visible()
        assert Student.objects.filter(school=school).count() == 5
        # What has no term yet waits beside the box.
        expect(page.locator("form[action='/first-steps/files/'] a", has_text="9月评星表.xlsx")).to_be_visible()
