"""A year's end at the administrator's desk: grade 9 in June, its papers, the others in July, the new year."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, SheetState
from students.models import Enrolment, TermState
from tests.awards.settlement_factories import IN_JULY, IN_JUNE, Graded, make_graded
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, name: str) -> None:
    """Leave a picture at both sizes where the environment asks for one."""
    folder = os.environ.get("PICTURES")
    if folder:
        for width, height in ((1366, 768), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1366, "height": 768})


def confirmed(page: Page, opener: str, dialog: str) -> None:
    """Open a dialog by its link and press its first button."""
    page.locator(f"a[href='#{dialog}']").first.click()
    expect(page.locator(f"#{dialog}")).to_be_visible()
    page.locator(f"#{dialog} .btn-primary, #{dialog} .btn-danger").click()
    expect(page.get_by_text(opener).first).to_be_visible()


def test_a_years_end_grade_by_grade(live_server: LiveServer, signed_in_page: SignIn) -> None:
    school = make_graded()
    sheets = ClassRound.objects.filter(round__label="2026-07")
    sheets.update(state=SheetState.IN_NOTICE)
    settlement = f"{live_server.url}/settlement/{school.term.pk}/"
    with time_machine.travel(IN_JUNE):
        page = signed_in_page(school.administrator)
        assert faults_of(page, settlement) == []
        look(page, "june-before")
        confirmed(page, "九年级已结算：定级3人", "settle-9")
        expect(page.locator("a[href='#settle-9']")).to_have_count(0)
        expect(page.locator("a[href='#reopen-9']")).to_have_count(1)
        expect(page.locator("#grade-7")).to_contain_text("7月")
        assert faults_of(page, settlement) == []
        look(page, "june-after")
        _papers(page, live_server, school)
        assert faults_of(page, f"{live_server.url}/archive/{school.term.pk}/") == []
        look(page, "archive")
        assert faults_of(page, f"{live_server.url}/to-do/term/?term={school.term.pk}") == []
        look(page, "term-end")
    with time_machine.travel(IN_JULY):
        page = signed_in_page(school.administrator)
        _reopened(page, settlement)
        sheets.update(state=SheetState.FINAL)
        page.goto(settlement)
        confirmed(page, "已结算：定级6人", "settle-dialog")
        assert school.now().state == TermState.SETTLED
        look(page, "july")
    with time_machine.travel(IN_JULY + dt.timedelta(days=1)):
        page = signed_in_page(school.administrator)
        page.goto(f"{live_server.url}/years/start/")
        look(page, "year")
    assert Enrolment.objects.filter(student__in=school.pupils[9]).count() == 3


def _papers(page: Page, live_server: LiveServer, school: Graded) -> None:
    """Two of grade 9 have certificates, and nobody else has any yet."""
    page.goto(f"{live_server.url}/papers/{school.term.pk}/letters/")
    look(page, "papers")
    form = page.locator("form[action$='/certificate/'], form[action$='/certificate']").first
    token, day = (form.locator(f"[name$='{name}']").input_value() for name in ("csrfmiddlewaretoken", "day"))
    address = f"{live_server.url}{form.get_attribute('action')}"
    sent: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "certificate-day": day}
    answer = page.request.post(address, form=sent, headers={"Referer": page.url})
    assert answer.body().startswith(b"%PDF")


def _reopened(page: Page, settlement: str) -> None:
    page.goto(settlement)
    page.locator("a[href='#reopen-9']").click()
    page.locator("#reopen-9 textarea").fill("漏记一次获星")
    look(page, "reopen-dialog")
    page.locator("#reopen-9 .btn-danger").click()
    expect(page.get_by_text("九年级已重开，其他年级不变").first).to_be_visible()
    look(page, "reopened")
    confirmed(page, "九年级已结算", "settle-9")
