"""The sheet never throws work away: by star, by tapping and on a broken line, for classes on screen and on paper."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, HeldStep, Nomination, PendingName, SheetState
from awards.rules.kinds import StepRole
from awards.sheets.paper_steps import hold_step
from students.models import User
from tests import length
from tests.awards.entry_clients import names_under
from tests.awards.steps_factories import NOW, at_the_committee, make_class_at_work
from tests.browser.conftest import SignIn
from tests.factories import fill, items_of, make_class, make_homeroom, make_school, make_sheet, make_student, moment

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, COMPUTER = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
NAMES = "王欣怡 李明 张珊 陈晨 周立 韩梅 王芳 王芳 刘浩然 杨子轩 黄雨桐 赵思远"
MONTH = "九月评星\n文明星：王欣怡、李明\n爱心星（2人）：张珊 王芳\n特长星：赵六"
Show = Callable[..., Page]


@pytest.fixture(autouse=True)
def at_the_months_end() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29))):
        yield


@pytest.fixture(params=length.of(short=["1366 or 360"], long=["1366", "360"]))
def size(request: pytest.FixtureRequest) -> Any:
    """Every test on both screens in the long form; in the short one on one of them, half of the tests on each."""
    on_a_phone = request.param == "360" or (" or " in request.param and crc32(request.function.__name__.encode()) % 2)
    return PHONE if on_a_phone else COMPUTER


@dataclass
class Asked:
    """What the browser asked its reader, and whether the reader agrees."""

    sentences: list[str] = field(default_factory=list)
    agrees: bool = True

    def answer(self, dialog: Dialog) -> None:
        self.sentences.append(dialog.message)
        if self.agrees:
            dialog.accept()
        else:
            dialog.dismiss()


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def show(signed_in_page: SignIn, live_server: LiveServer, size: Any, asked: Asked) -> Show:
    """``show(sheet, user, rest)`` opens the sheet's page."""

    def open_page(sheet: ClassRound, user: User, rest: str = "?view=stars") -> Page:
        page = signed_in_page(user)
        page.set_viewport_size(size)
        page.on("dialog", asked.answer)
        page.goto(f"{live_server.url}/sheets/{sheet.pk}/{rest}")
        return page

    return open_page


@pytest.fixture
def on_paper() -> tuple[ClassRound, User]:
    school_class = make_class(make_school(), 3)
    for seat, name in enumerate(NAMES.split(), start=1):
        make_student(school_class, name, seat=seat)
    sheet = make_sheet(school_class)
    return sheet, make_homeroom(school_class)


@pytest.fixture
def on_screen() -> tuple[ClassRound, User]:
    """A class whose pupils have declared on screen; groups and committee met on paper, and their names are typed."""
    work = make_class_at_work()
    work.declares(1, 0)
    work.close(StepRole.PUPIL)
    for role in (StepRole.GROUP_LEADER, StepRole.COMMITTEE):
        hold_step(work.sheet, work.step(role), held_on=NOW.date(), participants="全班", by=work.teacher, at=NOW)
    for seat, name in enumerate(NAMES.split(), start=11):
        make_student(work.sheet.school_class, name, seat=seat)
    return work.sheet, work.teacher


@pytest.fixture(params=["on_paper", "on_screen"])
def class_(request: pytest.FixtureRequest) -> tuple[ClassRound, User]:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def kept(page: Page) -> list[list[str]]:
    """The keys that this browser keeps, a list each entry; beside them numbers alone may stand there."""
    rows = page.evaluate("Object.entries(localStorage)")
    assert all(name.startswith("unsent:") for name, _row in rows)
    found = [json.loads(row) for _name, row in rows]
    assert all(set(row) == {"at", "seen", "cells", "lost"} for row in found)
    assert all(star.isdecimal() and isinstance(many, int) for row in found for star, many in row["lost"].items())
    return [row["cells"] for row in found]


def without_line(faults: list[str]) -> None:
    """The browser itself reports each request that found no network."""
    faults[:] = [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault and "ERR_FAILED" not in fault]


