"""A pupil's pages and the page of groups in a browser: with and without scripts, on a phone and a PC, for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, LineState, Nomination
from awards.rules.kinds import StepRole
from students.groups import verbs as groups
from students.models import User
from tests.awards.pupil_factories import CHOOSING, WHEN, account_of, over
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import SIZES, STILL
from tests.factories import items_of, make_final, make_homeroom, make_sheet, pupils_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(WHEN, tick=True):
        yield


def looked_at(page: Page, where: str) -> None:
    """Nothing sticks out and axe finds nothing, at both sizes."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(STILL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{where} at {width}"
        found = Axe().run(page)
        assert found.violations_count == 0, f"{where} at {width}: {found.generate_report()}"


def declared(sheet: ClassRound) -> list[str]:
    lines = Nomination.objects.filter(class_round=sheet, state=LineState.PROPOSED).order_by("item__order")
    return list(lines.values_list("item__name", flat=True))


def without_scripts(browser: Browser, live_server: LiveServer, user: User) -> Page:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return context.new_page()


def test_a_pupil_chooses_on_a_phone_with_and_without_scripts(
    live_server: LiveServer, signed_in_page: SignIn, browser: Browser, faults: list[str]
) -> None:
    sheet = make_sheet()
    items, user = items_of(sheet), account_of(pupils_of(sheet)[0])
    page = signed_in_page(user)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/my-month/")
    for item in items[:4]:
        page.locator(f"label[for=on-{item.pk}]").click()
        page.locator(f"#statement-{item.pk}").fill("每天坚持做好")
    page.locator(f"label[for=on-{items[4].pk}]").click()
    assert "4" in page.locator(".choose__over").inner_text()
    assert page.locator("[data-counts]:checked").count() == 4
    looked_at(page, "choosing")
    page.locator(".choose__bar .btn").click()
    page.wait_for_load_state()
    assert declared(sheet) == [item.name for item in items[:4]]

    plain = without_scripts(browser, live_server, user)
    plain.goto(f"{live_server.url}/my-month/")
    assert plain.locator(f"#statement-{items[0].pk}").is_visible()
    assert not plain.locator(f"#statement-{items[4].pk}").is_visible()
    plain.locator(f"#on-{items[4].pk}").check()
    plain.locator(f"#statement-{items[4].pk}").fill("第五项")
    plain.locator(".choose__bar .btn").click()
    assert plain.locator(f"#no-{items[4].pk}").is_visible()
    # The fifth was answered with why not.
    faults[:] = [fault for fault in faults if "422" not in fault]
    assert plain.locator(f"#statement-{items[4].pk}").input_value() == "第五项"
    plain.locator(f"#on-{items[0].pk}").uncheck()
    plain.locator(".choose__bar .btn").click()
    assert declared(sheet) == [item.name for item in items[1:5]]
    plain.context.close()


def test_the_other_pages_are_for_everybody(live_server: LiveServer, signed_in_page: SignIn) -> None:
    september = make_final()
    teacher = make_homeroom(september.school_class, "代班主任", ends_on=CHOOSING.replace(month=12))
    pupils = pupils_of(september)
    group = groups.make_group(september.school_class, by=teacher, at=WHEN)
    groups.put_in_group(group, pupils[:5], on=CHOOSING, by=teacher, at=WHEN)
    groups.name_leader(group, pupils[0], on=CHOOSING, by=teacher, at=WHEN)
    other = make_sheet(pupils=3)
    over(other, StepRole.PUPIL, by=make_homeroom(other.school_class))
    Nomination.objects.create(
        class_round=other, student=pupils_of(other)[0], item=items_of(other)[0], source="self", state="proposed"
    )
    visits = [
        (account_of(pupils[0]), "/my-month/"),
        (account_of(pupils[1]), "/my-stars/"),
        (account_of(pupils_of(other)[0]), "/my-month/"),
        (teacher, f"/classes/{september.school_class_id}/groups/"),
    ]
    for user, path in visits:
        page = signed_in_page(user)
        page.goto(f"{live_server.url}{path}")
        looked_at(page, path)
