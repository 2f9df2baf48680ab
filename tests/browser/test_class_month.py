"""A class's month with everybody at a device of their own, from what pupils say of themselves to a star in the sky."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Decision, Goal, LineState, Nomination, Objection, SheetState, StarEntry, Verdict
from awards.rules.kinds import StepRole
from awards.sheets import moves
from students.models import User
from tests.awards.steps_factories import ClassAtWork, make_class_at_work
from tests.awards.voice_factories import make_teacher
from tests.factories import FILING_DAY, make_office, moment

pytestmark = pytest.mark.django_db(transaction=True)

CLASS_DAY, REVIEW_DAY, NOTICE_OVER = dt.date(2025, 9, 28), dt.date(2025, 9, 29), dt.date(2025, 10, 14)
PHONE, COMPUTER = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
# Seats of those who have a part: the plain pupil, the leaders of both groups, a class cadre, and one who objects.
PLAIN, LEADER, OTHER_LEADER, CADRE, OBJECTOR = 1, 0, 4, 2, 3
FIRST, SECOND, THIRD = 0, 1, 2
SENTENCES = ("每天早读前我都带领小组整理好书本和桌椅", "九月十二日运动会上我帮受伤的同学回到教室", "值日时我坚持擦黑板")
RETURN_REASON = "纸质表上缺评星小组成员签名，请补签后重新上报。"


@dataclass
class Device:
    """A browser context of one person; whoever has been away for a night signs in again."""

    context: BrowserContext
    page: Page
    address: str
    user: User
    day: dt.date | None = field(default=None)

    def at(self, path: str, day: dt.date) -> Page:
        if self.day != day:
            client = Client()
            client.force_login(self.user)
            cookie = client.cookies["sessionid"]
            self.context.clear_cookies()
            self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
            self.day = day
        self.page.goto(f"{self.address}{path}")
        return self.page


@dataclass
class Everybody:
    """Eight people of one class's month, each signed in at a device of their own."""

    work: ClassAtWork
    devices: dict[str, Device]
    day: dt.date = CLASS_DAY

    def at(self, who: str, path: str) -> Page:
        return self.devices[who].at(path, self.day)

    def pupil(self, number: int, path: str) -> Page:
        return self.at(str(number), path)

    def name(self, number: int) -> str:
        return self.work.pupils[number].name

    def sheet_path(self, rest: str = "") -> str:
        return f"/sheets/{self.work.sheet.pk}/{rest}"

    def closes(self, role: StepRole) -> None:
        """The homeroom teacher ends the step that is open, on the page that shows where the sheet stands."""
        page = self.at("teacher", self.sheet_path("progress/"))
        close = page.locator(".part--current form[action$='/close']")
        for although in close.locator("[name=although]").all():
            although.check()
        close.locator("button").click()
        expect(page.locator(".message--success")).to_be_visible()
        assert Decision.objects.filter(verdict=Verdict.HELD).latest("pk").step == self.work.step(role)

    def state(self) -> str:
        self.work.sheet.refresh_from_db()
        return self.work.sheet.state


@pytest.fixture
def everybody(browser: Browser, browser_context_args: dict[str, Any], live_server: LiveServer) -> Everybody:
    work = make_class_at_work()
    people = {str(number): work.user(number) for number in (PLAIN, LEADER, OTHER_LEADER, CADRE, OBJECTOR)}
    people |= {
        "teacher": work.teacher,
        "subject": make_teacher(work.sheet),
        "clerk": make_office(work.sheet.school_class.school),
    }
    devices = {}
    for who, user in people.items():
        size = PHONE if who.isdigit() else COMPUTER
        context = browser.new_context(**{**browser_context_args, "viewport": size})
        devices[who] = Device(context, context.new_page(), live_server.url, user)
    assert len(devices) == 8
    return Everybody(work, devices)


def test_a_month_of_a_class(everybody: Everybody) -> None:
    on_the_day(everybody, CLASS_DAY, pupils_declare, groups_talk, committee_votes)
    on_the_day(everybody, REVIEW_DAY, a_name_is_restored, a_teacher_disagrees, the_sheet_is_handed_in)
    on_the_day(everybody, FILING_DAY, the_office_returns_it_once, the_office_files_it, an_objection_is_upheld)
    on_the_day(everybody, NOTICE_OVER, stars_count)


def on_the_day(everybody: Everybody, day: dt.date, *acts: Callable[[Everybody], None]) -> None:
    everybody.day = day
    with time_machine.travel(moment(day)):
        for act in acts:
            act(everybody)


