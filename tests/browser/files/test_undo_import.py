"""A roster chosen by mistake: seen in the list of imports, looked at, undone; what somebody uses stays and is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from students.models import Student
from tests.browser.conftest import SignIn
from tests.factories import make_consent, moment
from tests.students.factories import TODAY, import_roster, school_with_administrator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1366, 360])
def test_an_import_taken_back(live_server: LiveServer, signed_in_page: SignIn, width: int) -> None:
    with time_machine.travel(moment(TODAY, 12)):
        school, administrator = school_with_administrator()
        import_roster(school, administrator)
        make_consent(Student.objects.get(number="20250101"))
        page = signed_in_page(administrator)
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{live_server.url}/import/roster/")
        page.get_by_role("link", name="以往的导入").click()
        picture(page, f"imports-{width}")
        page.get_by_role("link", name="学生名册").click()
        expect(page.get_by_text("已用于：同意书。")).to_be_visible()
        picture(page, f"import-{width}")
        page.get_by_role("textbox", name="理由").fill("选错了文件")
        page.get_by_role("button", name="撤销导入").click()
        expect(page.get_by_text("已撤销5项，保留3项。")).to_be_visible()
        picture(page, f"undone-{width}")
        assert Student.objects.get().number == "20250101"


def picture(page: Page, name: str) -> None:
    """Take a picture where one is asked for."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
