"""A class gets its accounts on paper, a pupil comes in with a slip, and a computer that is left shows nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_month import OWN_PASSWORD, own_password, sign_in
from tests.factories import PASSWORD, make_class, make_homeroom, make_school, make_students, moment
from tests.reports.papers.reading import by_poppler
from tests.students.staff_factories import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
# One more than fit on a sheet of paper.
PUPILS = 13


def wrong_with(page: Page) -> list[str]:
    """What is wrong with the page shown, which cannot be asked for again, on a PC and on a phone."""
    found = []
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 740})
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{width} px: {needed} px wide")
        checked = Axe().run(page)
        if checked.violations_count:
            found.append(f"{width} px: {checked.generate_report()}")
    return found


def test_slips_and_a_computer_that_is_left(
    live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any], faults: list[str], tmp_path: Path
) -> None:
    school_class = make_class(make_school())
    students = make_students(school_class, PUPILS)
    teacher = make_homeroom(school_class)
    roster = f"{live_server.url}/classes/{school_class.pk}/"
    with time_machine.travel(moment(TODAY)):
        page = browser.new_context(**browser_context_args).new_page()
        sign_in(page, live_server.url, teacher.username, PASSWORD)
        page.goto(roster)
        assert wrong_with(page) == []
        page.locator("form[action$='/accounts'] button").click()
        slips = page.locator(".slip")
        expect(slips).to_have_count(PUPILS)
        assert wrong_with(page) == []
        page.pdf(path=tmp_path / "slips.pdf", prefer_css_page_size=True)
        assert "Pages:           2\n" in by_poppler("pdfinfo", tmp_path / "slips.pdf"), "twelve on a sheet"
        number, slip = slips.first.locator(".slip__code").all_inner_texts()

        page.locator(".slips__bar a.btn").click()
        expect(page.locator("button[name=account]")).to_have_count(PUPILS)
        page.evaluate("localStorage.setItem('name', '张三'); sessionStorage.setItem('name', '张三')")
        page.locator("details.menu summary").click()
        page.locator("form[action='/sign-out'] button").first.click()
        expect(page).to_have_url(f"{live_server.url}/sign-out")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        page.go_back(wait_until="networkidle")
        shown = page.content()
        assert "/sign-in" in page.url
        assert not [name for name in [teacher.name, *(one.name for one in students)] if name in shown]
        with pytest.raises(Error, match="ERR_CACHE_MISS"):
            # The slips: the browser itself has nothing left to show.
            page.go_back()
        faults.clear()

        child = page.context.new_page()
        sign_in(child, live_server.url, number, slip)
        expect(child).to_have_url(f"{live_server.url}/password")
        assert wrong_with(child) == []
        own_password(child)
        child.goto(f"{live_server.url}/account/sessions")
        expect(child.locator("tbody tr")).to_have_count(1)
        assert OWN_PASSWORD not in child.content()