def pupils_declare(everybody: Everybody) -> None:
    items = everybody.work.items
    page = everybody.pupil(PLAIN, "/my-month/")
    page.locator(".goals__form summary").click()
    page.locator(f"input[name=goal][value='{items[FIRST].pk}']").check()
    page.locator(".goals__form button").click()
    expect(page.locator(".goals .chip")).to_have_text([items[FIRST].name])
    assert Goal.objects.get().item == items[FIRST]
    for pupil, stars in {PLAIN: (FIRST, SECOND), CADRE: (FIRST, THIRD), OTHER_LEADER: (FIRST,)}.items():
        page = everybody.pupil(pupil, "/my-month/")
        for star in stars:
            page.locator(f"label[for=on-{items[star].pk}]").click()
            page.locator(f"#statement-{items[star].pk}").fill(SENTENCES[star])
        page.locator(".choose__bar .btn").click()
        expect(page.locator(".message--success")).to_be_visible()
    assert Nomination.objects.filter(state=LineState.PROPOSED).count() == 5
    everybody.closes(StepRole.PUPIL)


def groups_talk(everybody: Everybody) -> None:
    """Everything is agreed to but the second star of the plain pupil; a leader sees no other group."""
    work = everybody.work
    page = everybody.pupil(LEADER, "/my-group/")
    assert everybody.name(OTHER_LEADER) not in page.locator("main").inner_text()
    talks(page, work.line(PLAIN, FIRST).pk, 3)
    talks(page, work.line(PLAIN, SECOND).pk, 1)
    agrees_with_the_rest(page)
    agrees_with_the_rest(everybody.pupil(OTHER_LEADER, "/my-group/"))
    assert work.line(CADRE, THIRD).hands_for == 4
    assert work.line(PLAIN, SECOND).state == LineState.DROPPED
    everybody.closes(StepRole.GROUP_LEADER)


def talks(page: Page, line: int, hands_for: int) -> None:
    """Types the hands for it; all others of the group are against."""
    page.locator(f"#for-{line}").fill(str(hands_for))


def agrees_with_the_rest(page: Page) -> None:
    page.locator(".toolbar--sticky button[name=all]").click()
    expect(page.locator(".message--success")).to_be_visible()
    expect(page.locator(".toolbar--sticky button[name=all]")).to_have_count(0)


def committee_votes(everybody: Everybody) -> None:
    """The other leader's own name gets no majority; nobody has a control on the own line."""
    work = everybody.work
    plain, cadre, third, leader = (
        work.line(pupil, star).pk
        for pupil, star in ((PLAIN, FIRST), (CADRE, FIRST), (CADRE, THIRD), (OTHER_LEADER, FIRST))
    )
    ballots = {
        LEADER: {plain: 1, cadre: 1, third: 1, leader: 0},
        CADRE: {plain: 1, leader: 0},
        OTHER_LEADER: {plain: 1, cadre: 1, third: 1},
    }
    own: dict[int, list[int]] = {LEADER: [], CADRE: [cadre, third], OTHER_LEADER: [leader]}
    for member, votes in ballots.items():
        page = everybody.pupil(member, "/committee/")
        stars = page.locator("#bars a")
        expect(stars).to_have_count(2)
        for number in range(2):
            stars.nth(number).click()
            expect(stars.nth(number)).to_have_attribute("aria-current", "page")
            for line in own[member]:
                expect(page.locator(f"#yes-{line}")).to_have_count(0)
            for line, agrees in votes.items():
                button = page.locator(f"#{'yes' if agrees else 'no'}-{line}")
                if button.count():
                    button.click()
                    expect(button).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".ballots__done")).to_be_visible()
    everybody.closes(StepRole.COMMITTEE)
    assert [work.line(pupil, FIRST).state for pupil in (PLAIN, CADRE, OTHER_LEADER)] == [
        LineState.CHOSEN,
        LineState.CHOSEN,
        LineState.DROPPED,
    ]


def a_name_is_restored(everybody: Everybody) -> None:
    line = everybody.work.line(OTHER_LEADER, FIRST)
    page = everybody.at("teacher", everybody.sheet_path("shortlist/"))
    page.locator(f"details:has(#restore-{line.pk}-reason) summary").click()
    page.locator(f"#restore-{line.pk}-reason").fill("这个月他每天最早到校开窗通风")
    page.locator(f"#restore-{line.pk}-reason").press("Enter")
    expect(page.locator("#last-change")).to_be_visible()
    assert everybody.work.line(OTHER_LEADER, FIRST).state == LineState.CHOSEN