def without_the_servers_help(route: Route) -> None:
    """Answer as in a school's own network without TLS, where a browser does not heed Clear-Site-Data."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
    route.fulfill(response=answer, headers=headers)


def test_one_press_ticks_no_vote_that_runs_and_nothing_goes_undecided(show: Show) -> None:
    work = at_the_committee()
    work.votes(0, {(1, 0): True})
    page = show(work.sheet, work.teacher)
    expect(page.locator("button[name=all]")).to_have_count(0)
    expect(page.locator("#steps")).to_contain_text("正在网上进行")
    expect(page.locator("#check .problems").first).to_contain_text("还有4项自报没有结果")
    expect(page.locator("#check .problems").first).not_to_contain_text("还没有学生")
    page.locator("#check a[href='#submit-dialog']").click()
    expect(page.locator("#submit-dialog form")).to_have_count(0)
    assert not HeldStep.objects.filter(on_paper=True).exists()


def test_a_class_on_paper_answers_whoever_else_declared(show: Show) -> None:
    work = make_class_at_work()
    work.declares(1, 0)
    work.declares(2, 0, 1)
    work.close(StepRole.PUPIL)
    page = show(work.sheet, work.teacher)
    for role in (StepRole.GROUP_LEADER, StepRole.COMMITTEE, StepRole.HOMEROOM):
        page.locator(f"#id_step-{work.step(role).pk}-held").check()
    page.locator("#steps .form-actions .btn").first.click()
    page.locator(f"button[name=cell][value='{work.pupils[1].pk}:{work.items[0].pk}:1']").click()
    expect(page.locator("#check .problems").first).to_contain_text("还有2项自报没有结果")
    page.locator("a[href='#rest-dialog']").click()
    expect(page.locator("#rest-dialog")).to_contain_text(work.pupils[2].name)
    page.locator("#rest-dialog form .btn-primary").click()
    expect(page.locator(".message--success")).to_contain_text("2项")
    page.locator("#check a[href='#submit-dialog']").click()
    page.locator("#submit-dialog form button").click()
    expect(page.locator(".state--submitted").first).to_be_visible()


def test_a_whole_month_is_pasted_once_and_confirmed_once(show: Show, class_: tuple[ClassRound, User]) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher)
    before = Nomination.objects.placed().count()
    page.locator(".paste summary").click()
    page.locator("#paste-text").fill(MONTH)
    page.locator(".paste .btn").click()
    preview = page.locator("#pasted")
    expect(preview.locator(".chip--hint")).to_have_count(3)
    expect(preview.locator(".star__ask")).to_have_count(3)
    assert Nomination.objects.placed().count() == before
    page.reload()
    preview.locator("button[name=certain]").click()
    expect(preview.locator(".chip--hint")).to_have_count(0)
    stars = items_of(sheet)
    assert names_under(sheet, stars[0]) == ["王欣怡", "李明"]
    assert names_under(sheet, stars[1]) == ["张珊"]
    expect(page.locator("#saving")).not_to_contain_text("已全部保存")
    preview.locator(".star__ask", has_text="王芳").locator("button[name=pick]").first.click()
    expect(preview.locator(".star__ask")).to_have_count(2)
    assert names_under(sheet, stars[1]) == ["张珊", "王芳"]
    preview.locator("button", has_text="全部删除").click()
    expect(preview).to_be_hidden()
    assert not PendingName.objects.exists()


def test_another_stars_names_are_not_written_under_this_one(show: Show, class_: tuple[ClassRound, User]) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher)
    box = page.locator("[data-names]").first
    box.fill("文明星：王欣怡 爱心星：李明")
    box.press("Enter")
    expect(page.locator("#pasted .chip--hint")).to_have_count(2)
    assert not Nomination.objects.placed().exists()


def test_lines_pasted_into_a_stars_box_keep_their_headings(show: Show, on_paper: tuple[ClassRound, User]) -> None:
    page = show(*on_paper)
    box = page.locator("[data-names]").nth(2)
    box.evaluate(
        """(box, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", text);
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }""",
        "1.文明星：王欣怡\n2.爱心星：李明\n3.诚信星：张珊",
    )
    box.press("Enter")
    expect(page.locator("#pasted dt")).to_have_text(["文明星", "爱心星", "诚信星"])
    expect(page.locator("#pasted .chip--hint")).to_have_count(3)
    expect(page.locator("#pasted .star__ask")).to_have_count(0)


def test_a_name_not_recognised_stays_through_everything(show: Show, class_: tuple[ClassRound, User]) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher)
    star = page.locator(".star").nth(7)
    box = star.locator("[data-names]")
    box.fill("李明 王欣仪 赵六 王芳")
    box.press("Enter")
    expect(star.locator(".star__ask")).to_have_count(3)
    expect(page.locator("#saving")).to_have_text("还有3个姓名没有填上")
    page.reload()
    other = page.locator("[data-names]").first
    other.fill("陈晨")
    other.press("Enter")
    expect(page.locator(".star").first.locator(".chip__remove")).to_have_count(1)
    expect(page.locator("#saving")).to_have_text("还有3个姓名没有填上")
    expect(star.locator(".star__ask")).to_have_count(3)
    expect(page.locator("#check .problems").first).to_contain_text("特长星还有3个姓名没有认出来")
    page.locator("#steps .form-actions .btn").first.click()
    expect(star.locator(".star__ask")).to_have_count(3)
    star.locator(".star__ask", has_text="赵六").locator("button[name=drop]").click()
    star.locator(".star__ask", has_text="王欣仪").locator("button[name=pick]").first.click()
    star.locator(".star__ask", has_text="王芳").locator("button[name=pick]").first.click()
    expect(star.locator(".star__ask")).to_have_count(0)
    expect(page.locator("#saving")).to_have_text("已全部保存")


def test_a_name_typed_and_not_entered_goes_with_the_next_button(show: Show, class_: tuple[ClassRound, User]) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher)
    page.locator("[data-names]").first.fill("王欣怡")
    expect(page.locator("#saving")).to_have_text("还有姓名没有添加")
    page.locator("[data-names]").nth(1).fill("赵六")
    page.locator("#steps .form-actions .btn").first.click()
    expect(page.locator(".message--success")).to_be_visible()
    assert names_under(sheet, items_of(sheet)[0]) == ["王欣怡"]
    expect(page.locator(".star").nth(1).locator(".star__ask")).to_contain_text("赵六")


def test_on_a_broken_line_each_typed_name_is_a_chip_that_waits(
    show: Show, context: BrowserContext, class_: tuple[ClassRound, User], faults: list[str]
) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher)
    star = page.locator(".star").first
    context.set_offline(True)
    star.locator("[data-names]").fill("王欣怡 赵六 李明")
    star.locator("[data-names]").press("Enter")
    expect(star.locator(".star__sending .chip")).to_have_count(3)
    expect(star.locator(".star__sending .chip").first).to_contain_text("待发送")
    expect(page.locator("#saving")).to_have_class("saving js-only saving--waiting")
    assert len(kept(page)[0]) == 2, "keys of those who are certain, and no name"
    context.set_offline(False)
    expect(star.locator(".star__sending .chip")).to_have_count(0)
    expect(star.locator(".star__ask")).to_have_count(1)
    expect(page.locator("#saving")).to_have_text("还有1个姓名没有填上")
    assert kept(page) == []
    without_line(faults)


def test_eleven_stars_to_tap_without_a_line_from_the_first_to_the_last(
    show: Show, context: BrowserContext, class_: tuple[ClassRound, User], faults: list[str]
) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher, "?view=tiles")
    folds = page.locator(".tiles-star")
    expect(folds).to_have_count(11)
    context.set_offline(True)
    for number in range(11):
        fold = folds.nth(number)
        if number:
            folds.nth(number - 1).locator("[data-next-star]").click()
        expect(page.locator(".tiles-star[open]")).to_have_count(1)
        tile = fold.locator(".name-tile", has_text=NAMES.split()[number if number < 6 else number + 1])
        tile.first.click()
        expect(fold.locator("summary .counter b")).to_have_text("1")
        expect(page.locator("#now")).to_contain_text("1/5")
        expect(page.locator("#now")).to_be_in_viewport()
        expect(page.locator("#saving")).to_be_in_viewport()
    assert not Nomination.objects.placed().exists()
    assert len(kept(page)[0]) == 11
    context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("已全部保存")
    assert Nomination.objects.placed().count() == 11
    without_line(faults)


def test_what_was_not_sent_comes_back_after_a_reload(
    show: Show, class_: tuple[ClassRound, User], faults: list[str]
) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher, "?view=tiles")
    page.route("**/cells", lambda route: route.abort())
    tiles = page.locator(".tiles-star").first.locator(".name-tile")
    for number in range(6):
        tiles.nth(number).click()
    expect(page.locator("#saving")).to_have_class("saving js-only saving--waiting")
    assert sorted(map(len, kept(page))) == [6]
    page.unroute("**/cells")
    page.reload()
    expect(page.locator("#saving")).to_have_text("已全部保存")
    assert Nomination.objects.placed().count() == 5
    expect(page.locator("#news .message")).to_be_in_viewport()
    assert kept(page) == []
    without_line(faults)


def test_what_was_refused_is_not_wiped_out_by_a_later_answer(show: Show, class_: tuple[ClassRound, User]) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher, "?view=tiles")
    folds = page.locator(".tiles-star")
    for number in range(5):
        folds.first.locator(".name-tile").nth(number).click()
    expect(page.locator("#saving")).to_have_text("已全部保存")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route("**/cells", hold_the_first)
    folds.first.locator(".name-tile").nth(5).click()
    folds.nth(1).locator("summary").click()
    folds.nth(1).locator(".name-tile").first.click()
    held[0].continue_()
    expect(page.locator("#saving")).to_have_text("已全部保存")
    expect(page.locator("#news .message")).to_be_in_viewport()
    assert len(held) == 2
    assert Nomination.objects.placed().count() == 6


def test_what_is_older_than_eight_hours_is_not_sent(show: Show, class_: tuple[ClassRound, User]) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher, "?view=tiles")
    cell = page.locator(".name-tile input").first.get_attribute("value")
    page.evaluate(
        """([name, cell]) => localStorage.setItem(name, JSON.stringify(
            {at: Date.now() - 8 * 3600 * 1000 - 1000, seen: 0, cells: [cell + ":1"]}))""",
        [f"unsent:{teacher.pk}:{sheet.pk}:old", cell],
    )
    page.reload()
    expect(page.locator("#saving")).to_have_class("saving js-only saving--idle")
    assert kept(page) == []
    assert not Nomination.objects.placed().exists()


def test_an_idle_session_ends_with_nothing_kept(show: Show, on_paper: tuple[ClassRound, User]) -> None:
    sheet, teacher = on_paper
    page = show(sheet, teacher, "?view=grid")
    name = f"unsent:{teacher.pk}:{sheet.pk}:page"
    page.evaluate(
        "name => localStorage.setItem(name, JSON.stringify({at: Date.now(), seen: 0, cells: ['1:1:1']}))", name
    )
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS + 60)):
        page.goto(page.url.split("/sheets")[0])
        expect(page.locator("[data-forget-unsent]")).to_have_count(1)
        assert kept(page) == []


@pytest.mark.parametrize("agrees", [False, True])
def test_signing_out_asks_first_and_then_deletes(
    show: Show, class_: tuple[ClassRound, User], faults: list[str], asked: Asked, agrees: bool
) -> None:
    sheet, teacher = class_
    page = show(sheet, teacher, "?view=tiles")
    page.route("**/cells", lambda route: route.abort())
    page.locator(".name-tile").first.click()
    expect(page.locator("#saving")).to_have_class("saving js-only saving--waiting")
    page.route("**/sign-out", without_the_servers_help)
    asked.agrees = agrees
    page.locator(".menu summary").click()
    page.locator("form[data-unsent] button").click()
    expect(page.locator("h1", has_text="退出")).to_have_count(1 if agrees else 0)
    assert len(asked.sentences) == 1
    assert "还没有发送" in asked.sentences[0]
    assert len(kept(page)) == (0 if agrees else 1)
    without_line(faults)


def test_a_slow_answer_is_waited_for_with_a_chip_for_each_name(show: Show, on_paper: tuple[ClassRound, User]) -> None:
    page = show(*on_paper)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/names", hold)
    star = page.locator(".star").first
    star.locator("[data-names]").fill("王欣怡 赵六")
    star.locator("[data-names]").press("Enter")
    expect(star.locator(".star__sending .chip")).to_have_count(2)
    expect(page.locator("#saving")).not_to_have_text("已全部保存")
    held[0].continue_()
    expect(star.locator(".star__ask")).to_have_count(1)
    expect(page.locator("#saving")).to_have_text("还有1个姓名没有填上")


def test_names_that_might_not_be_kept_are_asked_for_again(
    show: Show, context: BrowserContext, on_paper: tuple[ClassRound, User], faults: list[str]
) -> None:
    sheet, teacher = on_paper
    star = items_of(sheet)[2]
    left = show(sheet, teacher)
    context.set_offline(True)
    left.locator(f"#names-{star.pk}").fill("王欣怡 谭杰 外星人")
    left.locator(f"#names-{star.pk}").press("Enter")
    expect(left.locator(f"#sending-{star.pk} .chip")).to_have_count(3)
    assert [len(cells) for cells in kept(left)] == [1]
    left.close()
    context.set_offline(False)
    page = show(sheet, teacher)
    expect(page.locator(f"#star-{star.pk} .chip__remove")).to_have_count(1)
    notice = page.locator(".lost:visible")
    expect(notice).to_have_text("为诚信星输入的姓名中，有2个没有保存下来。请再输入一次。")
    expect(page.locator("#saving")).to_have_text("有姓名没有保存下来，见“按星填写”")
    page.reload()
    expect(notice).to_have_count(1)
    page.locator(f"#names-{star.pk}").fill("李明")
    page.locator(f"#names-{star.pk}").press("Enter")
    expect(notice).to_have_count(0)
    expect(page.locator("#saving")).to_have_text("已全部保存")
    assert kept(page) == []
    without_line(faults)


@pytest.mark.parametrize(("typed", "goes"), [("王芳芳", True), ("外星人", False)])
def test_a_name_still_in_its_box_holds_up_no_submission(
    show: Show, on_paper: tuple[ClassRound, User], typed: str, goes: bool
) -> None:
    sheet, teacher = on_paper
    make_student(sheet.school_class, "王芳芳", seat=30)
    fill(sheet, teacher)
    page = show(sheet, teacher)
    page.locator("[data-names]").nth(1).fill(typed)
    page.locator("#check a[href='#submit-dialog']").click()
    page.locator("#submit-dialog form button").click()
    if goes:
        expect(page.locator(".state--submitted").first).to_be_visible()
        assert names_under(sheet, items_of(sheet)[1]) == [typed]
        return
    expect(page.locator("#submit-dialog")).to_be_visible()
    expect(page.locator("#submit-dialog [role=status]")).to_contain_text("下面的提示有变化")
    expect(page.locator("#submit-dialog .problem")).to_contain_text(["还有1个姓名没有认出来"])
    sheet.refresh_from_db()
    assert sheet.state == SheetState.OPEN


def test_a_server_that_does_not_answer_is_no_broken_line(
    show: Show, on_paper: tuple[ClassRound, User], faults: list[str]
) -> None:
    fill(*on_paper)
    page = show(*on_paper)
    page.route("**/names", lambda route: route.fulfill(status=502))
    page.locator("[data-names]").nth(1).fill("王欣怡")
    page.locator("#check a[href='#submit-dialog']").click()
    page.locator("#submit-dialog form button").click()
    expect(page.locator("#submit-dialog")).to_be_hidden()
    expect(page.locator("#saving")).to_have_text("服务器没有响应。修改已留在本页，会自动重新发送。")
    faults[:] = [fault for fault in faults if "502" not in fault]


def test_after_the_sessions_end_the_sheet_leads_to_sign_in_and_sends_what_it_held(
    show: Show, context: BrowserContext, on_paper: tuple[ClassRound, User], faults: list[str]
) -> None:
    sheet, teacher = on_paper
    teacher.set_password("twelve pears 12")
    teacher.save()
    page = show(sheet, teacher)
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("[data-names]").first.fill("王欣怡 外星人")
    page.locator("[data-names]").first.press("Enter")
    with context.expect_page() as opened:
        page.locator("#saving a").click()
    other = opened.value
    other.locator("[name=username]").fill(teacher.username)
    other.locator("[name=password]").fill("twelve pears 12")
    other.locator("[name=password]").press("Enter")
    expect(other.locator("#sheet")).to_be_visible()
    page.locator("#saving button").click()
    expect(page.locator("#saving")).to_have_text("还有1个姓名没有填上")
    expect(page.locator(".star").first.locator(".chip__remove")).to_have_count(1)
    faults[:] = [fault for fault in faults if "403" not in fault]
