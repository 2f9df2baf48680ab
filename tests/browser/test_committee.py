"""The committee votes star by star, on a phone and on a computer, with and without a script or a network."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Nomination, Vote
from awards.rules.kinds import StepRole
from tests.awards.steps_factories import ClassAtWork, make_class_at_work
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.factories import moment

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [360, 1366]


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 28))):
        yield


def all_eleven(declared: int = 4) -> ClassAtWork:
    """Everybody has declared; 11 stars with names, some of them each member's own."""
    work = make_class_at_work()
    for pupil in range(8):
        work.declares(pupil, *sorted({(pupil * 4 + one) % 11 for one in range(declared)}))
    work.close(StepRole.PUPIL)
    work.close(StepRole.GROUP_LEADER)
    return work


def member_at(page: Page, live_server: LiveServer, width: int, rest: str = "") -> Page:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{live_server.url}/committee/{rest}")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_a_star_a_screen_each_ballot_saved_as_it_is_pressed(
    signed_in_page: SignIn, live_server: LiveServer, width: int
) -> None:
    work = all_eleven()
    page = member_at(signed_in_page(work.user(0)), live_server, width)
    assert faults_of(page, f"{live_server.url}/committee/") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll to the side"
    expect(page.locator("#bars a")).to_have_count(11)
    yes, no = page.locator(".ballot__yes").first, page.locator(".ballot__no").first
    yes.click()
    expect(page.locator("#saving.saving--saved")).to_be_visible()
    assert Vote.objects.get().agrees
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#saving.saving--saved")).to_be_visible()
    assert not Vote.objects.get().agrees
    # Away and back: one is where one was.
    page.goto(f"{live_server.url}/")
    page.goto(f"{live_server.url}/committee/")
    expect(page.locator(".ballot__no").first).to_have_attribute("aria-pressed", "true")
    presses = 0
    while page.locator(".toolbar--sticky button").count():
        star = page.locator("#star").get_attribute("data-star")
        page.locator(".toolbar--sticky button").click()
        presses += 1
        expect(page.locator(f"#star[data-star='{star}']")).to_have_count(0)
    assert presses == 11
    expect(page.locator(".ballots__done")).to_be_visible()
    assert Vote.objects.filter(agrees=False).count() == 1
    assert Vote.objects.count() == 32 - 4, "all but the own lines"


