"""The office files a sheet under a past day: asked why, and the notice runs from today."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, Decision, SheetState, Verdict
from tests.browser.conftest import SignIn
from tests.factories import FILING_DAY, make_office, make_submitted, moment

pytestmark = pytest.mark.django_db(transaction=True)

# Handed in on 30 September, filed six days back; three working days from today end on the worked Saturday.
PAST, UNTIL = FILING_DAY - dt.timedelta(days=6), dt.date(2025, 10, 11)


def test_a_past_day_asks_for_a_reason_and_the_notice_runs_from_today(
    live_server: LiveServer, signed_in_page: SignIn
) -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    with time_machine.travel(moment(FILING_DAY)):
        page = signed_in_page(clerk)
        page.goto(f"{live_server.url}/board/{sheet.pk}/")
        page.locator("a[href='#file-dialog']").click()
        on = page.locator("#file-dialog input[name=on]")
        expect(on).to_have_attribute("min", "2025-09-30")
        expect(on).to_have_attribute("max", FILING_DAY.isoformat())
        on.fill(PAST.isoformat())
        page.locator("#file-dialog .btn-primary").click()
        expect(page.get_by_text("备案日期早于今天，请写明理由，或改为今天。")).to_be_visible()
        assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.SUBMITTED
        page.locator("a[href='#file-dialog']").click()
        on.fill(PAST.isoformat())
        page.locator("#file-dialog input[name=day_reason]").fill("当天停电，纸上已签")
        page.locator("#file-dialog .btn-primary").click()
        expect(page.locator("#filed .tile--in_notice")).to_have_count(1)
        expect(page.locator("#filed")).to_contain_text("10月11日")
    found = ClassRound.objects.get(pk=sheet.pk)
    assert (found.filed_on, found.notice_from, found.notice_until) == (PAST, FILING_DAY, UNTIL)
    assert Decision.objects.get(class_round=sheet, verdict=Verdict.FILED).reason == "当天停电，纸上已签"
