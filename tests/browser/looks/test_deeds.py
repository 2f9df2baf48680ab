"""Facts in a browser: noted within two presses on a phone, pressed to declare; both sizes, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from awards.models import Deed, Nomination
from tests.awards.deed_factories import TEXT, make_deed, make_noting
from tests.awards.pupil_factories import WHEN
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pupil_pages import looked_at

pytestmark = pytest.mark.django_db(transaction=True)
# Presses that are no typing, on whatever.
COUNT = """document.addEventListener("click", event => {
    if (event.isTrusted) sessionStorage.presses = Number(sessionStorage.presses || 0) + 1;
}, true);"""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(WHEN, tick=True):
        yield


def presses(page: Page) -> int:
    return int(page.evaluate("sessionStorage.presses || 0"))


def test_a_fact_is_noted_with_two_presses_on_a_phone(live_server: LiveServer, signed_in_page: SignIn) -> None:
    noting = make_noting()
    page = signed_in_page(noting.teacher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script(COUNT)
    page.goto(f"{live_server.url}/facts/")
    looked_at(page, "noting")
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator("#id_names").click()
    page.keyboard.type(noting.pupils[0].initials.split()[0])
    page.keyboard.press("Enter")
    page.keyboard.type(TEXT)
    star = page.get_by_role("button", name=noting.items[2].name, exact=True)
    assert star.is_visible()
    star.click()
    page.wait_for_load_state()
    assert page.locator(".message, .toast").first.is_visible()
    assert presses(page) == 2
    deed = Deed.objects.get()
    assert (deed.student, deed.item, deed.happened_on) == (noting.pupils[0], noting.items[2], WHEN.date())
    looked_at(page, "noted")


def test_enter_leads_from_the_names_to_the_stars(live_server: LiveServer, signed_in_page: SignIn) -> None:
    noting = make_noting()
    page = signed_in_page(noting.teacher)
    page.goto(f"{live_server.url}/facts/")
    page.locator("#id_names").fill(noting.pupils[0].name)
    page.keyboard.press("Enter")
    page.keyboard.type(TEXT)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "item"
    assert not Deed.objects.exists(), "nothing is noted without a star"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Deed.objects.get().item == noting.items[0]


def test_the_other_pages_are_for_everybody(live_server: LiveServer, signed_in_page: SignIn) -> None:
    noting = make_noting()
    for n, text in enumerate((TEXT, "主动擦黑板，把讲台也收拾干净了", "<b>说明</b>" * 15)):
        make_deed(noting, 0, text, item=n)
    make_deed(noting, 2)
    visits = (
        (noting.homeroom, f"/facts/classes/{noting.sheet.school_class_id}/"),
        (noting.homeroom, f"/facts/classes/{noting.sheet.school_class_id}/term/"),
        (noting.homeroom, f"/sheets/{noting.sheet.pk}/"),
        (noting.accounts[0], "/my-facts/"),
        (noting.accounts[0], "/my-month/"),
    )
    for user, path in visits:
        page = signed_in_page(user)
        page.goto(f"{live_server.url}{path}")
        looked_at(page, path)


def test_one_press_on_a_fact_declares(live_server: LiveServer, signed_in_page: SignIn) -> None:
    noting = make_noting()
    make_deed(noting)
    page = signed_in_page(noting.accounts[0])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/my-month/")
    page.locator(".pick__deeds button").click()
    page.wait_for_load_state()
    assert page.locator(".pick__used").is_visible()
    line = Nomination.objects.get()
    assert (line.item, line.statement) == (noting.items[0], TEXT)
