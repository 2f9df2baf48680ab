"""The guardian's window in a browser: opened by the code behind #, read, asked from, left; and its pages for staff."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import WindowMatter
from awards.sheets import moves
from tests.awards.voice_factories import NOTICE_OVER
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.reports.window.factories import ADDRESS, NOW, Windowed, make_windowed

pytestmark = pytest.mark.django_db(transaction=True)
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def windowed(settings: LazySettings, live_server: LiveServer) -> Iterator[Windowed]:
    """As behind a proxy that speaks TLS: the header is its word."""
    settings.PUBLIC_ADDRESS = ADDRESS
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    with time_machine.travel(NOW, tick=True):
        yield make_windowed()


def encrypted(browser: Browser) -> Page:
    context = browser.new_context(viewport=PHONE, locale="zh-CN", extra_http_headers={"X-Forwarded-Proto": "https"})
    return context.new_page()


def test_a_guardian_scans_looks_asks_and_leaves(live_server: LiveServer, browser: Browser, windowed: Windowed) -> None:
    slip, page = windowed.slip(), encrypted(browser)
    page.goto(f"{live_server.url}/window/#{slip.code}")
    assert page.locator("[name=code]").input_value() == slip.code
    assert page.url == f"{live_server.url}/window/"
    assert page.evaluate("document.activeElement.name") == "answer"
    page.locator("[name=answer]").fill(windowed.pupil.number[-4:])
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(windowed.pupil.name)
    page.get_by_text("写一条提问").click()
    page.locator("[name=text]").fill("孩子这个月为什么没有星？")
    page.get_by_role("button", name="提交提问").click()
    expect(page.get_by_text("孩子这个月为什么没有星？")).to_be_visible()
    assert WindowMatter.objects.get().student == windowed.pupil
    assert faults_of(page, f"{live_server.url}/window/child/") == []
    assert slip.code not in page.evaluate("JSON.stringify([localStorage, sessionStorage, location.href])")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="离开").click()
    page.wait_for_url(f"{live_server.url}/window/")
    page.go_back()
    expect(page.get_by_text(windowed.pupil.name)).to_have_count(0)


def test_the_door_reads_well_and_works_without_scripts(
    live_server: LiveServer, browser: Browser, windowed: Windowed
) -> None:
    page = encrypted(browser)
    assert faults_of(page, f"{live_server.url}/window/") == []
    plain = browser.new_context(java_script_enabled=False, extra_http_headers={"X-Forwarded-Proto": "https"}).new_page()
    plain.goto(f"{live_server.url}/window/")
    plain.locator("[name=code]").fill(windowed.slip().code.lower())
    plain.locator("[name=answer]").fill(windowed.pupil.number[-4:])
    plain.locator("button.door__wide").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text(windowed.pupil.name)


def test_the_pages_of_the_school(live_server: LiveServer, signed_in_page: SignIn, windowed: Windowed) -> None:
    windowed.slip()
    code = windowed.code()
    WindowMatter.objects.create(code=code, student=windowed.pupil, kind="question", key="1", at=NOW, text="为什么？")
    moves.finalize_due(at=NOTICE_OVER)
    page = signed_in_page(windowed.administrator)
    school_class = windowed.notice.sheet.school_class_id
    places = (f"/classes/{school_class}/window/", f"/pupils/{windowed.pupil.pk}/window/", "/guardians/questions/")
    assert [fault for place in places for fault in faults_of(page, f"{live_server.url}{place}")] == []