def test_without_a_network_ballots_wait_and_then_go(
    signed_in_page: SignIn, live_server: LiveServer, faults: list[str]
) -> None:
    work = all_eleven()
    page = member_at(signed_in_page(work.user(0)), live_server, 360)
    page.context.set_offline(True)
    buttons = page.locator(".ballot__yes")
    number = buttons.count()
    for one in range(number):
        buttons.nth(one).click()
        expect(buttons.nth(one)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#saving.saving--waiting")).to_be_visible()
    assert not Vote.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#saving.saving--saved")).to_be_visible(timeout=15000)
    assert Vote.objects.count() == number
    faults.clear()


def test_after_the_sessions_end_a_ballot_is_sent_again(signed_in_page: SignIn, live_server: LiveServer) -> None:
    work = all_eleven()
    member = work.user(0)
    page = member_at(signed_in_page(member), live_server, 360)
    Session.objects.all().delete()
    page.locator(".ballot__yes").first.click()
    expect(page.locator("#saving.saving--refused a")).to_have_attribute("href", re.compile(r"/sign-in\?next="))
    assert not Vote.objects.exists()
    client = Client()
    client.force_login(member)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.locator("#saving button").click()
    expect(page.locator("#saving.saving--saved")).to_be_visible()
    assert Vote.objects.get().agrees


def test_what_is_pressed_while_an_answer_comes_stays_pressed(signed_in_page: SignIn, live_server: LiveServer) -> None:
    all_held: list[Route] = []

    def second_waits(route: Route) -> None:
        if Vote.objects.exists():
            all_held.append(route)
        else:
            route.continue_()

    work = all_eleven()
    page = member_at(signed_in_page(work.user(0)), live_server, 360)
    page.route("**/vote", second_waits)
    first, second = page.locator(".ballot__yes").nth(0), page.locator(".ballot__no").nth(1)
    page.evaluate("document.querySelector('.ballot__yes').click(); document.querySelectorAll('.ballot__no')[1].click()")
    # The first answer brings a page that knows nothing of the second press.
    expect(page.locator("#asked strong")).to_have_text("27")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(first).to_have_attribute("aria-pressed", "true")
    assert len(all_held) == 1
    all_held[0].continue_()
    expect(page.locator("#asked strong")).to_have_text("26")
    assert sorted(Vote.objects.values_list("agrees", flat=True)) == [False, True]


@pytest.mark.parametrize("width", WIDTHS)
def test_without_a_script(
    browser: Browser, browser_context_args: dict[str, Any], signed_in_page: SignIn, live_server: LiveServer, width: int
) -> None:
    work = all_eleven()
    cookies = signed_in_page(work.user(0)).context.cookies()
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = member_at(context.new_page(), live_server, width)
    star = page.locator("#star").get_attribute("data-star")
    page.locator(".ballot__no").last.click()
    expect(page.locator(f"#star[data-star='{star}']")).to_be_visible()
    expect(page.locator(".ballot__no").last).to_have_attribute("aria-pressed", "true")
    page.locator(".toolbar--sticky button").click()
    expect(page.locator(f"#star[data-star='{star}']")).to_have_count(0)
    assert Vote.objects.filter(agrees=False).count() == 1
    assert Vote.objects.filter(agrees=True).exists()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_class_meeting_in_eleven_screens(signed_in_page: SignIn, live_server: LiveServer, width: int) -> None:
    work = all_eleven()
    page = signed_in_page(work.teacher)
    page.set_viewport_size({"width": width, "height": 740})
    address = f"{live_server.url}/sheets/{work.sheet.pk}/meeting/"
    assert faults_of(page, address) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll to the side"
    screens = 0
    while page.locator("form[data-meeting]").count():
        place = page.locator(".meeting__head .num").inner_text()
        assert place == f"{screens + 1}/11"
        boxes = page.locator("input[name^='for-']")
        boxes.first.focus()
        for _name in range(boxes.count()):
            # Enter goes to the next name, and saves after the last.
            page.keyboard.type("4")
            page.keyboard.press("Enter")
        expect(
            page.get_by_text(f"{screens + 2}/11") if screens < 10 else page.locator(".ballots__done")
        ).to_be_visible()
        screens += 1
    assert screens == 11
    assert Nomination.objects.filter(counted_for=4).count() == 32
    page.locator("#bars a").first.click()
    # Not before the browser has gone to the fragment, which lets go of what had the focus.
    page.wait_for_url(re.compile(r"\?star=\d+#star$"))
    page.locator("input[name^='for-']").first.press("Enter")
    expect(page.locator("input[name^='for-']").nth(1)).to_be_focused()
    page.locator("button[formaction$='/forget']").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert Nomination.objects.filter(counted_for=4).count() < 32


@pytest.mark.parametrize("width", WIDTHS)
def test_a_group_in_one_screen(signed_in_page: SignIn, live_server: LiveServer, width: int) -> None:
    work = make_class_at_work()
    for pupil in range(4):
        work.declares(pupil, *range(4))
    work.close(StepRole.PUPIL)
    page = signed_in_page(work.user(0))
    page.set_viewport_size({"width": width, "height": 740})
    assert faults_of(page, f"{live_server.url}/my-group/") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll to the side"
    page.locator(f"#for-{work.line(1, 0).pk}").fill("1")
    page.locator("button[name=all]").click()
    expect(page.locator(".message--success")).to_be_visible()
    expect(page.locator(".state--done")).to_have_count(15)
    expect(page.locator(".state--returned")).to_have_count(1)
    assert Nomination.objects.filter(group_agreed=True).count() == 15
    page.locator(f"#line-{work.line(1, 0).pk} button").click()
    expect(page.locator(".state--returned")).to_have_count(0)
    assert work.line(1, 0).group_agreed is None
