"""Month sheets, violations and score files as schools write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from awards.exams.marks import AbsenceWords, read_mark
from awards.exams.score_files import Ranked, rank_files
from awards.models import Violation
from awards.rules.champions import Absence
from starrating.cells.findings import Place, has_errors
from starrating.cells.model import Cell as FileCell, Kind
from starrating.text import Level
from students.imports.pipeline.meanings import Meanings
from students.models import Student
from students.school.calendar import working_day_test, years_without_holidays
from tests.awards.exam_factories import Cell, Grade, make_grade, spec_of, workbook
from tests.factories import make_administrator, make_school

MARKS = ((90, 80), (85, 95), (70, 70), (60, 60), (88, 65), (50, 50))


@pytest.fixture
def grade(db: None) -> Grade:
    found = make_grade()
    make_administrator(found.school)
    return found


def ranked_as(grade: Grade, head: Sequence[Sequence[Cell]], *, meanings: Meanings | None = None) -> Ranked:
    rows: list[list[Cell]] = [
        [pupil.number, pupil.name, *marks] for pupil, marks in zip(grade.pupils, MARKS, strict=True)
    ]
    width = len(head[-1])
    padded = [[*row, *("9" for _ in range(width - len(row)))] for row in rows]
    return rank_files([("成绩.xlsx", workbook([*head, *padded]))], spec_of(grade), meanings or Meanings())


PLAIN = (("学号", "姓名", "语文", "数学"),)
NO_ANSWERS = ()


@pytest.mark.parametrize(
    "head",
    [
        (("学号", "姓名", "语文得分", "数学得分"),),
        (("学号", "姓名", "语文成绩", "数学成绩", "语文班次", "数学校次"),),
        (("学号", "姓名", "语文120", "数学（120分）"),),
        (("学号", "姓名", "语文/120", "数学(满分150)"),),
        (("学号", "姓名", "语文", "数学", "班次", "校次", "班次", "校次"),),
        (("学号", "姓名", "语文得分", "数学得分", "语文原始分", "数学赋分"),),
        (("XH", "XM", "YW", "SX", "YY"),),
        (("学号", "姓名", "语", "数", "英"),),
        (("学号", "姓名", "语文", "数学", "学生属性", "标签"),),
    ],
)
def test_a_subject_is_known_whatever_is_written_behind_it(grade: Grade, head: Sequence[Sequence[Cell]]) -> None:
    ranked = ranked_as(grade, head)
    assert not has_errors(ranked.findings)
    wins = {(win.kind, win.subject, win.pupil) for win in ranked.results.wins if win.subject in ("语文", "数学")}
    plain = {(win.kind, win.subject, win.pupil) for win in ranked_as(grade, PLAIN).results.wins if win.subject}
    assert wins == plain


def test_the_score_is_chosen_over_other_columns_of_the_subject_and_said(grade: Grade) -> None:
    ranked = ranked_as(grade, (("学号", "姓名", "语文得分", "数学得分", "语文原始分"),))
    assert any("语文得分" in str(one.message) and "语文原始分" in str(one.message) for one in ranked.findings)


@pytest.mark.parametrize("title", ["七年级11月语文成绩", "语文", "2026年初一语文考试"])
@pytest.mark.parametrize("header", ["成绩", "得分", "分数"])
def test_one_column_of_marks_has_the_subject_of_its_title(grade: Grade, title: str, header: str) -> None:
    rows: list[list[Cell]] = [[title], ["学号", "姓名", header, "班级排名"]]
    rows += [[one.number, one.name, mark[0], 1] for one, mark in zip(grade.pupils, MARKS, strict=True)]
    ranked = rank_files([("考试.xlsx", workbook(rows))], spec_of(grade))
    assert {win.subject for win in ranked.results.wins if win.subject} == {"语文"}


@pytest.mark.parametrize("header", ["听力", "附加", "怪科"])
def test_a_column_of_numbers_that_nobody_knows_is_asked(grade: Grade, header: str) -> None:
    head = (("学号", "姓名", "语文", "数学", header),)
    ranked = ranked_as(grade, head)
    assert [(one.header, one.blocks, one.samples) for one in ranked.questions] == [(header, True, ())]
    assert has_errors(ranked.findings)
    assert not has_errors(ranked_as(grade, head, meanings=Meanings({header: ""})).findings)
    as_subject = ranked_as(grade, head, meanings=Meanings({header: "英语"}))
    assert "英语" in {win.subject for win in as_subject.results.wins}


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        *[
            (text, Absence.ABSENT)
            for text in ("缺考（病）", "缺考0", "病假", "事假", "未扫描", "Q", "×", "-1", "缺考(事)")
        ],
        *[(text, Absence.EXEMPT) for text in ("免试", "免考（体）")],
        *[(text, Absence.CHEATED) for text in ("舞弊", "作弊0")],
    ],
)
def test_words_in_place_of_a_mark(text: str, absence: Absence) -> None:
    assert read_mark(FileCell(3, 5, Kind.TEXT, text), Place("a", "b", 3, 5)).value is absence


def test_a_word_that_nobody_knows_is_asked_once_and_read_as_answered(grade: Grade) -> None:
    rows = grade.sheet((90, "缺训"), *MARKS[1:5], (50, "缺训"))
    ranked = rank_files([("七年级.xlsx", workbook(rows))], spec_of(grade))
    assert [one.header for one in ranked.questions] == ["缺训"]
    answered = rank_files([("七年级.xlsx", workbook(rows))], spec_of(grade), Meanings({"缺训": "缓考"}))
    assert not has_errors(answered.findings)
    words = AbsenceWords({"缺训": "缓考"})
    assert words.read("缺训") is Absence.DEFERRED


@pytest.mark.parametrize("number", ["-", "—", "/", "无", None])
def test_a_number_that_is_a_dash_falls_back_to_class_and_name(grade: Grade, number: Cell) -> None:
    rows = grade.sheet(*MARKS)
    rows[2][2] = number
    assert not has_errors(rank_files([("七年级.xlsx", workbook(rows))], spec_of(grade)).findings)


@pytest.mark.parametrize("column", ["班内学号", "座号", "座次"])
def test_namesakes_are_told_apart_by_their_seat(grade: Grade, column: str) -> None:
    Student.objects.filter(pk=grade.pupils[1].pk).update(name=grade.pupils[0].name)
    rows: list[list[Cell]] = [["班级", column, "姓名", "语文"]]
    rows += [["七年级(1)班", seat, grade.pupils[0].name, 100 - seat] for seat in (1, 2)]
    ranked = rank_files([("七年级.xlsx", workbook(rows))], spec_of(grade))
    assert not has_errors(ranked.findings)
    assert {win.pupil for win in ranked.results.wins} == {grade.pupils[0].pk}


def test_classes_that_are_not_in_the_files_are_one_sentence(grade: Grade) -> None:
    ranked = rank_files([("七年级.xlsx", workbook(grade.sheet(*MARKS[:3])))], spec_of(grade))
    assert sum("七年级(2)班" in str(one.message) for one in ranked.findings if one.level is Level.WARNING) == 1


HEADER: list[Cell] = ["日期", "班级", "学号", "姓名", "违纪类型"]


@pytest.mark.parametrize(
    "day", ["2025-10-21 10:20", "2025年10月21日上午", "10月21日", "10.21", "2025/10/21 14:05:00", "2025.10.21 周二"]
)
def test_days_of_violations(grade: Grade, tmp_path: Path, day: Cell) -> None:
    pupil = grade.pupils[0]
    path = tmp_path / "违纪.xlsx"
    path.write_bytes(workbook([HEADER, [day, "七年级(1)班", pupil.number, pupil.name, "打架"]]))
    call_command("import_violations", str(path), "--confirm", stdout=StringIO())
    assert Violation.objects.get().happened_on == dt.date(2025, 10, 21)


@pytest.mark.parametrize("joiner", ["、", "，", " ", "/", "\n"])
def test_a_row_of_several_pupils_is_an_incident_of_each(grade: Grade, tmp_path: Path, joiner: str) -> None:
    names = joiner.join(one.name for one in grade.pupils[:2])
    path = tmp_path / "违纪.xlsx"
    path.write_bytes(workbook([HEADER, ["2025-10-21", "七年级(1)班", None, names, "打架斗殴"]]))
    call_command("import_violations", str(path), "--confirm", stdout=StringIO())
    assert {one.student_id for one in Violation.objects.all()} == {one.pk for one in grade.pupils[:2]}


@pytest.mark.parametrize("day", ["周五", "13.40", "昨天"])
def test_a_day_that_nobody_can_read_keeps_all_out(grade: Grade, tmp_path: Path, day: str) -> None:
    pupil = grade.pupils[0]
    path = tmp_path / "违纪.xlsx"
    path.write_bytes(workbook([HEADER, [day, "七年级(1)班", pupil.number, pupil.name, "打架"]]))
    with pytest.raises(CommandError):
        call_command("import_violations", str(path), "--confirm", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [dt.date(2031, 1, 1), dt.date(2031, 5, 1), dt.date(2031, 5, 2), dt.date(2031, 10, 1), dt.date(2031, 10, 3)]
)
def test_fixed_holidays_never_count(day: dt.date) -> None:
    school = make_school()
    assert not working_day_test(school, around=day - dt.timedelta(days=9))(day)
    school.calendar_days.create(day=day, is_working=True)
    assert working_day_test(school, around=day - dt.timedelta(days=9))(day)


@pytest.mark.django_db
def test_a_year_of_which_no_holiday_is_noted_is_named() -> None:
    school = make_school()
    school.calendar_days.create(day=dt.date(2030, 10, 1), is_working=False)
    assert years_without_holidays(school, [dt.date(2030, 12, 30), dt.date(2031, 1, 6)]) == [2031]
