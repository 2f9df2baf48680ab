"""A column that nobody knows: answered on the preview, read by the answer later, said so, and forgotten."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from students.models import ColumnMeaning, Student
from tests.browser.conftest import SignIn
from tests.factories import make_class, make_office, make_school
from tests.hostile.making.content import Grid, csv_text

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = ("证号", "姓名", "班级", "宿舍")
FIRST: Grid = (HEAD, ("20250101", "林晓雯", "七年级(1)班", "3号楼"))
SECOND: Grid = (HEAD, ("20250102", "赵一鸣", "七年级(1)班", "4号楼"))


def choose(page: Page, live_server: LiveServer, grid: Grid) -> None:
    page.goto(f"{live_server.url}/import/roster/")
    file = {"name": "名册.csv", "mimeType": "text/csv", "buffer": csv_text(grid).encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("form .btn-primary").click()
    expect(page.locator("button[form=drop]")).to_be_visible()


def test_a_column_is_answered_once_and_forgotten_in_the_settings(
    signed_in_page: SignIn, live_server: LiveServer
) -> None:
    school = make_school()
    make_class(school)
    page = signed_in_page(make_office(school))
    choose(page, live_server, FIRST)
    questions = page.locator("select[name=column]")
    expect(questions).to_have_count(2)
    questions.first.select_option("证号=学号")
    questions.last.select_option("宿舍=")
    page.locator("button[name=again]").click()
    expect(page.locator("select[name=column]")).to_have_count(0)
    page.locator("button[form=confirm]").click()
    expect(page.locator(".message--success")).to_be_visible()
    assert Student.objects.get(number="20250101").name == "林晓雯"

    choose(page, live_server, SECOND)
    expect(page.locator("select[name=column]")).to_have_count(0)
    expect(page.get_by_text("“证号”读作“学号”")).to_be_visible()
    page.locator("a[href='/import/columns/']", has_text="更改").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    for left in (1, 0):
        page.locator("form[action$='/forget'] button").first.click()
        expect(page.locator("form[action$='/forget']")).to_have_count(left)
    assert not ColumnMeaning.objects.exists()
    choose(page, live_server, SECOND)
    expect(page.locator("select[name=column]")).to_have_count(2)
