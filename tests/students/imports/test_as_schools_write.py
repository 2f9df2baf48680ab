"""Rosters and staff matrices as schools write them: nobody twice, nobody back by an old file, no person from a mark."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from starrating.text import Level
from students.imports.importer import ROSTER as ROSTER_FILES, STAFF_MATRIX
from students.imports.pipeline.plan import RowState
from students.models import School, SchoolClass, Student, User
from students.names.likeness import is_close
from students.pupils.movements import suspend, transfer_out
from tests.factories import make_class, make_homeroom, make_office, make_student, make_user, moment
from tests.hostile.making.content import Grid
from tests.imports import imported, looked_at
from tests.students.factories import FIRST_DAY, TODAY, csv, said, school_with_administrator

pytestmark = pytest.mark.django_db

HEADER = ("学号", "姓名", "班级")
CLASS = "七年级(1)班"


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    """Class 1 of grade 7 with 林晓雯, 20250101, and 赵一鸣, 20250102."""
    school, _by = school_with_administrator()
    school_class = make_class(school)
    make_student(school_class, "林晓雯", number="20250101", seat=1)
    make_student(school_class, "赵一鸣", number="20250102", seat=2)
    return school_class


def roster(school: School, grid: Grid, **answers: object):  # type: ignore[no-untyped-def]
    return looked_at(ROSTER_FILES, [csv(grid)], school, at=moment(TODAY), starts_on=FIRST_DAY, **answers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "20250101.0",
        '="20250101"',
        "No.20250101",
        "`20250101",
        "'20250101",
        "２０２５０１０１",
        "2025 0101",
        "20250101-1",
        "20250101_2",
    ],
)
def test_another_writing_of_a_number_is_the_same_child(school_class: SchoolClass, typed: str) -> None:
    preview = roster(school_class.school, (HEADER, (typed, "林晓雯", CLASS)))
    assert preview.plan.counts[RowState.UNCHANGED] == 1
    assert any(
        "20250101" in one or "quotation" in one or "spaces" in one or "Full" in one for one in said(preview, Level.NOTE)
    )


@pytest.mark.parametrize("typed", ["20259990", "202501O1", "2025101", "0020250101", "20250101X", "H0001"])
def test_a_new_number_of_a_known_name_is_taken_only_when_ticked(school_class: SchoolClass, typed: str) -> None:
    school = school_class.school
    grid = (HEADER, (typed, "林晓雯", CLASS))
    preview = roster(school, grid)
    assert (preview.plan.counts[RowState.CONFLICT], preview.writes, preview.blocked) == (1, False, False)
    assert all(word in said(preview, Level.WARNING)[0] for word in (typed, "20250101", "another person"))
    ticked = roster(school, grid, take=[typed])
    assert ticked.digest == preview.digest
    imported(ROSTER_FILES, ticked, by=make_user(school))
    assert Student.objects.filter(name="林晓雯").count() == 2


@pytest.mark.parametrize(
    "rows", [(("20250101", "林晓雯", CLASS), ("20250199", "林晓雯", CLASS)), (("20250199", "林晓文", CLASS),)]
)
def test_a_namesake_beside_the_known_one_is_no_doubt(school_class: SchoolClass, rows: Grid) -> None:
    assert roster(school_class.school, (HEADER, *rows)).plan.counts[RowState.NEW] == 1


def test_somebody_of_another_class_is_no_doubt(school_class: SchoolClass) -> None:
    grid = (HEADER, ("20250299", "林晓雯", "七年级(2)班"))
    assert roster(school_class.school, grid).plan.counts[RowState.NEW] == 1


@pytest.mark.parametrize("leave", [transfer_out, suspend])
def test_who_has_left_does_not_come_back_by_an_old_file(school_class: SchoolClass, leave: object) -> None:
    school, student = school_class.school, Student.objects.get(number="20250101")
    leave(student, on=dt.date(2025, 9, 20), reason="随家长", by=make_office(school), at=moment(TODAY))  # type: ignore[operator]
    grid = (HEADER, ("20250101", "林晓雯", CLASS), ("20250102", "赵一鸣", CLASS))
    preview = roster(school, grid)
    assert (preview.plan.counts[RowState.CONFLICT], preview.writes) == (1, False)
    assert "20 September" in said(preview, Level.WARNING)[0]
    assert roster(school, grid, take=["20250101"]).plan.counts[RowState.CHANGED] == 1


def test_who_left_before_the_day_of_the_file_comes_back(school_class: SchoolClass) -> None:
    student = make_student(school_class, "周远", number="20250109", starts_on=dt.date(2025, 8, 1))
    transfer_out(student, on=dt.date(2025, 8, 20), by=make_office(school_class.school), at=moment(TODAY))
    preview = roster(school_class.school, (HEADER, ("20250109", "周远", CLASS)))
    assert preview.plan.counts[RowState.CHANGED] == 1


@pytest.mark.parametrize("header", ["学籍状态", "学生状态", "在校状态", "状态", "备注"])
@pytest.mark.parametrize("status", ["转出", "已转走", "休学", "退学一年", "毕业", "转学到外省"])
def test_a_leaver_of_the_file_is_skipped(school_class: SchoolClass, header: str, status: str) -> None:
    grid = ((*HEADER, header), ("20250109", "周远", CLASS, status), ("20250108", "吴悠", CLASS, "在读"))
    preview = roster(school_class.school, grid)
    assert [row.number for row in preview.plan.fresh] == ["20250108"]
    assert "周远 (20250109)" in said(preview, Level.WARNING)[0]


@pytest.mark.parametrize("said_so", ["转入", "转学生", "在籍", "正常", "班长"])
def test_what_a_remark_says_of_who_is_here_skips_nobody(school_class: SchoolClass, said_so: str) -> None:
    grid = ((*HEADER, "备注"), ("20250109", "周远", CLASS, said_so))
    assert len(roster(school_class.school, grid).plan.fresh) == 1


@pytest.mark.parametrize(
    "grid",
    [
        ((*HEADER, "状态"), ("20250109", "周远", CLASS, "借读")),
        (HEADER, ("20250109", "周远（借读）", CLASS)),
        ((*HEADER, "备注"), ("20250109", "周远", CLASS, "借读生")),
    ],
)
def test_a_guest_is_a_guest(school_class: SchoolClass, grid: Grid) -> None:
    preview = roster(school_class.school, grid)
    imported(ROSTER_FILES, preview, by=make_user(school_class.school))
    found = Student.objects.get(number="20250109")
    assert (found.name, found.is_guest) == ("周远", True)


def test_the_same_row_twice_is_one_pupil(school_class: SchoolClass) -> None:
    row = ("20250109", "周远", CLASS)
    preview = roster(school_class.school, (HEADER, row, row))
    assert (len(preview.plan.fresh), preview.blocked) == (1, False)


@pytest.mark.parametrize("born", ["2014.03", "2014年3月", "03/15/2014", "不详", "0000-00-00", "2014.13.1"])
def test_an_unclear_birthday_stays_empty_and_blocks_nobody(school_class: SchoolClass, born: str) -> None:
    preview = roster(school_class.school, ((*HEADER, "出生日期"), ("20250109", "周远", CLASS, born)))
    assert (preview.blocked, preview.plan.fresh[0].line.born_on) == (False, None)
    assert len(said(preview, Level.WARNING)) == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"班级": "701"},
        {"班级": "七1"},
        {"班级": "7.1"},
        {"班级": "初中2025级1班"},
        {"班级": "2025级1班"},
        {"班级名称": "七年级1班"},
        {"年级": "2025级", "班级": "1班"},
        {"年级": "初中2025级", "班级": "1"},
        {"年级名称": "初一", "班级": "(1)班"},
    ],
)
def test_a_class_in_any_writing(school_class: SchoolClass, cells: dict[str, str]) -> None:
    grid = (("学号", "姓名", *cells), ("20250109", "周远", *cells.values()))
    assert [row.class_name for row in roster(school_class.school, grid).plan.fresh] == [CLASS]


@pytest.mark.parametrize(
    ("file", "title", "own"),
    [
        ("七年级(1)班名册.csv", "", ""),
        ("名册.csv", "七(1)班学生名册", ""),
        ("七年级学生名单.csv", "", "1"),
        ("名单.csv", "2025级学生花名册", "1班"),
        ("名单.csv", "初一年级名单", "01"),
    ],
)
def test_the_class_of_title_and_file(school_class: SchoolClass, file: str, title: str, own: str) -> None:
    grid = (*(((title,),) if title else ()), HEADER, ("20250109", "周远", own))
    content = csv(grid)[1]
    preview = looked_at(ROSTER_FILES, [(file, content)], school_class.school, at=moment(TODAY), starts_on=FIRST_DAY)
    assert [row.class_name for row in preview.plan.fresh] == [CLASS]


@pytest.fixture
def staffed(school_class: SchoolClass) -> SchoolClass:
    for name in ("孙静娟", "董军", "曹霞丹"):
        make_user(school_class.school, name)
    return school_class


def matrix(school: School, grid: Grid, **answers: object):  # type: ignore[no-untyped-def]
    return looked_at(STAFF_MATRIX, [csv(grid)], school, at=moment(TODAY), starts_on=FIRST_DAY, **answers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    ["孙静娟老师", "孙静娟★", "*孙静娟", "孙静娟（代）", "孙静娟(兼)", "孙静娟(新)", "孙静娟[备课组长]",
     "孙静娟（班主任）", "孙静娟1", "孙静娟、",
     "孙静娟/", "孙静娟(5节)", "孙 静 娟", "孙静娟  老师"],
)  # fmt: skip
def test_marks_are_no_part_of_a_name(staffed: SchoolClass, typed: str) -> None:
    preview = matrix(staffed.school, (("班级", "语文"), (CLASS, typed)))
    assert [one.name for one in preview.plan.rows[0].teachers] == ["孙静娟"]
    assert not preview.plan.new_accounts


@pytest.mark.parametrize(
    "typed", ["孙静娟/董军", "孙静娟、董军", "孙静娟 董军", "孙静娟老师，董军老师", "孙静娟（代）董军"]
)
def test_several_people_in_a_cell(staffed: SchoolClass, typed: str) -> None:
    preview = matrix(staffed.school, (("班级", "语文"), (CLASS, typed)))
    assert [one.name for one in preview.plan.rows[0].teachers] == ["孙静娟", "董军"]


@pytest.mark.parametrize("typed", ["5", "——", "（轮流）", "()", "-", "12节", "★", "/", "待定"])
def test_a_cell_without_a_name_names_nobody(staffed: SchoolClass, typed: str) -> None:
    preview = matrix(staffed.school, (("班级", "班主任", "语文"), (CLASS, "孙静娟", typed)))
    assert [(row.cell.subject, row.shown) for row in preview.plan.rows] == [("", "孙静娟")]
    assert not preview.blocked


@pytest.mark.parametrize("row", [("周课时", "5"), ("合计", "10"), ("总节数", "4"), ("课时", "5"), ("", "5")])
def test_rows_of_hours_are_no_classes(staffed: SchoolClass, row: tuple[str, str]) -> None:
    preview = matrix(staffed.school, (("班级", "语文"), (CLASS, "孙静娟"), row))
    assert (len(preview.plan.rows), preview.blocked) == (1, False)


@pytest.mark.parametrize("typed", ["孙静绢", "孙静", "孙静涓", "曹霞单"])
def test_a_name_close_to_a_known_one_asks(staffed: SchoolClass, typed: str) -> None:
    school, grid = staffed.school, (("班级", "语文"), (CLASS, typed))
    preview = matrix(school, grid)
    known = preview.plan.asked[0].similar[0]
    assert (preview.plan.counts[RowState.CONFLICT], preview.writes) == (1, False)
    assert f"Is {known.name}" in said(preview, Level.WARNING)[0]
    meant = matrix(school, grid, teacher=[f"{typed}={known.username}"])
    assert [one.user for one in meant.plan.rows[0].teachers] == [known]
    ticked = matrix(school, grid, accounts_asked="1", account=[typed])
    assert [one.name for one in ticked.plan.new_accounts] == [typed]
    assert {meant.digest, ticked.digest} == {preview.digest}


def test_a_new_account_is_made_only_when_ticked(staffed: SchoolClass) -> None:
    school, grid = staffed.school, (("班级", "语文", "数学"), (CLASS, "欧阳远", "林木"))
    ticked = matrix(school, grid, accounts_asked="1", account=["林木"])
    imported(STAFF_MATRIX, ticked, by=make_user(school))
    assert User.objects.filter(name="林木").exists()
    assert not User.objects.filter(name="欧阳远").exists()


def test_tasks_taken_from_somebody_are_told(staffed: SchoolClass) -> None:
    make_homeroom(staffed, "何丽")
    preview = matrix(staffed.school, (("班级", "班主任"), (CLASS, "董军")))
    assert any("Tasks pass from 何丽 to others" in one and "董军" in one for one in said(preview, Level.WARNING))


@pytest.mark.parametrize(
    "grid",
    [
        (("学科", "七(1)", "七(2)"), ("班主任", "孙静娟", "董军"), ("语文", "孙静娟", "董军")),
        (("科目", "701", "702"), ("班主任", "孙静娟", "董军"), ("语文", "孙静娟", "董军")),
        (("七年级任课表",), ("班级", "1班", "2班"), ("班主任", "孙静娟", "董军"), ("语文", "孙静娟", "董军")),
        (
            ("教师姓名", "任教学科", "任教班级", "班主任班级"),
            ("孙静娟", "语文", "七年级1班", "七年级1班"),
            ("董军", "语文", "七年级2班", "七年级2班"),
        ),
        (
            ("老师", "任教科目", "任课班级", "是否班主任"),
            ("孙静娟", "语文", "7.1", "是"),
            ("董军", "语文", "七(2)", "是"),
        ),
    ],
)
def test_tables_that_lie_otherwise(staffed: SchoolClass, grid: Grid) -> None:
    make_class(staffed.school, 2)
    preview = matrix(staffed.school, grid)
    tasks = {(row.class_name, row.cell.subject, row.shown) for row in preview.plan.rows}
    first, second = CLASS, "七年级(2)班"
    assert tasks == {(first, "", "孙静娟"), (first, "语文", "孙静娟"), (second, "", "董军"), (second, "语文", "董军")}
    assert not preview.blocked


@pytest.mark.parametrize(("one", "other"), [("张伟", "张强"), ("李明", "李明"), ("王芳", "刘洋"), ("欧阳修", "司马光")])
def test_names_that_are_not_alike(one: str, other: str) -> None:
    assert not is_close(one, other)
