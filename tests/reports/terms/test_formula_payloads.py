"""Five hundred texts that would be formulas: brought in as names and facts, taken away in every format, never live."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

import pytest
import tablib
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from awards.models import Violation
from reports.access import terms_of
from reports.terms import exports
from starrating.operations import job_running
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, blank_form
from starrating.spreadsheets.columns import Column
from starrating.spreadsheets.formats import PeopleCsv, protected
from starrating.spreadsheets.workbooks import Imprint, Sheet, write
from starrating.text import Level
from students.imports.importer import ROSTER
from students.models import SchoolClass, Student
from tests.awards.form_clients import brought, confirmed
from tests.factories import make_administrator, make_class, make_school, make_student, make_term, moment
from tests.hostile.making.content import csv_text, xlsx
from tests.hostile.making.payloads import PAYLOADS, would_be_calculated
from tests.imports import imported, looked_at
from tests.reports.factories import formulas, signed_in, workbook

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 20)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    school_class = make_class(make_school())
    make_term(school_class.school)
    return school_class


@pytest.fixture
def client(school_class: SchoolClass) -> Client:
    return signed_in(make_administrator(school_class.school))


def roster() -> bytes:
    """Each payload a pupil's name; more than one class has seats for."""
    rows = [(f"9{at:04}", text, f"七年级({1 + at // 100})班") for at, text in enumerate(PAYLOADS)]
    return xlsx([("学号", "姓名", "班级"), *rows])


def live(content: bytes) -> list[str]:
    """The fields of a text table that a spreadsheet would calculate."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [field for row in rows for field in row if would_be_calculated(field)]


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200
    assert all(map(would_be_calculated, PAYLOADS))


def test_names_are_text_in_every_workbook_and_list(school_class: SchoolClass, client: Client) -> None:
    school = school_class.school
    administrator = make_administrator(school)
    preview = looked_at(ROSTER, [("名册.xlsx", roster())], school, at=moment(TODAY), starts_on=dt.date(2025, 9, 1))
    assert [one for one in preview.findings if one.level is Level.ERROR] == []
    imported(ROSTER, preview, by=administrator)
    assert Student.objects.filter(school=school).count() == len(PAYLOADS)
    stream = io.BytesIO()
    exports.term_workbook(terms_of(school).get(), stream, by=administrator, at=moment(TODAY))
    term = workbook(stream.getvalue())
    names = [cell.value for sheet in term.worksheets[:1] for row in sheet.iter_rows() for cell in row]
    assert formulas(term) == []
    assert sum(1 for name in names if isinstance(name, str) and would_be_calculated(name)) == len(PAYLOADS)
    for kind in ("roster", "groups", "totals"):
        assert _list(client, kind, school_class, "xlsx") == []
        assert _list(client, kind, school_class, "csv") == []


def test_facts_are_text_in_the_list_of_violations(school_class: SchoolClass, client: Client) -> None:
    pupil = make_student(school_class, "赵安然", number="20250201")
    row = (pupil.number, pupil.name, "打架")
    # A day and place of its own for each, or they would be one incident.
    rows = [(f"2025-10-{1 + at % 28:02}", *row, str(at), text) for at, text in enumerate(PAYLOADS)]
    content = xlsx([("日期", "学号", "姓名", "违纪类型", "地点", "情况说明"), *rows])
    confirmed(client, "awards:violations", brought(client, "awards:violations_upload", content))
    # So many at once are the worker's.
    assert job_running.work_once()
    assert Violation.objects.count() == len(PAYLOADS)
    assert _list(client, "violations", None, "xlsx") == []
    assert _list(client, "violations", None, "csv") == []


def test_a_text_table_with_formulas_is_refused(school_class: SchoolClass) -> None:
    """There nobody said that the cell is text; a spreadsheet has shown something else than what is read."""
    signs = [text for text in PAYLOADS if text.startswith("=")]
    rows = [(f"9{at:04}", f'"{text.replace(chr(34), chr(34) * 2)}"', "七年级(1)班") for at, text in enumerate(signs)]
    content = csv_text([("学号", "姓名", "班级"), *rows]).encode()
    file, start = ("名册.csv", content), dt.date(2025, 9, 1)
    preview = looked_at(ROSTER, [file], school_class.school, at=moment(TODAY), starts_on=start)
    assert len([one for one in preview.findings if one.level is Level.ERROR]) == len(signs)


def test_formats_keep_them_as_they_are() -> None:
    """Whatever comes to a format, trimmed on import or not."""
    stream = io.BytesIO()
    table = Sheet("名单", [Column(column_name="姓名")], [[text] for text in PAYLOADS])
    write(stream, [table], Imprint("校", "名单", "吴敏", "2025-11-20"))
    form = BlankForm("名单", [FormColumn(text, text, (text,)) for text in PAYLOADS[:20]], PAYLOADS)
    for content in (stream.getvalue(), blank_form(form)):
        assert formulas(load_workbook(io.BytesIO(content))) == []
    assert [text for text in PAYLOADS if would_be_calculated(str(protected(text)))] == []


def test_the_plain_text_format_is_safe_too() -> None:
    class Rows(list[list[str]]):
        headers = ["姓名"]

    content = PeopleCsv().export_data(Rows([text] for text in PAYLOADS))
    assert live(content) == []


def _list(client: Client, key: str, school_class: SchoolClass | None, kind: str) -> list[object]:
    """What is live in a list taken away; there is something in it."""
    query = f"?of={school_class.pk}" if school_class else ""
    response = client.post(reverse("reports:list_file", args=[key]) + query, {"format": kind})
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    assert len(content) > 200
    return list(live(content)) if kind == "csv" else formulas(load_workbook(io.BytesIO(content)))


def test_a_heading_is_text_too() -> None:
    """Stars are headings, and a school names its stars."""
    content = PeopleCsv().export_data(tablib.Dataset(["1"] * len(PAYLOADS), headers=PAYLOADS))
    [headings, _row] = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert [text for text in headings if would_be_calculated(text)] == []
