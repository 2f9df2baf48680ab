"""The term's workbook: its columns, its totals, and that typed text stays text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from awards.models import ClassRound, StarEntry, StarItem
from awards.rules.entitlements import RewardKind
from awards.sheets import corrections
from reports.access import terms_of
from reports.terms import exports
from reports.terms.facts import facts_of
from reports.terms.pupils import PupilsResource, pupil_sheets
from starrating.operations.models import AuditEvent
from students.models import Enrolment, SchoolClass, Student, Term, User
from students.pupils.movements import change_class
from tests.awards.settlement_factories import make_ended
from tests.factories import (
    make_administrator,
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_students,
    make_term,
    moment,
)
from tests.reports.factories import HOSTILE, formulas, made_in_the_background, signed_in, total_of, workbook

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 3)


@pytest.fixture
def sheet() -> ClassRound:
    return make_final()


def written(term: Term, by: User, class_pks: list[int] | None = None) -> Workbook:
    stream = BytesIO()
    with translation.override("en"):
        loaded = terms_of(term.school).get(pk=term.pk)
        exports.term_workbook(loaded, stream, class_pks=class_pks, by=by, at=moment(DAY))
    return workbook(stream.getvalue())


def rows_of(book: Workbook, title: str) -> list[dict[str, object]]:
    head, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip([str(name) for name in head], row, strict=True)) for row in rows]


def test_each_pupil_has_months_items_and_total(sheet: ClassRound) -> None:
    book = written(sheet.round.term, make_administrator(sheet.school_class.school))
    rows = rows_of(book, "Pupils")
    assert len(rows) == 8
    items = rows_of(book, "Stars by item")
    assert [row["Name"] for row in items] == [row["Name"] for row in rows]
    assert rows[0]["September"] == items[0]["文明星"] == rows[0]["Earned"] == rows[0]["Total"] == 1
    assert (rows[0]["Deducted"], items[0]["年组状元星"], rows[7]["Total"]) == (0, 0, 0)
    for row in rows:
        pupil = Student.objects.get(number=row["School number"])
        assert row["Total"] == total_of(pupil.pk)


def test_columns_are_those_of_the_paper(sheet: ClassRound) -> None:
    book = written(sheet.round.term, make_administrator(sheet.school_class.school))
    head = [cell.value for cell in book["Pupils"][1]]
    assert head[:6] == ["No.", "Grade", "Class", "School number", "Name", "Sex"]
    assert head[6:11] == ["September", "October", "November", "December", "January"]
    assert head[11:15] == ["Earned", "Deducted", "Total", "Level (provisional)"]
    assert head[15:] == ["Letter", "Certificate", "Award eligibility", "Outstanding Parent", "Remarks"]
    items = [cell.value for cell in book["Stars by item"][1]]
    assert items[:7] == [*head[:6], "文明星"]
    assert items[16:] == ["劳动星", "年组状元星", "班级状元星", "年组学科状元星", "班级学科状元星", "Earned"]


def test_ready_for_the_printer(sheet: ClassRound) -> None:
    book = written(sheet.round.term, make_administrator(sheet.school_class.school))
    page = book["Pupils"]
    assert page.freeze_panes == "F2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    head, foot = page.oddHeader, page.oddFooter
    assert head is not None
    assert foot is not None
    assert "第十中学" in str(head.center.text)
    assert "2025–2026 school year" in str(head.center.text)
    assert "provisional" in str(head.center.text)
    assert "吴敏" in str(foot.left.text)


def printed(page: Worksheet) -> float:
    """How large text comes out across A4, in points: a width is in characters of 7 pixels, its padding included."""
    wide = sum(
        column.width * 7 * ((column.max or 0) - (column.min or 0) + 1) for column in page.column_dimensions.values()
    )
    return 11 * min(1.0, 1046 / wide)


def test_every_sheet_can_be_read_on_paper(sheet: ClassRound) -> None:
    scheme, last = sheet.round.term.pinned.scheme, StarItem.objects.latest("order")
    StarItem.objects.bulk_create(
        StarItem(
            group=last.group,
            scheme=scheme,
            code=f"more-{number}",
            name=f"第{number}星",
            short_name=f"{number}",
            order=last.order + number,
        )
        for number in range(1, 31)
    )
    book = written(sheet.round.term, make_administrator(sheet.school_class.school))
    assert [page.title for page in book.worksheets][:3] == ["Pupils", "Stars by item", "Stars by item (2)"]
    assert {page.title: printed(page) for page in book.worksheets if printed(page) < 7} == {}
    heads = [str(cell.value) for page in book.worksheets[1:3] for cell in page[1]]
    assert [name for name in heads if name.startswith("第")] == [f"第{number}星" for number in range(1, 31)]


def test_few_stars_stand_beside_the_pupils() -> None:
    school_class = make_class(make_school())
    make_students(school_class, 2)
    facts = facts_of(terms_of(school_class.school).get(pk=make_term(school_class.school).pk), DAY)
    few = replace(facts, items=facts.items[:3])
    assert [len(pupil_sheets(one)) for one in (few, facts)] == [1, 2]


def test_a_strong_line_parts_the_classes_and_rows_can_be_filtered(sheet: ClassRound) -> None:
    make_students(make_class(sheet.school_class.school, 2), 3)
    book = written(sheet.round.term, make_administrator(sheet.school_class.school))
    for title in ("Pupils", "Stars by item"):
        page = book[title]
        tops = [str(row[0].border.top.style) for row in page.iter_rows(min_row=2)]
        assert tops == ["thin"] * 8 + ["thick"] + ["thin"] * 2
        assert page.auto_filter.ref == page.dimensions
    classes = book["Classes"]
    # The last row is of all classes, and stays below however the others are sorted.
    assert str(classes.auto_filter.ref).endswith("3")
    one, other, total = rows_of(book, "Classes")
    assert (total["Class"], total["Pupils"], total["Total stars"]) == ("Total", 11, 3)
    assert total["No level yet"] == int(str(one["No level yet"])) + int(str(other["No level yet"]))


def test_a_long_name_is_whole_in_a_list(sheet: ClassRound) -> None:
    name = "阿卜杜热西提江尼亚孜·买买提依明江艾合买提"
    pupil = Student.objects.filter(enrolments__school_class=sheet.school_class).earliest("pk")
    Student.objects.filter(pk=pupil.pk).update(name=name)
    page = written(sheet.round.term, make_administrator(sheet.school_class.school))["Pupils"]
    row = next(row for row in page.iter_rows(min_row=2) if row[4].value == name)
    assert row[4].alignment.wrap_text
    lines = float(page.row_dimensions[row[4].row or 0].height or 15) / 15
    # A Chinese character takes two places.
    assert lines * (page.column_dimensions["E"].width - 5 / 7) >= 2 * len(name)


def test_class_summary_adds_up(sheet: ClassRound) -> None:
    book = written(sheet.round.term, make_administrator(sheet.school_class.school))
    row, total = rows_of(book, "Classes")
    assert {**total, "Class": row["Class"], "Homeroom teacher": row["Homeroom teacher"]} == row
    assert (row["Class"], row["Homeroom teacher"], row["Pupils"]) == ("七年级(1)班", "李岚", 8)
    assert (row["Total stars"], row["Mean"], row["No level yet"], row["Sheets in time"]) == (3, 0.4, 8, 1)
    assert row["Total stars"] == sum(int(str(pupil["Total"])) for pupil in rows_of(book, "Pupils"))


def test_level_and_what_it_brings_follow_the_scheme(sheet: ClassRound) -> None:
    term = terms_of(sheet.school_class.school).get()
    facts = facts_of(term, DAY)
    pupil = facts.pupils[0]
    pupil.earned, pupil.level = 25, 4
    with translation.override("en"):
        table = PupilsResource(facts).sheet()
        cells = dict(zip([column.column_name for column in table.columns], next(iter(table.body)), strict=True))
    assert (cells["Level (provisional)"], cells["Letter"], cells["Certificate"]) == ("四星级学生", "yes", "yes")
    assert (cells["Award eligibility"], cells["Outstanding Parent"]) == ("yes", "")


def test_who_left_is_listed_apart_and_who_moved_has_a_remark(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    other = make_class(school, 2)
    first, second = list(Enrolment.objects.filter(school_class=sheet.school_class).order_by("seat")[:2])
    for row in (first, second):
        row.ends_on = dt.date(2025, 10, 20)
        row.save()
    Enrolment.objects.create(student=second.student, school_class=other, seat=1, starts_on=dt.date(2025, 10, 21))
    book = written(sheet.round.term, make_administrator(school))
    assert [row["Name"] for row in rows_of(book, "Pupils who left")] == [first.student.name]
    moved = [row for row in rows_of(book, "Pupils") if row["School number"] == second.student.number]
    assert (moved[0]["Class"], moved[0]["Total"]) == ("七年级(2)班", 1)
    assert "七年级(1)班" in str(moved[0]["Remarks"])


def test_the_office_has_every_sheet_a_teacher_not_the_reasons(sheet: ClassRound) -> None:
    term, school_class = sheet.round.term, sheet.school_class
    everything = written(term, make_administrator(school_class.school)).sheetnames
    assert everything == [
        "Pupils", "Stars by item", "Classes", "Letters", "Certificates", "Deductions and corrections",
        "Enrolment changes", "Pupils who left",
    ]  # fmt: skip
    own = written(term, school_class.staffings.get().user, [school_class.pk]).sheetnames
    assert own == [name for name in everything if name != "Deductions and corrections"]


def test_a_reversal_stands_with_its_reason(sheet: ClassRound) -> None:
    office = make_office(sheet.school_class.school, "孙老师")
    entry = StarEntry.objects.earliest("pk")
    corrections.reverse(entry, reason="填错了名字", by=office, at=moment(DAY))
    (row,) = rows_of(written(sheet.round.term, office), "Deductions and corrections")
    assert (row["Name"], row["Stars"], row["Reason"], row["Entered by"]) == (
        entry.student.name, -entry.stars, "填错了名字", "孙老师"
    )  # fmt: skip


def test_letters_and_certificates_follow_level_and_settlement() -> None:
    ended = make_ended((26, 21, 3))
    four_stars, three_stars, _none = ended.pupils
    before = rows_of(written(ended.term, ended.administrator), "Certificates")
    assert [(row["Name"], row["Certificate number"]) for row in before] == [(four_stars.name, "")]
    ended.settle()
    book = written(ended.term, ended.administrator)
    assert {row["Name"] for row in rows_of(book, "Letters")} == {four_stars.name, three_stars.name}
    (row,) = rows_of(book, "Certificates")
    assert (row["Name"], row["Total"]) == (four_stars.name, 26)
    assert row["Certificate number"] == ended.of(four_stars, RewardKind.CERTIFICATE).number


def test_movements_of_the_term_and_of_a_teachers_class(sheet: ClassRound) -> None:
    office, other = make_office(sheet.school_class.school), make_class(sheet.school_class.school, 2)
    pupil = Enrolment.objects.filter(school_class=sheet.school_class).earliest("pk").student
    change_class(pupil, other, on=dt.date(2025, 10, 20), reason="家长申请", by=office, at=moment(DAY))
    (row,) = rows_of(written(sheet.round.term, office), "Enrolment changes")
    assert (row["Name"], row["From class"], row["To class"]) == (pupil.name, "七年级(1)班", "七年级(2)班")
    third = make_class(sheet.school_class.school, 3)
    assert rows_of(written(sheet.round.term, make_homeroom(third), [third.pk]), "Enrolment changes") == []


def test_nothing_typed_becomes_a_formula() -> None:
    school = make_school(name="=1+1")
    school_class = SchoolClass.objects.create(school=school, entry_year=2025, number=1, alias="=1+2")
    for seat, text in enumerate(HOSTILE, start=1):
        make_student(school_class, text, seat=seat, number=f"=2+{seat}")
    make_homeroom(school_class, "@SUM(A1)")
    book = written(make_term(school), make_administrator(school, "+1"))
    assert formulas(book) == []
    assert len(HOSTILE) == 30
    names = [str(row["Name"]).replace("_x000D_", "\r") for row in rows_of(book, "Pupils")]
    assert names == HOSTILE


def test_numbers_that_are_names_stay_text() -> None:
    school_class = make_class(make_school())
    make_student(school_class, "张珊", seat=1, number="00120")
    book = written(make_term(school_class.school), make_administrator(school_class.school))
    cell = book["Pupils"]["D2"]
    assert (cell.value, cell.data_type) == ("00120", "s")


@pytest.mark.parametrize("size", [3, 60])
def test_statements_do_not_grow_with_the_school(size: int) -> None:
    school_class = make_class(make_school())
    make_students(school_class, size)
    term = terms_of(school_class.school).get(pk=make_term(school_class.school).pk)
    with CaptureQueriesContext(connection) as queries:
        facts_of(term, DAY)
    assert len(queries) == 10


def test_command_writes_the_file_and_the_audit(sheet: ClassRound, tmp_path: Path) -> None:
    make_administrator(sheet.school_class.school)
    target = tmp_path / "term.xlsx"
    call_command("export_term", "2025-1", "--out", str(target), stdout=StringIO())
    assert len(workbook(target.read_bytes()).worksheets) == 8
    assert AuditEvent.objects.get(action="term.exported").new == {"pupils": 8}


def test_downloads_by_role(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    other = make_class(school, 2)
    make_students(other, 4)
    address = f"/papers/{sheet.round.term_id}/workbook/"
    with time_machine.travel(moment(DAY), tick=False):
        office = made_in_the_background(signed_in(make_office(school)), address)
        teacher = signed_in(make_homeroom(other, "张老师")).post(address)
        assert signed_in(make_office(make_school())).post(address).status_code == 404
        assert signed_in(make_office(school)).get(address).status_code == 405
        assert timezone.localdate() == DAY
    assert workbook(office).worksheets[0].max_row == 13
    assert workbook(teacher.content).worksheets[0].max_row == 5
    assert AuditEvent.objects.filter(action="term.exported").count() == 2
