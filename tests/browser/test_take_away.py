"""A list taken away by its button, and a file brought into the administration, without a fault of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from students.models import School, Subject
from tests.browser.conftest import SignIn
from tests.factories import make_administrator, make_class, make_school, make_students, make_term, make_user
from tests.project.test_admin import make_superuser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school() -> School:
    school = make_school()
    make_term(school)
    make_students(make_class(school), 3)
    return school


def test_the_button_gives_the_list_as_it_is_filtered(
    signed_in_page: SignIn, live_server: LiveServer, school: School, tmp_path: Path
) -> None:
    make_user(school, "王小川")
    make_user(school, "陈静")
    page = signed_in_page(make_administrator(school))
    page.goto(f"{live_server.url}/accounts/?q=王")
    for kind in ("Excel", "CSV", "Excel"):
        # The page stays, with its buttons ready for the next.
        with page.expect_download() as found:
            page.get_by_role("button", name=kind).click()
        file = tmp_path / found.value.suggested_filename
        found.value.save_as(file)
        assert file.suffix == (".csv" if kind == "CSV" else ".xlsx")
    rows = list(load_workbook(file).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["王小川"]
    assert page.url.endswith("/accounts/?q=%E7%8E%8B")


def test_subjects_are_brought_in_after_a_look(signed_in_page: SignIn, live_server: LiveServer, school: School) -> None:
    page = signed_in_page(make_superuser(school))
    page.goto(f"{live_server.url}/admin/students/subject/")
    page.locator("a.import_link").click()
    file = {"name": "学科.csv", "mimeType": "text/csv", "buffer": "name,order\n语文,1\n数学,2\n".encode()}
    page.set_input_files("input[name=import_file]", file)  # type: ignore[arg-type]
    page.locator("input[type=submit].default").click()
    expect(page.locator("table.import-preview tr.new")).to_have_count(2)
    assert not Subject.objects.exists()
    page.locator("input[name=confirm]").click()
    page.wait_for_url("**/subject/")
    assert Subject.objects.count() == 2
    page.locator("a.export_link").click()
    page.locator("select[name=format]").select_option(index=1)
    with page.expect_download() as found:
        page.locator("input[type=submit].default").click()
    assert found.value.suggested_filename.endswith(".xlsx")