def a_teacher_disagrees(everybody: Everybody) -> None:
    """Until the answer is there the sheet cannot be handed in."""
    line = everybody.work.line(CADRE, FIRST)
    page = everybody.at("subject", everybody.sheet_path("opinion/"))
    page.locator(".opinions__say summary").click()
    page.locator("#id_line").select_option(str(line.pk))
    page.locator("#id_text").fill("这个月有三次没有交作业")
    page.locator("#id_text").press("Enter")
    expect(page.locator(".opinions__reply--none")).to_be_visible()
    everybody.closes(StepRole.HOMEROOM)
    page = everybody.at("teacher", everybody.sheet_path())
    page.locator("#check a[href='#submit-dialog']").click()
    expect(page.locator("#submit-dialog")).to_be_visible()
    expect(page.locator("#submit-dialog form")).to_have_count(0)
    page = everybody.at("teacher", everybody.sheet_path("progress/"))
    page.locator(".opinions__form input[name=text]").fill("已和本人谈话，作业已补齐")
    page.locator(".opinions__form input[name=text]").press("Enter")
    expect(page.locator(".opinions__reply")).to_contain_text("已和本人谈话")


def the_sheet_is_handed_in(everybody: Everybody) -> None:
    page = everybody.at("teacher", everybody.sheet_path())
    page.locator("#check a[href='#submit-dialog']").click()
    page.locator("#submit-dialog form button").click()
    expect(page.locator(".page-head .state--submitted")).to_be_visible()
    assert everybody.state() == SheetState.SUBMITTED


def the_office_returns_it_once(everybody: Everybody) -> None:
    page = everybody.at("clerk", f"/board/{everybody.work.sheet.pk}/")
    expect(page.locator("main")).to_contain_text("这个月有三次没有交作业")
    page.locator("a[href='#return-dialog']").click()
    page.locator("#return-dialog #reason").fill(RETURN_REASON)
    page.locator("#return-dialog .btn-danger").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert everybody.state() == SheetState.RETURNED
    expect(everybody.at("teacher", everybody.sheet_path()).locator("main")).to_contain_text(RETURN_REASON)
    the_sheet_is_handed_in(everybody)


def the_office_files_it(everybody: Everybody) -> None:
    page = everybody.at("clerk", f"/board/{everybody.work.sheet.pk}/")
    page.locator("a[href='#file-dialog']").click()
    page.locator("#file-dialog form button").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert everybody.state() == SheetState.IN_NOTICE
    notice = everybody.pupil(OBJECTOR, f"/notices/class/{everybody.work.sheet.pk}/").locator(".notice")
    for winner in (PLAIN, CADRE, OTHER_LEADER):
        expect(notice).to_contain_text(everybody.name(winner))


def an_objection_is_upheld(everybody: Everybody) -> None:
    line = everybody.work.line(CADRE, FIRST)
    page = everybody.pupil(OBJECTOR, everybody.sheet_path("objection/"))
    page.locator("#id_line").select_option(str(line.pk))
    page.locator("#id_facts").fill("上周四课间他在走廊里追跑，我和两位同学都看见了。")
    page.locator("form.card .btn-primary").click()
    expect(page.locator(".state--disputed")).to_be_visible()
    found = Objection.objects.get()
    page = everybody.at("clerk", f"/objections/{found.pk}/")
    page.locator("#id_answer").fill("已向值周教师核实，情况属实，本月这颗星取消。")
    page.locator("button[value=uphold]").click()
    expect(page.locator(".state--returned")).to_be_visible()
    expect(everybody.pupil(OBJECTOR, "/objections/mine/").locator(".opinions__reply")).to_contain_text("情况属实")


def stars_count(everybody: Everybody) -> None:
    """The star hangs in the winner's sky with how it came about; the one that came off is nowhere."""
    work, items = everybody.work, everybody.work.items
    assert moves.finalize_due(at=moment(NOTICE_OVER)) == 1
    page = everybody.pupil(PLAIN, "/my-stars/")
    expect(page.locator(".told__star")).to_contain_text([SENTENCES[FIRST]])
    page.locator(".told__star summary").click()
    expect(page.locator(".told__star ol li").first).to_be_visible()
    for pupil, star in {PLAIN: FIRST, CADRE: THIRD, OTHER_LEADER: FIRST}.items():
        page = everybody.pupil(pupil, "/my-stars/")
        expect(page.locator(".told__star")).to_have_count(1)
        expect(page.locator(".told__star .told__head")).to_contain_text(items[star].name)
        expect(page.locator(".sky__star")).to_have_count(1)
    counted = {
        (work.pupils[PLAIN].pk, items[FIRST].pk),
        (work.pupils[OTHER_LEADER].pk, items[FIRST].pk),
        (work.pupils[CADRE].pk, items[THIRD].pk),
    }
    assert set(StarEntry.objects.values_list("student", "item")) == counted
    rows = everybody.at("teacher", f"/classes/{work.sheet.school_class_id}/totals/").locator("main")
    expect(rows).to_contain_text(everybody.name(PLAIN))
