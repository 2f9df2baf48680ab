"""Month sheets as grids: a row a pupil with marks, or a column a star with names."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from awards.models import Round
from awards.sheet_files.importer import SHEETS
from starrating.text import Level
from students.imports.pipeline.plan import RowState
from students.models import SchoolClass
from tests.awards.month_files import Rows, SheetsPreview, workbook
from tests.factories import make_administrator, make_class, make_school, make_student, make_term, moment
from tests.imports import looked_at

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 8))
TITLE = "七年级(1)班2025年9月评星表"


@pytest.fixture
def school_class() -> SchoolClass:
    """Class 1 of grade 7 with three pupils, two of them of one name, and class 2 with one."""
    school_class = make_class(make_school())
    for seat, name in enumerate(("赵安然", "王芳", "王芳"), start=1):
        make_student(school_class, name, seat=seat, number=f"2025010{seat}")
    make_student(make_class(school_class.school, 2), "钱博文", seat=1, number="20250201")
    make_term(school_class.school)
    return school_class


def looked(school_class: SchoolClass, rows: Rows, *, sheet: str = "Sheet1") -> SheetsPreview:
    school = school_class.school
    round_ = Round.objects.get(term__school=school, label="2025-09")
    files = [("2025-09.xlsx", workbook({sheet: rows}))]
    with translation.override("en"):
        return looked_at(SHEETS, files, school, at=NOW, by=make_administrator(school), round=round_.pk)


def named(preview: SheetsPreview) -> dict[str, tuple[str, ...]]:
    """The names under each star, without the seats that are shown with them."""
    return {
        one.star: tuple(name.partition("(")[0] for name in one.added)
        for row in preview.plan.rows
        for one in row.differences
    }


@pytest.mark.parametrize("mark", ["√", "1", "★", "是", "✓", 1, "Y", "○"])
def test_a_mark_under_a_star_is_the_star(school_class: SchoolClass, mark: str | int) -> None:
    rows: Rows = [[TITLE], ["学号", "姓名", "文明星", "爱心星", "合计"], ["20250101", "赵安然", mark, "", 1]]
    preview = looked(school_class, rows)
    assert named(preview) == {"文明星": ("赵安然",)}
    assert not preview.blocked


@pytest.mark.parametrize("nothing", ["", "0", "否", "×", "-", "/", None])
def test_what_is_no_mark_is_no_star(school_class: SchoolClass, nothing: str | None) -> None:
    rows: Rows = [[TITLE], ["学号", "姓名", "文明星", "爱心星"], ["20250101", "赵安然", "√", nothing]]
    assert named(looked(school_class, rows)) == {"文明星": ("赵安然",)}


def test_a_mark_that_is_unclear_is_an_error_with_its_place(school_class: SchoolClass) -> None:
    preview = looked(school_class, [[TITLE], ["姓名", "文明星", "爱心星"], ["赵安然", "好", ""]])
    assert [one.place.cell for one in preview.findings if one.level is Level.ERROR] == ["B3"]


@pytest.mark.parametrize(("header", "first", "second"), [("学号", "20250102", "20250103"), ("座号", "2", "3")])
def test_namesakes_of_a_grid_are_told_apart(school_class: SchoolClass, header: str, first: str, second: str) -> None:
    rows: Rows = [[TITLE], [header, "姓名", "文明星", "爱心星"], [first, "王芳", "√", ""], [second, "王芳", "", "√"]]
    changes = {change.student_pk for row in looked(school_class, rows).plan.rows for change in row.changes}
    assert len(changes) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [["文明星", "爱心星"], ["赵安然", "王芳(2号)"], ["王芳(3号)", ""]],
        [["文明星", "爱心星"], ["赵安然、王芳(3号)", "王芳2号"]],
        [["序号", "文明星", "爱心星"], [1, "赵安然", "王芳(2)"], [2, "王芳(3)", "无"]],
    ],
)
def test_a_column_a_star_with_names_below(school_class: SchoolClass, rows: Rows) -> None:
    found = named(looked(school_class, [[TITLE], *rows]))
    assert {star: len(people) for star, people in found.items()} == {"文明星": 2, "爱心星": 1}


def test_a_grid_with_a_column_of_classes_is_a_sheet_for_each(school_class: SchoolClass) -> None:
    rows: Rows = [
        ["2025年9月评星表"],
        ["班级", "姓名", "文明星", "爱心星"],
        ["七年级(1)班", "赵安然", "√", ""],
        ["七年级(2)班", "钱博文", "", "√"],
    ]
    preview = looked(school_class, rows)
    assert [row.class_name for row in preview.plan.rows] == ["七年级(1)班", "七年级(2)班"]
    assert not preview.blocked


@pytest.mark.parametrize("title", ["七年级(1)班2025年10月评星表", "七年级(1)班 十月评星"])
def test_the_month_of_the_title_is_checked(school_class: SchoolClass, title: str) -> None:
    preview = looked(school_class, [[title], ["姓名", "文明星", "爱心星"], ["赵安然", "√", ""]])
    assert preview.plan.rows[0].state == RowState.ERROR


@pytest.mark.parametrize("sheet", ["Sheet1", "评星", "1"])
def test_a_sheet_name_that_means_no_class_gives_way_to_the_title(school_class: SchoolClass, sheet: str) -> None:
    rows: Rows = [[TITLE], ["星名", "获星学生", "人数"], ["文明星", "赵安然", "1"]]
    assert named(looked(school_class, rows, sheet=sheet)) == {"文明星": ("赵安然",)}
