"""A small school that has sat an exam, and the files it hands in."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from awards.exams.verbs import ExamSpec, Results, exam_spec
from awards.models import Scheme, StarEntry
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind
from students.models import School, SchoolClass, Student, Term, User
from tests.factories import make_class, make_office, make_school, make_students, make_term, moment

HELD = dt.date(2025, 10, 17)
NOW = moment(dt.date(2025, 10, 20))
NAME = "10月月考"

Cell = str | int | float | None


@dataclass(frozen=True)
class Grade:
    """Two classes of three pupils in grade 7, with the office's clerk."""

    school: School
    term: Term
    classes: tuple[SchoolClass, SchoolClass]
    pupils: tuple[Student, ...]
    clerk: User

    def sheet(self, *marks: Sequence[Cell], subjects: Sequence[str] = ("语文", "数学")) -> list[list[Cell]]:
        """Rows as the school writes them: a title, the header, one row a pupil in the order of ``pupils``."""
        rows: list[list[Cell]] = [["七年级10月月考成绩表"], ["班级", "考号", "学号", "姓名", *subjects]]
        for place, (pupil, row) in enumerate(zip(self.pupils, marks, strict=False)):
            rows.append([1 + place // 3, f"7000{place}", pupil.number, pupil.name, *row])
        return rows


def make_grade() -> Grade:
    school = make_school()
    term = make_term(school)
    first, second = make_class(school, 1), make_class(school, 2)
    pupils = (*make_students(first, 3), *make_students(second, 3))
    return Grade(school, term, (first, second), pupils, make_office(school))


def spec_of(grade: Grade, *, kind: str = "月考", name: str = NAME, held_on: dt.date = HELD) -> ExamSpec:
    return exam_spec(grade.school, kind=kind, name=name, held_on=held_on)


def results(*wins: tuple[ItemKind, str, Student], grades: Sequence[int] = (7,)) -> Results:
    found = frozenset(Win(kind, subject, pupil.pk) for kind, subject, pupil in wins)
    return Results(found, frozenset(grades))


def first_in_total(pupil: Student) -> Results:
    return results((ItemKind.GRADE_TOTAL, TOTAL, pupil))


def workbook(rows: Sequence[Sequence[Cell]], title: str = "10月月考") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_table(rows: Sequence[Sequence[Cell]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def ledger_of(term: Term) -> list[tuple[str, str, str, str, int, str]]:
    """Every entry as number, month, star, detail, stars and source, sorted."""
    rows = StarEntry.objects.of_term(term).select_related("student", "round", "item")
    return sorted(
        (row.student.number, row.round.label, row.item.name if row.item else "", row.detail, row.stars, row.source)
        for row in rows
    )


def set_scheme(term: Term, **values: object) -> None:
    """Another setting of the scheme that the term is held under."""
    Scheme.objects.filter(pk=term.pinned.scheme_id).update(**values)
