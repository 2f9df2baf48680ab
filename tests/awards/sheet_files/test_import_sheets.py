"""A class's month from a workbook: what is read, what is asked, what is refused, and that nothing is half done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.models import ClassRound, Decision, HeldStep, LineSource, Nomination, Round, SheetState, Step
from awards.sheet_files.importer import SHEETS
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.sheets.stage import class_steps
from awards.terms import opening
from starrating.operations.models import AuditEvent
from starrating.text import Level
from students.imports.pipeline.plan import RowState
from students.models import SchoolClass, User
from tests.awards.month_files import TITLE, SheetsPreview, one_class, rows_of, workbook
from tests.factories import (
    fill,
    items_of,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_term,
    moment,
    pupils_of,
)
from tests.imports import imported, looked_at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 8))
NAMES = ("赵安然", "钱博文", "孙晨曦", "李丹青", "周恩泽", "吴芳菲", "郑国栋")
FILE = "2025-09.xlsx"


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    """Class 1 of grade 7 with seven pupils and two namesakes; no sheet has been opened yet."""
    school_class = make_class(make_school())
    for seat, name in enumerate(NAMES, start=1):
        make_student(school_class, name, seat=seat)
    for seat in (8, 12):
        make_student(school_class, "王芳", seat=seat)
    make_term(school_class.school)
    return school_class


@pytest.fixture
def admin(school_class: SchoolClass) -> User:
    return make_administrator(school_class.school)


def round_of(school_class: SchoolClass) -> Round:
    rows = Round.objects.select_related("term__school", "term__pinned__scheme")
    return rows.get(term__school=school_class.school, label="2025-09")


def read(school_class: SchoolClass, content: bytes, by: User) -> SheetsPreview:
    return read_files(school_class, [(FILE, content)], by)


def read_files(school_class: SchoolClass, files: Sequence[tuple[str, bytes]], by: User) -> SheetsPreview:
    return looked_at(SHEETS, files, school_class.school, by=by, at=NOW, round=round_of(school_class).pk)


def enter(school_class: SchoolClass, content: bytes, by: User) -> SheetsPreview:
    return imported(SHEETS, read(school_class, content, by), by=by)


def standing(school_class: SchoolClass) -> dict[str, list[str]]:
    lines = Nomination.objects.placed().filter(class_round__school_class=school_class).select_related("item", "student")
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.item.name, []).append(line.student.name)
    return found


def errors(preview: SheetsPreview) -> list[str]:
    return [f"{one.place.cell} {one.message}".strip() for one in preview.findings if one.level is Level.ERROR]


def said(preview: SheetsPreview, level: Level) -> list[str]:
    return [str(one.message) for one in preview.findings if one.level is level]


def test_names_and_steps_of_a_paper_are_entered_and_a_sheet_is_opened(school_class: SchoolClass, admin: User) -> None:
    content = one_class({"文明星": "赵安然、钱博文", "爱心星": "孙晨曦 王芳(12号)"}, counts={"文明星": 2})
    done = enter(school_class, content, admin)
    assert done.plan.counts[RowState.NEW] == 1
    assert standing(school_class) == {"文明星": ["赵安然", "钱博文"], "爱心星": ["孙晨曦", "王芳"]}
    assert set(Nomination.objects.values_list("source", flat=True)) == {LineSource.PAPER}
    sheet = ClassRound.objects.get(school_class=school_class)
    scheme = round_of(school_class).term.pinned.scheme
    held = HeldStep.objects.filter(class_round=sheet)
    assert {one.step_id for one in held} == {one.pk for one in class_steps(Step.objects.filter(scheme=scheme))}
    assert {one.held_on for one in held} == {dt.date(2025, 9, 30)}
    assert held.get(step__code="committee").participants == scheme.committee_name
    assert moves.submit(sheet, by=admin, at=NOW).state == SheetState.SUBMITTED


@pytest.mark.parametrize("office", ["德育处", "学生发展中心", "学 生 处"])
@pytest.mark.parametrize("committee", ["争章评议小组", "班级评议委员会"])
def test_a_footer_is_known_by_whatever_the_school_calls_committee_and_office(
    school_class: SchoolClass, admin: User, committee: str, office: str
) -> None:
    content = one_class({"文明星": "赵安然"}, committee=committee, office=office)
    preview = read(school_class, content, admin)
    assert errors(preview) == []
    enter(school_class, content, admin)
    assert standing(school_class) == {"文明星": ["赵安然"]}


def test_the_same_file_twice_changes_nothing(school_class: SchoolClass, admin: User) -> None:
    content = one_class({"文明星": "赵安然、钱博文"})
    enter(school_class, content, admin)
    counted = (Decision.objects.count(), AuditEvent.objects.count(), ClassRound.objects.get().version)
    again = enter(school_class, content, admin)
    assert again.plan.counts[RowState.UNCHANGED] == 1
    assert (Decision.objects.count(), AuditEvent.objects.count(), ClassRound.objects.get().version) == counted


def test_a_preview_writes_nothing(school_class: SchoolClass, admin: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        preview = read(school_class, one_class({"文明星": "赵安然"}), admin)
    assert not preview.blocked
    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in queries.captured_queries)


def test_the_file_replaces_what_stands_and_says_so(school_class: SchoolClass, admin: User) -> None:
    enter(school_class, one_class({"文明星": "赵安然、钱博文"}), admin)
    content = one_class({"文明星": "钱博文、孙晨曦"})
    preview = read(school_class, content, admin)
    assert preview.plan.counts[RowState.CHANGED] == 1
    assert "赵安然(1号): on the sheet so far, not in the file; the name is taken off." in said(preview, Level.WARNING)
    assert "孙晨曦(3号): not on the sheet so far; the name is added." in said(preview, Level.NOTE)
    imported(SHEETS, preview, by=admin)
    assert sorted(standing(school_class)["文明星"]) == ["孙晨曦", "钱博文"]


def test_a_star_without_a_row_stays_as_it_was(school_class: SchoolClass, admin: User) -> None:
    enter(school_class, one_class({"文明星": "赵安然", "爱心星": "钱博文"}), admin)
    preview = enter(school_class, one_class({"文明星": "赵安然"}, stars=("文明星",)), admin)
    assert standing(school_class) == {"文明星": ["赵安然"], "爱心星": ["钱博文"]}
    assert any("爱心星" in text for text in said(preview, Level.WARNING))


@pytest.mark.parametrize("word", ["无", "暂无", "/", "—", "0", ""])
def test_words_for_nobody_are_nobody(school_class: SchoolClass, admin: User, word: str) -> None:
    preview = read(school_class, one_class({"文明星": word, "爱心星": "赵安然"}, counts={"文明星": 0}), admin)
    assert not errors(preview)
    assert preview.plan.names == 1


@pytest.mark.parametrize("separator", ["、", ",", "，", " ", "；", "\n", "、 ", "/"])
def test_any_separator_will_do(school_class: SchoolClass, admin: User, separator: str) -> None:
    preview = read(school_class, one_class({"文明星": separator.join(NAMES[:5])}), admin)
    assert (errors(preview), preview.plan.names) == ([], 5)


@pytest.mark.parametrize(
    ("winners", "error"),
    [
        ({"文明星": "赵安燃"}, "C4 “赵安燃” is not in this class on the last day of the month. Similar: 赵安然(1号)."),
        (
            {"文明星": "欧阳无敌"},
            "C4 “欧阳无敌” is not in this class on the last day of the month. Correct the name, or delete it.",
        ),
        ({"文明星": "王芳"}, "C4 Several pupils bear this name. Write which one: 王芳(8号) and 王芳(12号)."),
        ({"文明星": "王芳(9号)"}, "C4 It is not certain whom “王芳(9号)” means"),
        ({"文明星": "赵安然、赵安然"}, "C4 赵安然(1号) is here more than once."),
        ({"文明星": "、".join(NAMES[:6])}, "C4 Names found: 6, and the limit is 5."),
        (
            dict.fromkeys(("文明星", "爱心星", "诚信星", "感恩星", "责任星"), "赵安然"),
            "C8 赵安然(1号) has too many items in this month: 5, and the limit is 4",
        ),
        ({"文明星": "zar"}, "C4 “zar” is not in this class"),
    ],
)
def test_what_is_not_certain_is_refused_at_its_cell(
    school_class: SchoolClass, admin: User, winners: dict[str, str], error: str
) -> None:
    preview = read(school_class, one_class(winners), admin)
    assert [one for one in errors(preview) if one.startswith(error)], errors(preview)
    with refused("blocked"):
        imported(SHEETS, preview, by=admin)
    assert not Nomination.objects.exists()
    assert not ClassRound.objects.exists()


def changed(row: int, column: int, value: object) -> Callable[[], bytes]:
    def build() -> bytes:
        rows = rows_of("七年级(1)班", {"文明星": "赵安然"})
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = value
        return workbook({"七年级(1)班": rows})

    return build


@pytest.mark.parametrize(
    ("build", "error"),
    [
        (changed(1, 1, "第十中学2025年10月班级评星表"), "The sheet is for another month than September 2025."),
        (changed(2, 2, "七年级(2)班"), "B2 There is no class “七年级(2)班” in this month. Similar: 七年级(1)班."),
        (changed(4, 2, "文名星"), "B4 The scheme has no star of this name. Similar: 文明星."),
        (changed(5, 2, "文明星"), "B5 This star has another row in the sheet."),
        (changed(4, 2, None), "C4 There are names here without a star."),
        (changed(3, 3, "评语"), "row 3 Required columns are missing"),
        (changed(4, 3, "赵\u202e安然"), "C4 The text holds an invisible character"),
        (changed(4, 3, "#REF!"), "C4 The cell shows a spreadsheet error."),
        (lambda: workbook({"Sheet1": [["通知"]]}), "No header row was found"),
        (
            lambda: workbook({"七(1)班": rows_of("七年级(1)班", {}), "初一1班": rows_of("七年级(1)班", {})}),
            "More than one sheet is for 七年级(1)班.",
        ),
        (
            lambda: workbook({"八年级(3)班": rows_of("七年级(1)班", {"文明星": "赵安然"})}),
            "The sheet is for 七年级(1)班, but 八年级(3)班 is given here.",
        ),
    ],
)
def test_a_sheet_that_cannot_be_right_is_refused(
    school_class: SchoolClass, admin: User, build: Callable[[], bytes], error: str
) -> None:
    preview = read(school_class, build(), admin)
    assert [one for one in errors(preview) if one.startswith(error)], errors(preview)
    assert preview.blocked


def test_one_bad_sheet_keeps_the_others_out(school_class: SchoolClass, admin: User) -> None:
    other = make_class(school_class.school, number=2)
    make_student(other, "冯海燕", seat=1)
    good = one_class({"文明星": "冯海燕"}, "七年级(2)班")
    bad = one_class({"文明星": "没有这人"})
    preview = read_files(school_class, [("good.xlsx", good), ("bad.xlsx", bad)], admin)
    assert [one.place.file for one in preview.findings if one.level is Level.ERROR] == ["bad.xlsx"]
    with refused("blocked"):
        imported(SHEETS, preview, by=admin)
    assert not Nomination.objects.exists()


def test_a_pupil_of_another_class_is_not_taken(school_class: SchoolClass, admin: User) -> None:
    other = make_class(school_class.school, number=2)
    make_student(other, "冯海燕", seat=1)
    assert errors(read(school_class, one_class({"文明星": "冯海燕"}), admin))


def test_a_number_that_disagrees_with_the_names_is_told(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, one_class({"文明星": "赵安然"}, counts={"文明星": "3人"}), admin)
    assert not preview.blocked
    assert "Number written here: 3; names found: 1." in said(preview, Level.WARNING)


@pytest.mark.parametrize("words", ["", "不同意", "未征求"])
def test_the_review_is_not_ticked_where_nobody_was_asked(school_class: SchoolClass, admin: User, words: str) -> None:
    preview = enter(school_class, one_class({"文明星": "赵安然"}, consulted=words), admin)
    assert any("subject teachers were asked" in text for text in said(preview, Level.WARNING))
    assert not HeldStep.objects.filter(step__code="review").exists()
    with pytest.raises(moves.Blocked):
        moves.submit(ClassRound.objects.get(school_class=school_class), by=admin, at=NOW)


def test_champion_rows_are_skipped_with_a_note(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, one_class({"班级状元星": "赵安然"}, stars=("文明星", "班级状元星")), admin)
    assert (preview.plan.names, preview.blocked) == (0, False)
    assert any("Champion stars" in text for text in said(preview, Level.NOTE))


def test_five_cells_under_one_merged_header_are_one_list(school_class: SchoolClass, admin: User) -> None:
    rows = rows_of("七年级(1)班", {}, stars=())
    rows[2] = ["序号", "星名", "获星学生", None, None, None, None, "人数"]
    rows.insert(3, [1, "文明星", *NAMES[:5], 5])
    preview = read(school_class, workbook({"七年级(1)班": rows}, merged="C3:G3"), admin)
    assert (errors(preview), preview.plan.names) == ([], 5)


def test_seats_alone_are_names_with_a_note(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, one_class({"文明星": "1、2"}), admin)
    assert (errors(preview), preview.plan.names) == ([], 2)
    assert any("“1” was read as 赵安然(1号)." in text for text in said(preview, Level.NOTE))


def test_a_submitted_sheet_takes_the_same_file_and_no_other(school_class: SchoolClass, admin: User) -> None:
    content = one_class({"文明星": "赵安然"})
    enter(school_class, content, admin)
    moves.submit(ClassRound.objects.get(school_class=school_class), by=admin, at=NOW)
    assert enter(school_class, content, admin).plan.counts[RowState.UNCHANGED] == 1
    other = read(school_class, one_class({"文明星": "钱博文"}), admin)
    assert errors(other) == ["The sheet is “submitted” and says something else than the file: 文明星."]


def test_a_change_between_preview_and_confirmation_is_noticed(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, one_class({"文明星": "赵安然"}), admin)
    opening.open_round(round_of(school_class), by=None, at=NOW)
    sheet = ClassRound.objects.select_related("round__term__pinned__scheme").get(school_class=school_class)
    change = Change(pupils_of(sheet)[4].pk, items_of(sheet)[0].pk, wanted=True)
    entering.save_lines(sheet, [change], by=admin, at=NOW)
    with refused("stale"):
        imported(SHEETS, preview, by=admin)
    assert standing(school_class) == {"文明星": ["周恩泽"]}


def test_steps_ticked_by_hand_keep_their_dates(school_class: SchoolClass, admin: User) -> None:
    opening.open_round(round_of(school_class), by=None, at=NOW)
    sheet = ClassRound.objects.select_related("round__term__pinned__scheme").get(school_class=school_class)
    fill(sheet, admin)
    HeldStep.objects.update(held_on=dt.date(2025, 9, 25))
    enter(school_class, one_class({"文明星": "赵安然"}), admin)
    assert set(HeldStep.objects.values_list("held_on", flat=True)) == {dt.date(2025, 9, 25)}


def test_a_homeroom_teacher_enters_the_own_class_only(school_class: SchoolClass) -> None:
    other = make_class(school_class.school, number=2)
    make_student(other, "冯海燕", seat=1)
    teacher = make_homeroom(school_class)
    assert not read(school_class, one_class({"文明星": "赵安然"}), teacher).blocked
    foreign = read(school_class, one_class({"文明星": "不知谁"}, "七年级(2)班"), teacher)
    assert errors(foreign) == ["The sheet of this class is filled in by its homeroom teacher, not by you."]


def test_the_office_files_and_does_not_enter(school_class: SchoolClass) -> None:
    clerk = make_office(school_class.school)
    assert errors(read(school_class, one_class({"文明星": "赵安然"}), clerk)) == [
        "The sheet of this class is filled in by its homeroom teacher, not by you."
    ]


def test_a_title_without_a_month_asks_for_a_look(school_class: SchoolClass, admin: User) -> None:
    preview = read(school_class, one_class({"文明星": "赵安然"}, title="班级评星表"), admin)
    assert not preview.blocked
    assert any("names no month" in text for text in said(preview, Level.WARNING))


@pytest.mark.parametrize("title", [TITLE, "9月份班级评星表", "九月评星表", "2025 年 09 月评星"])
def test_a_title_says_its_month_in_many_ways(school_class: SchoolClass, admin: User, title: str) -> None:
    preview = read(school_class, one_class({"文明星": "赵安然"}, title=title), admin)
    assert not said(preview, Level.WARNING)
