"""Rosters: what the files mean, what is shown, what is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.terms import opening
from starrating.operations.models import AuditEvent
from starrating.text import Level
from students.imports.importer import ROSTER as ROSTER_FILES
from students.imports.pipeline.plan import RowState
from students.models import Enrolment, GroupLeader, Guardian, SchoolClass, Student, StudentGroup
from tests.factories import make_class, make_school, make_student, make_term, moment
from tests.hostile.making.content import HEADER, PUPILS, ROSTER, changed
from tests.imports import imported, looked_at
from tests.refusals import refused
from tests.students.factories import (
    FIRST_DAY,
    TODAY,
    book,
    csv,
    import_roster,
    preview_roster,
    said,
    school_with_administrator,
)

pytestmark = pytest.mark.django_db


def enrolments(number: str) -> list[tuple[str, int | None, dt.date, dt.date | None]]:
    rows = Enrolment.objects.filter(student__number=number).order_by("starts_on", "pk").select_related("school_class")
    return [(str(row.school_class), row.seat, row.starts_on, row.ends_on) for row in rows]


def test_new_pupils_with_their_class_group_and_seat() -> None:
    school, by = school_with_administrator()
    preview = import_roster(school, by)
    assert preview.plan.counts[RowState.NEW] == 3
    assert [(one.name, one.rows) for one in preview.plan.new_classes] == [("七年级(1)班", 3)]
    student = Student.objects.get(school=school, number="20250101")
    assert (student.name, student.sex, student.initials) == ("林晓雯", "f", "lxw")
    assert enrolments("20250101") == [("2025级1班", 1, FIRST_DAY, None)]
    assert Enrolment.objects.get(student=student).group == StudentGroup.objects.get(number=1)
    assert AuditEvent.objects.get(action="roster.imported").new["new"] == 3


def test_the_same_file_again_changes_nothing_and_writes_no_audit() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    again = import_roster(school, by)
    assert (again.writes, again.plan.counts[RowState.UNCHANGED]) == (False, 3)
    assert AuditEvent.objects.filter(action="roster.imported").count() == 1


def test_preview_only_reads() -> None:
    school, _by = school_with_administrator()
    with CaptureQueriesContext(connection) as queries:
        preview_roster(school)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


SHAPES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "sheet_named_for_the_class": lambda: ("7.xlsx", _sheet_per_class()),
    "numeric_numbers_and_other_headers": lambda: book(
        [["班 级", "姓 名", "学籍辅号", "学号", "组别", "座位号"], ["初一(1)班", "李  明", None, 20250101.0, 1.0, 1.0]]
    ),
    "gb18030_full_width": lambda: (
        "七年级.csv",
        "学号,姓名,班级,座号\r\n２０２５０１０１,李明,七(1)班,１\r\n".encode("gb18030"),
    ),
}


def _sheet_per_class() -> bytes:
    import_rows = [
        ["第十中学2025级七年级(1)班学生名册"],
        ["序号", "学号", "姓名", "座号"],
        ["1", "20250101", "李明", "1"],
    ]
    return book(import_rows)[1]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_gives_the_same_pupil(shape: str) -> None:
    school, by = school_with_administrator()
    preview = looked_at(ROSTER_FILES, [SHAPES[shape]()], school, at=moment(TODAY), starts_on=FIRST_DAY)
    assert not preview.blocked, said(preview, Level.ERROR)
    imported(ROSTER_FILES, preview, by=by)
    student = Student.objects.get()
    assert (student.number, student.name) == ("20250101", "李明")
    assert enrolments("20250101") == [("2025级1班", 1, FIRST_DAY, None)]


LAST_YEARS = [
    HEADER,
    *([str(20220100 + row), f"学生{row}", "女", f"{2022 + row % 3}级1班", str(row), ""] for row in range(1, 10)),
]


def test_a_roster_of_another_school_year_is_one_fact_with_its_term_offered() -> None:
    school, by = school_with_administrator()
    with translation.override("en"):
        [alone] = said(preview_roster(school, LAST_YEARS), Level.ERROR)
    assert "2024–2025" in alone
    assert "open a term of 2024–2025 first" in alone
    make_term(school)
    earlier = partial(opening.open_term, school, school_year=2024, ordinal=2, by=by, at=moment(TODAY))
    earlier(starts_on=dt.date(2025, 2, 24), ends_on=dt.date(2025, 7, 4))
    preview = looked_at(ROSTER_FILES, [csv(LAST_YEARS)], school, at=moment(TODAY))
    assert len(said(preview, Level.ERROR)) == 1
    [asked] = preview.questions
    assert (asked.field, asked.about, [key for key, _name in asked.options]) == ("cell", "term", ["2024-2"])
    answered = looked_at(ROSTER_FILES, [csv(LAST_YEARS)], school, at=moment(TODAY), cell=["term=2024-2"])
    assert not answered.blocked, said(answered, Level.ERROR)
    assert {str(one) for one in answered.plan.new_classes} == {"七年级(1)班", "八年级(1)班", "九年级(1)班"}


def test_one_class_of_another_year_in_a_roster_of_this_one_is_an_error_of_its_row() -> None:
    school, _by = school_with_administrator()
    rows = [["2", "钱博文", "男", "2022级1班", "2", ""], ["3", "孙晨曦", "女", "2025级1班", "3", ""]]
    [error] = said(preview_roster(school, [HEADER, *rows, ["4", "李丹青", "女", "2024级1班", "4", ""]]), Level.ERROR)
    assert "2022级1班" in error


def test_grade_and_class_in_two_columns() -> None:
    school, by = school_with_administrator()
    import_roster(school, by, [["学号", "姓名", "年级", "班级"], ["1", "李明", "八年级", "3"]])
    assert SchoolClass.objects.get(school=school).number == 3
    assert SchoolClass.objects.get(school=school).entry_year == 2024


def test_an_existing_class_is_found_by_its_own_name() -> None:
    school, by = school_with_administrator()
    SchoolClass.objects.create(school=school, entry_year=2025, number=4, alias="253班")
    preview = import_roster(school, by, [HEADER, ["1", "李明", "男", "２５３班", "1", "1"]])
    assert preview.plan.new_classes == ()
    assert enrolments("1")[0][0] == "2025级4班"


def test_a_look_alike_class_is_an_error_with_the_nearest_name() -> None:
    school, _by = school_with_administrator()
    make_class(school)
    with translation.override("en"):
        errors = said(preview_roster(school, changed(2, 4, "七年级(А)班")), Level.ERROR)
    assert errors == ["名册.csv / D2: There is no class 七年级(А)班. Is 七年级(1)班 meant?"]


def test_another_name_for_a_known_number_is_skipped_unless_chosen() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    grid = changed(2, 2, "林小文")
    skipped = import_roster(school, by, grid)
    assert [row.number for row in skipped.plan.conflicts] == ["20250101"]
    assert Student.objects.get(number="20250101").name == "林晓雯"
    taken = import_roster(school, by, grid, renames=frozenset({"20250101"}))
    assert (taken.plan.counts[RowState.CONFLICT], taken.plan.counts[RowState.CHANGED]) == (0, 1)
    assert (Student.objects.get(number="20250101").name, Student.objects.get(number="20250101").initials) == (
        "林小文",
        "lxw",
    )
    assert AuditEvent.objects.filter(action="roster.imported").latest("pk").new["changes"] == {
        "20250101": {"name": ["林晓雯", "林小文"]}
    }


def test_choosing_a_name_leaves_the_preview_the_same() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    grid = changed(2, 2, "林小文")
    assert preview_roster(school, grid).digest == preview_roster(school, grid, renames=frozenset({"20250101"})).digest


def test_another_dot_in_a_name_is_no_change() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    assert not import_roster(school, by, changed(4, 2, "阿依古丽•吐尔逊")).writes
    assert Student.objects.get(number="20250103").name == "阿依古丽·吐尔逊"


def test_a_move_ends_one_enrolment_and_begins_another() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    group = StudentGroup.objects.get(number=1)
    student = Student.objects.get(number="20250101")
    GroupLeader.objects.create(group=group, student=student, starts_on=FIRST_DAY)
    grid = changed(2, 4, "七年级(2)班")
    shown = preview_roster(school, grid).plan.changed[0]
    assert [(one.old, one.new) for one in shown.changes if one.field == "class"] == [("七年级(1)班", "七年级(2)班")]
    assert shown.moves_on == TODAY
    import_roster(school, by, grid)
    yesterday = TODAY - dt.timedelta(days=1)
    assert enrolments("20250101") == [("2025级1班", 1, FIRST_DAY, yesterday), ("2025级2班", 1, TODAY, None)]
    assert GroupLeader.objects.get().ends_on == yesterday


def test_a_move_on_the_first_day_is_put_right_in_place() -> None:
    school, by = school_with_administrator()
    import_roster(school, by, today=FIRST_DAY)
    import_roster(school, by, changed(2, 4, "七年级(2)班"), today=FIRST_DAY)
    assert enrolments("20250101") == [("2025级2班", 1, FIRST_DAY, None)]


def test_a_blank_seat_is_filled_in_place_and_never_emptied() -> None:
    school, by = school_with_administrator()
    import_roster(school, by, changed(2, 5, ""))
    import_roster(school, by)
    assert enrolments("20250101") == [("2025级1班", 1, FIRST_DAY, None)]
    assert not import_roster(school, by, changed(2, 5, "")).writes


def test_who_left_and_is_listed_again_is_enrolled_from_the_next_free_day() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    left = dt.date(2025, 9, 20)
    Enrolment.objects.filter(student__number="20250101").update(ends_on=left)
    import_roster(school, by)
    assert enrolments("20250101")[1] == ("2025级1班", 1, dt.date(2025, 9, 21), None)


def test_the_absent_are_listed_and_kept() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    preview = import_roster(school, by, [HEADER, *PUPILS[:2]])
    assert preview.plan.absent == 1
    assert any("阿依古丽·吐尔逊 (20250103)" in text for text in said(preview, Level.NOTE))
    assert enrolments("20250103") == [("2025级1班", 3, FIRST_DAY, None)]


def test_namesakes_stay_two_people() -> None:
    school, by = school_with_administrator()
    import_roster(school, by, changed(3, 2, "林晓雯"))
    assert Student.objects.filter(name="林晓雯").count() == 2


def test_a_note_of_namesakes_always_has_their_name() -> None:
    school, _by = school_with_administrator()
    nameless = [["20260001", "", "", "七年级(1)班", "5", ""], ["20260002", "", "", "七年级(1)班", "6", ""]]
    with translation.override("en"):
        preview = preview_roster(school, [HEADER, *nameless])
        assert preview.blocked
        assert not [text for text in said(preview, Level.NOTE) if "pupils called" in text]
        twins = changed(3, 2, "林晓雯")
        assert [text for text in said(preview_roster(school, twins), Level.NOTE) if "pupils called 林晓雯" in text]


def test_lost_zeros_are_given_back_to_the_one_pupil_of_that_name() -> None:
    school, by = school_with_administrator()
    school_class = make_class(school)
    make_student(school_class, "李明", number="0012", seat=5)
    preview = preview_roster(school, [HEADER, ["12", "李明", "", "七年级(1)班", "5", ""]])
    assert [row.number for row in preview.plan.rows] == ["0012"]
    assert len(said(preview, Level.WARNING)) == 1
    import_roster(school, by, [HEADER, ["12", "李明", "", "七年级(1)班", "5", ""]])
    assert Student.objects.count() == 1


def test_lost_zeros_of_somebody_else_are_an_error() -> None:
    school, _by = school_with_administrator()
    make_student(make_class(school), "李明", number="0012")
    file = book([HEADER, [12.0, "张可", "", "七年级(1)班", "5", ""]])
    preview = looked_at(ROSTER_FILES, [file], school, at=moment(TODAY))
    assert preview.blocked
    assert preview.plan.counts[RowState.ERROR] == 1


def test_a_number_twice_is_an_error_in_both_places_and_nothing_is_written() -> None:
    school, by = school_with_administrator()
    preview = preview_roster(school, changed(3, 1, "20250101"))
    assert [row.state for row in preview.plan.rows] == [RowState.ERROR, RowState.ERROR, RowState.NEW]
    with refused("blocked"):
        imported(ROSTER_FILES, preview, by=by)
    assert not Student.objects.exists()


def test_an_identity_number_is_refused_and_not_repeated() -> None:
    school, _by = school_with_administrator()
    preview = preview_roster(school, changed(2, 1, "11010120130101123X"))
    assert preview.blocked
    assert not any("11010120130101123" in text for text in said(preview, Level.ERROR))
    assert not any("11010120130101123" in one.value for one in preview.findings)


def test_guardians_are_kept_once() -> None:
    school, by = school_with_administrator()
    grid = [[*HEADER, "监护人", "联系电话"], *([*pupil, "林建国", "139-0000-0000"] for pupil in PUPILS)]
    import_roster(school, by, grid)
    assert not import_roster(school, by, grid).writes
    assert Guardian.objects.filter(name="林建国", phone="139-0000-0000").count() == 3


def test_a_preview_from_before_a_change_must_be_looked_at_again() -> None:
    school, by = school_with_administrator()
    old = preview_roster(school)
    import_roster(school, by, [HEADER, PUPILS[0]])
    with refused("stale"):
        imported(ROSTER_FILES, old, by=by)
    assert Student.objects.count() == 1


def test_the_same_number_in_another_school_is_another_pupil() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    other = make_school()
    assert preview_roster(other, ROSTER).plan.counts[RowState.NEW] == 3


def test_reading_a_large_roster_takes_no_more_queries_than_a_small_one() -> None:
    school, by = school_with_administrator()
    import_roster(school, by)
    rows = [[f"2025{n:04}", f"林{n}", "男", f"七年级({n % 9 + 1})班", str(n % 50 + 1), "1"] for n in range(1000, 1300)]
    with CaptureQueriesContext(connection) as queries:
        import_roster(school, by, [HEADER, *rows])
    assert len(queries) < 40
