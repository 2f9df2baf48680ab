"""A session that ends under a form, in a form of each app: after signing in it is there as it was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from students.models import User
from tests.browser.test_month import sign_in
from tests.factories import PASSWORD, make_administrator, make_class, make_office, make_school, make_students, make_term

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = ".message--info[role=status]"


@pytest.fixture
def office() -> User:
    school = make_school()
    make_term(school)
    make_students(make_class(school), 3)
    make_administrator(school)
    return make_office(school)


def signed_out_under(page: Page, form: str) -> None:
    """The session ends; the form is sent all the same."""
    Session.objects.all().delete()
    page.locator(f"{form} button.btn-primary").first.click()
    page.wait_for_url("**/sign-in?**")
    expect(page.locator(".message--info")).to_be_visible()


def again(page: Page, user: User) -> None:
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize(
    ("address", "field"),
    [("/accounts/add", "name"), ("/exams/announce/", "name"), ("/papers/wording/letter/", "opening")],
)
def test_what_was_typed_is_there_after_signing_in(
    live_server: LiveServer,
    browser: Browser,
    browser_context_args: dict[str, Any],
    office: User,
    address: str,
    field: str,
    width: int,
) -> None:
    user = User.objects.get(school_roles__role="administrator")
    page = browser.new_context(**{**browser_context_args, "viewport": {"width": width, "height": 740}}).new_page()
    sign_in(page, live_server.url + address, user.username, PASSWORD)
    box = page.locator(f"main form[method=post] [name={field}]")
    box.fill("欧阳轩")
    for day in page.locator("main input[type=date]").all():
        day.fill("2026-01-15")
    signed_out_under(page, "main form[method=post]")
    again(page, user)
    assert page.url == live_server.url + address
    expect(box).to_have_value("欧阳轩")
    expect(page.locator(TOLD)).to_be_visible()
    page.reload()
    expect(page.locator(TOLD)).to_have_count(0)


def test_nobody_else_finds_it_and_no_password_is_kept(
    live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any], office: User
) -> None:
    admin = User.objects.get(school_roles__role="administrator")
    other = make_administrator(office.school)  # type: ignore[arg-type]
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(page, live_server.url + "/accounts/add", admin.username, PASSWORD)
    page.locator("main form[method=post] [name=name]").fill("欧阳轩")
    signed_out_under(page, "main form[method=post]")
    assert "欧阳轩" in page.evaluate("sessionStorage.getItem('typed')")
    again(page, other)
    expect(page.locator("main form[method=post] [name=name]")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(live_server.url + "/password")
    for box in page.locator("input[type=password]").all():
        box.fill("a secret of mine")
    signed_out_under(page, "main form[method=post]")
    assert page.evaluate("sessionStorage.length") == 0
