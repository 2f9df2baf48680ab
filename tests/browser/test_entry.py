"""The homeroom teacher's sheet in a real browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, Nomination, SheetState
from students.models import User
from tests.browser.conftest import SignIn
from tests.browser.letters import clear_initials
from tests.factories import items_of, make_class, make_homeroom, make_school, make_sheet, make_student, moment

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = """
王欣怡 李明 张珊 陈晨 周立 韩梅 王芳 王芳 刘浩然 杨子轩 黄雨桐 赵思远
吴佳怡 徐若曦 孙一诺 马晨曦 朱雨泽 胡嘉欣 郭俊杰 何沐宸 林可心 高子涵 罗梓萱 郑宇航
梁诗涵 谢语桐 宋佳宁 唐浩宇 许博文 邓子墨 冯欣然 韩雨彤 曹铭轩 曾雅婷 彭思琪 萧逸凡
蔡明远 潘紫涵 田雨欣 董嘉豪 袁梦洁 余文博 叶灵儿 杜若溪 魏子航 蒋佳慧 欧阳若兰 阿依古丽·买买提
"""
# Keys a name, everything included (P6: a class is done in three minutes).
KEYS_A_NAME = 4


@pytest.fixture(autouse=True)
def at_the_months_end() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 30))):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    school_class = make_class(make_school(), 3)
    for seat, name in enumerate(NAMES.split(), start=1):
        make_student(school_class, name, seat=seat)
    return make_sheet(school_class)


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


@pytest.fixture
def address(live_server: LiveServer, sheet: ClassRound) -> str:
    return f"{live_server.url}/sheets/{sheet.pk}/"


def counter(page: Page, number: int) -> str:
    return page.locator(".star .counter b").nth(number).inner_text()


def test_eleven_stars_by_initials_and_submit(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str
) -> None:
    page = signed_in_page(teacher)
    page.goto(address)
    letters = iter([*clear_initials(sheet)] * 4)
    keys = names = 0
    for number in range(len(items_of(sheet))):
        box = page.locator("[data-names]").nth(number)
        expect(box).to_be_focused()
        line = " ".join(next(letters) for _ in range(5))
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(page.locator(".star .counter").nth(number)).to_contain_text("5/5")
        keys, names = keys + len(line) + 1, names + 5
    assert keys / names <= KEYS_A_NAME
    assert Nomination.objects.placed().filter(class_round=sheet).count() == 55
    page.locator("button[name=all]").click()
    page.locator("a[href='#submit-dialog']").click()
    page.locator("#submit-dialog form button").click()
    expect(page.locator(".state--submitted")).to_be_visible()
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.SUBMITTED


def test_unknown_ambiguous_and_sixth_are_shown(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str
) -> None:
    page = signed_in_page(teacher)
    page.goto(address)
    box, star = page.locator("[data-names]").first, page.locator(".star").first
    box.fill("李明 王芳 王欣仪")
    box.press("Enter")
    chips = star.locator(".chips .chip")
    expect(chips).to_have_count(1)
    expect(star.locator(".star__ask")).to_have_count(2)
    star.locator(".star__ask button", has_text="8").click()
    expect(chips).to_have_count(2)
    expect(star.locator(".star__ask")).to_contain_text("王欣仪")
    star.locator(".star__ask button", has_text="王欣怡").click()
    expect(chips).to_have_count(3)
    expect(star.locator(".star__ask")).to_have_count(0)
    box.fill("3、4、5")
    box.press("Enter")
    expect(chips).to_have_count(5)
    expect(star.locator(".star__no")).to_contain_text("周立")


def test_enter_leads_on_from_a_line_of_names_but_not_from_one(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str
) -> None:
    page = signed_in_page(teacher)
    page.goto(address)
    boxes = page.locator("[data-names]")
    expect(boxes.first).to_be_focused()
    page.keyboard.type("lm")
    page.keyboard.press("Enter")
    expect(page.locator(".star").first.locator(".chip")).to_have_count(1)
    expect(boxes.first).to_be_focused()
    page.keyboard.type("zs cc")
    page.keyboard.press("Enter")
    expect(boxes.nth(1)).to_be_focused()


def test_the_list_under_the_box_and_undo(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str
) -> None:
    page = signed_in_page(teacher)
    page.goto(address)
    box, star = page.locator("[data-names]").first, page.locator(".star").first
    box.press_sequentially("wf")
    expect(page.locator("#found li")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("王芳(8号)、")
    box.press("Enter")
    expect(star.locator(".chip")).to_contain_text("王芳")
    page.locator("#undo").click()
    expect(star.locator(".chip")).to_have_count(0)
    page.locator("#redo").click()
    expect(star.locator(".chip")).to_have_count(1)
    star.locator(".chip__remove").click()
    expect(star.locator(".chip")).to_have_count(0)


def test_the_grid_by_keyboard_is_the_same_sheet(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str
) -> None:
    page = signed_in_page(teacher)
    page.goto(f"{address}?view=grid")
    first = page.locator(".sheet-grid tbody input").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("#saving")).to_have_class("saving js-only saving--saved")
    expect(page.locator(".sheet-grid thead .counter").nth(1)).to_have_text("1/5")
    page.goto(f"{address}?view=stars")
    assert [counter(page, number) for number in range(3)] == ["1", "1", "0"]
    assert page.locator(".chip").all_inner_texts() == ["王欣怡", "李明"]


def test_a_lost_connection_loses_nothing(
    signed_in_page: SignIn, context: BrowserContext, sheet: ClassRound, teacher: User, address: str, faults: list[str]
) -> None:
    page = signed_in_page(teacher)
    page.goto(f"{address}?view=grid")
    context.set_offline(True)
    for number in (0, 1):
        page.locator(".sheet-grid tbody tr").nth(number).locator("input").first.check()
    expect(page.locator("#saving")).to_have_class("saving js-only saving--waiting")
    assert not Nomination.objects.exists()
    context.set_offline(False)
    expect(page.locator("#saving")).to_have_class("saving js-only saving--saved")
    assert Nomination.objects.placed().count() == 2
    # The browser itself reports each request that found no network.
    faults[:] = [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault]


@pytest.mark.parametrize("view", ["stars", "tiles", "grid"])
def test_nothing_scrolls_sideways_on_a_phone(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str, view: str
) -> None:
    page = signed_in_page(teacher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}?view={view}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_names_to_tap_are_large_and_count(
    signed_in_page: SignIn, sheet: ClassRound, teacher: User, address: str
) -> None:
    page = signed_in_page(teacher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}?view=tiles")
    first, second = page.locator(".tiles-star").nth(0), page.locator(".tiles-star").nth(1)
    tiles = first.locator(".name-tile")
    sizes = [tile.bounding_box() for tile in tiles.all()]
    assert all(size and size["width"] >= 44 and size["height"] >= 44 for size in sizes)
    for number in range(6):
        tiles.nth(number).click()
    expect(page.locator("#now .counter")).to_have_text("5/5")
    expect(page.locator("#news")).to_contain_text("韩梅")
    expect(page.locator("#news .message")).to_be_in_viewport()
    expect(tiles.nth(5).locator("input")).not_to_be_checked()
    expect(first.locator("summary")).to_contain_text("王欣怡、李明、张珊、陈晨、周立")
    second.locator("summary").click()
    expect(page.locator(".tiles-star[open]")).to_have_count(1)
    expect(page.locator("#now .counter")).to_have_text("0/5")
    expect(second.locator("summary")).to_be_in_viewport()
    expect(page.locator("#now")).to_be_in_viewport()
