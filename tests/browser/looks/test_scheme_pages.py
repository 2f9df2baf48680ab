"""Drafting a scheme on screen: from a ready one over what is wrong with it to a term that is held under it."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Scheme, SchemeState, TermScheme
from awards.schemes.drafts import save_draft
from awards.schemes.editor.parts import PARTS
from tests.awards.board_factories import TODAY
from tests.awards.scheme_factories import NOW, make_desk, with_item, with_quota
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.factories import make_administrator, make_school, make_term, moment

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_a_draft(signed_in_page: SignIn, live_server: LiveServer) -> None:
    desk = make_desk()
    spec = with_quota(with_item(desk.spec, 0, criteria=(), value=2), 3)
    save_draft(desk.draft, spec, seen=desk.seen, by=desk.administrator, at=NOW)
    draft = f"/schemes/{desk.draft.pk}/"
    paths = ["/schemes/", "/schemes/upload/", draft, f"{draft}text/", f"{draft}changes/"]
    paths.append(f"/scheme/versions/{desk.published.pk}/")
    with time_machine.travel(moment(TODAY)):
        page = signed_in_page(desk.administrator)
        found = {path: faults_of(page, live_server.url + path) for path in paths}
        found |= {part: faults_of(page, f"{live_server.url}{draft}{part}/") for part in PARTS}
    assert "\n".join(f"{path}: {fault}" for path, faults in found.items() for fault in faults) == ""


def test_from_a_ready_scheme_to_a_term(signed_in_page: SignIn, live_server: LiveServer, faults: list[str]) -> None:
    administrator = make_administrator(make_school())
    with time_machine.travel(moment(TODAY)):
        page = signed_in_page(administrator)
        page.goto(f"{live_server.url}/terms/open/")
        page.get_by_role("link", name="从现成的方案开始").click()
        page.get_by_role("button", name="从它开始 学生评星晋级方案", exact=False).click()
        page.get_by_role("link", name="名额、公示和异议").click()
        quota = page.get_by_label("每班每轮每项最多几人获星")
        quota.fill("0")
        quota.press("Enter")
        expect(page.get_by_text("0小于1").first).to_be_visible()
        expect(quota).to_have_value("0")
        # The answer to what cannot be saved is no fault of the page.
        assert faults
        assert all("422" in fault for fault in faults)
        faults.clear()
        quota.fill("3")
        page.get_by_role("button", name="存入草稿").last.click()
        _publish(page)
        page.goto(f"{live_server.url}/schemes/")
        page.get_by_role("button", name="用它起草").click()
        page.get_by_role("link", name="名额、公示和异议").click()
        page.get_by_label("每班每轮每项最多几人获星").fill("4")
        page.get_by_role("button", name="存入草稿").first.click()
        page.get_by_role("link", name="与已发布的版本比较").click()
        expect(page.locator("del")).to_have_text("3")
        expect(page.locator("ins")).to_have_text("4")
        page.go_back()
        _publish(page)
        _open_term(page, live_server)
    scheme = TermScheme.objects.get(term__school=administrator.school).scheme
    assert (scheme.version, scheme.quota_number) == (1, 3)
    assert Scheme.objects.filter(state=SchemeState.PUBLISHED).count() == 2


def _publish(page: Page) -> None:
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(page.get_by_text("）已发布。")).to_be_visible()


def _open_term(page: Page, live_server: LiveServer) -> None:
    """The newest version is chosen already; this term is held under the one before."""
    page.goto(f"{live_server.url}/terms/open/")
    chosen = page.get_by_label("评星方案")
    expect(chosen.locator("option:checked")).to_contain_text("第2版")
    chosen.select_option(label="学生评星晋级方案（第1版）")
    page.get_by_label("开始日期").fill("2025-09-01")
    page.get_by_label("结束日期").fill("2026-01-23")
    page.get_by_role("button", name="开设").click()
    page.wait_for_url("**/terms/*/")


@pytest.mark.parametrize("path", ["/schemes/{draft}/limits/", "/what-if/{term}/"])
def test_only_the_boxes_of_the_chosen_kind_are_shown(
    path: str, signed_in_page: SignIn, live_server: LiveServer
) -> None:
    desk = make_desk()
    term = make_term(desk.school)
    number, percent = "每班每轮每项最多几人获星", "获星人数占班级人数的百分比"
    with time_machine.travel(moment(TODAY)):
        page = signed_in_page(desk.administrator)
        page.goto(live_server.url + path.format(draft=desk.draft.pk, term=term.pk))
        kind = page.locator("select[name$='quota.kind'], select[name=quota_kind]")
        expect(page.get_by_label(number)).to_be_visible()
        expect(page.get_by_label(percent)).to_be_hidden()
        kind.select_option("percent")
        expect(page.get_by_label(number)).to_be_hidden()
        expect(page.get_by_label(percent)).to_be_visible()
