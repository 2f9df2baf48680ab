"""The shortlist by keyboard, on a PC and on a phone: struck with a reason, undone, nominated by initials."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Decision, LineSource, LineState
from tests.awards.steps_factories import LATER, at_the_review
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(LATER):
        yield


def test_the_shortlist_by_keyboard(signed_in_page: SignIn, live_server: LiveServer) -> None:
    work = at_the_review()
    page = signed_in_page(work.teacher)
    address = f"{live_server.url}/sheets/{work.sheet.pk}/shortlist/"
    star = page.locator(f"#star-{work.items[0].pk}")
    line = work.line(1, 0)

    page.goto(address)
    star.locator("summary", has_text=work.pupils[1].name).press("Enter")
    page.locator(f"#strike-{line.pk}-reason").press("Tab")
    page.locator(f"#strike-{line.pk}-reason").fill("九月两次迟到")
    page.locator(f"#strike-{line.pk}-reason").press("Enter")
    expect(page.locator("#last-change")).to_be_visible()
    assert work.line(1, 0).state == LineState.DROPPED
    assert faults_of(page, address) == []

    page.locator(".short-undo summary").press("Enter")
    page.locator("#undo-reason").press("Enter")
    expect(star.locator(".counter")).to_contain_text("2/5")
    assert Decision.objects.filter(nomination=line).latest("pk").reason

    page.locator("#nominate-names").fill(work.pupils[3].initials)
    page.locator("#nominate-item").select_option(str(work.items[2].pk))
    page.locator("#nominate-reason").fill("默默照顾生病的同学")
    page.locator("#nominate-reason").press("Enter")
    expect(page.locator(f"#star-{work.items[2].pk} .short__mark--behalf")).to_be_visible()
    assert work.line(3, 2).source == LineSource.BEHALF
    assert faults_of(page, f"{live_server.url}/sheets/{work.sheet.pk}/") == []
