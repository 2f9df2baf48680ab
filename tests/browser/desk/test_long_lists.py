"""Long lists: a page at a time, in the order of names, all of a page ticked by one press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from students.models import School, User
from tests.browser.conftest import SignIn
from tests.factories import TERM_START, make_administrator, make_class, make_school, make_student, make_user, moment

pytestmark = pytest.mark.django_db(transaction=True)

SURNAMES = "安白曹邓范高郭何姜康李马聂欧潘钱任宋唐王许杨张周赵"
GIVEN = "一诺 雨桐 子轩 佳怡 浩然 思远"
SCREENS = "document.documentElement.scrollHeight / innerHeight"


@pytest.fixture
def school() -> Iterator[School]:
    with time_machine.travel(moment(TERM_START)):
        yield make_school()


def make_staff(school: School, number: int) -> list[User]:
    names = [f"{surname}{given}" for given in GIVEN.split() for surname in SURNAMES]
    return [make_user(school, name) for name in names[:number]]


def test_staff_stand_in_the_order_of_their_pinyin_and_so_do_their_slips(
    signed_in_page: SignIn, live_server: LiveServer, school: School
) -> None:
    make_staff(school, 135)
    page = signed_in_page(make_administrator(school, "吴敏"))
    page.goto(f"{live_server.url}/accounts/")
    names = page.locator("tbody th").all_inner_texts()
    assert len(names) == 30
    assert names[:3] == ["安浩然", "安佳怡", "安思远"]
    page.locator("[data-checks]").click()
    expect(page.locator("input[name=account]:checked")).to_have_count(30)
    page.locator("button.btn-primary", has_text="一次性密码").click()
    expect(page.locator(".slip__name > span:first-child")).to_have_text(names)


def test_no_list_is_longer_than_eight_screens_of_a_phone(
    signed_in_page: SignIn, live_server: LiveServer, school: School
) -> None:
    make_staff(school, 135)
    school_class = make_class(school)
    for seat in range(1, 76):
        make_student(school_class, SURNAMES[seat % 25] + "若溪", seat=seat)
    page = signed_in_page(make_administrator(school, "吴敏"))
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/accounts/", "/audit/", f"/classes/{school_class.pk}/"):
        page.goto(f"{live_server.url}{path}")
        assert page.evaluate(SCREENS) <= 8, path


def test_the_head_of_a_list_stays_in_sight(signed_in_page: SignIn, live_server: LiveServer, school: School) -> None:
    make_staff(school, 40)
    page = signed_in_page(make_administrator(school, "吴敏"))
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{live_server.url}/accounts/")
    page.locator("tbody tr").nth(20).scroll_into_view_if_needed()
    expect(page.locator("thead th", has_text="角色")).to_be_in_viewport()
