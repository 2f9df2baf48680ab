"""Month sheets with messy cells, and every hostile file of the contract given where a month sheet is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.models import Nomination, Round
from awards.sheet_files.importer import SHEETS
from starrating.text import Level
from students.models import SchoolClass, User
from tests.awards.month_files import SheetsPreview, one_class, rows_of, workbook
from tests.factories import make_administrator, make_class, make_school, make_student, make_term, moment
from tests.hostile.making.content import Case
from tests.hostile.making.generate import CASES
from tests.imports import looked_at

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 8))
CLASS = "七年级(1)班"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    school_class = make_class(make_school())
    names = ("林晓雯", "赵一鸣", "阿依古丽·吐尔逊", "䶮𫖯", "葛\U000e0100城", "Anna Maria")
    for seat, name in enumerate(names, start=1):
        make_student(school_class, name, seat=seat)
    make_term(school_class.school)
    return school_class


@pytest.fixture
def admin(school_class: SchoolClass) -> User:
    return make_administrator(school_class.school)


def read(school_class: SchoolClass, by: User, content: bytes, filename: str = "sheets.xlsx") -> SheetsPreview:
    round_ = Round.objects.get(term__school=school_class.school, label="2025-09")
    return looked_at(SHEETS, [(filename, content)], school_class.school, by=by, at=NOW, round=round_.pk)


def said(preview: SheetsPreview, level: Level) -> list[str]:
    return [str(one.message) for one in preview.findings if one.level is level]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row:02}-{case.name}")
def test_no_hostile_file_is_entered_or_breaks_the_preview(case: Case, school_class: SchoolClass, admin: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        preview = read(school_class, admin, case.build(), case.filename)
    assert preview.blocked
    assert said(preview, Level.ERROR)
    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in queries.captured_queries)


@pytest.mark.parametrize(
    "names",
    [
        "阿依古丽•吐尔逊",
        "阿依古丽‧吐尔逊",
        "阿依古丽．吐尔逊",
        " 林晓雯\u3000",
        "林\u200b晓雯",
        "林 晓 雯",
        "䶮𫖯",
        "葛城",
        "Anna Maria",
        "（1号）",
        "林晓雯（１号）",
        "1.林晓雯 2.赵一鸣",
    ],
)
def test_a_name_written_oddly_is_still_the_pupil(school_class: SchoolClass, admin: User, names: str) -> None:
    preview = read(school_class, admin, one_class({"文明星": names}))
    assert not said(preview, Level.ERROR)
    assert preview.plan.names == 2 if "赵" in names else preview.plan.names == 1


@pytest.mark.parametrize(
    ("names", "error"),
    [
        ("林\u202e晓雯", "reading direction"),
        ("#N/A", "spreadsheet error"),
        ("林" * 1001, "more than 1,000"),
        ("林晓文", "Similar: 林晓雯(1号)."),
        ("<script>alert(1)</script>", "is not in this class"),
        ("=cmd|' /C calc'!A0", "is not in this class"),
        ("缺考", "is not in this class"),
    ],
)
def test_a_cell_that_is_no_list_of_names_is_refused(
    school_class: SchoolClass, admin: User, names: str, error: str
) -> None:
    preview = read(school_class, admin, one_class({"文明星": names}))
    assert any(error in text for text in said(preview, Level.ERROR)), said(preview, Level.ERROR)


def test_nothing_but_empty_sheets_is_a_sentence(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, admin, workbook({"Sheet1": []}))
    assert preview.blocked
    assert said(preview, Level.ERROR)


def test_an_empty_sheet_beside_a_filled_one_is_skipped(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, admin, workbook({CLASS: rows_of(CLASS, {"文明星": "林晓雯"}), "Sheet2": []}))
    assert (len(preview.plan.rows), preview.blocked) == (1, False)
    assert not Nomination.objects.exists()


def test_a_look_alike_class_is_not_taken(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, admin, workbook({"九月": rows_of("七年级(l)班", {"文明星": "林晓雯"})}))
    assert any("Similar: 七年级(1)班." in text for text in said(preview, Level.ERROR))
