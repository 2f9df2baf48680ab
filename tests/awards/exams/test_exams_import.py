"""Score files: what is read, repaired and refused, and that no score is left anywhere."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given, strategies as st
from pytest_django import Settings

from awards.exams.marks import read_mark
from awards.exams.score_files import Ranked, rank_files
from awards.models import Champion, Exam, ExamState, StarEntry
from awards.rules.champions import TOTAL, Absence
from awards.rules.kinds import ItemKind, Ties
from starrating.cells.findings import Place, has_errors
from starrating.cells.model import Cell as FileCell, Kind
from starrating.text import Level
from students.models import Enrolment
from tests.awards.exam_factories import (
    HELD,
    NAME,
    NOW,
    Cell,
    Grade,
    make_grade,
    set_scheme,
    spec_of,
    text_table,
    workbook,
)
from tests.clients import FormClient
from tests.factories import make_administrator, make_class, make_student
from tests.hidden import key_in

GT, CT = ItemKind.GRADE_TOTAL, ItemKind.CLASS_TOTAL
GS, CS = ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT

MARKS = ((90, 80), (85, 95), (70, 70), (60, 60), (88, 65), (50, 50))


@pytest.fixture
def grade(db: None) -> Grade:
    return make_grade()


def read(grade: Grade, rows: Sequence[Sequence[Cell]]) -> Ranked:
    return rank_files([("七年级.xlsx", workbook(rows))], spec_of(grade))


def won(grade: Grade, ranked: Ranked) -> set[tuple[ItemKind, str, int]]:
    """The winners, pupils as places counted from 0."""
    places = {pupil.pk: place for place, pupil in enumerate(grade.pupils)}
    return {(win.kind, win.subject, places[win.pupil]) for win in ranked.results.wins}


def errors(ranked: Ranked) -> list[str]:
    """The cells that errors name."""
    return [one.place.cell for one in ranked.findings if one.level is Level.ERROR]


EXPECTED = {(GT, TOTAL, 1), (CT, TOTAL, 4), (GS, "语文", 0), (GS, "数学", 1), (CS, "语文", 4), (CS, "数学", 4)}


def test_a_sheet_is_ranked(grade: Grade) -> None:
    ranked = read(grade, grade.sheet(*MARKS))
    assert won(grade, ranked) == EXPECTED
    assert ranked.results.grades == {7}
    assert not has_errors(ranked.findings)


def test_rows_in_any_order_and_as_text_give_the_same(grade: Grade) -> None:
    rows = grade.sheet(*[[f"{mark} " for mark in row] for row in MARKS])
    shuffled: list[list[Cell]] = [*rows[:2], *reversed(rows[2:])]
    assert won(grade, read(grade, shuffled)) == EXPECTED
    as_text = rank_files([("七年级.csv", text_table(shuffled))], spec_of(grade))
    assert won(grade, as_text) == EXPECTED


@pytest.mark.parametrize("text", ["缺考", "缺", "", None, "/", "—", "-", "缓考", "免考", "作弊", " 缺 考 "])
def test_who_is_absent_is_in_no_ranking_of_the_subject_and_the_total(grade: Grade, text: str | None) -> None:
    ranked = read(grade, grade.sheet(MARKS[0], (85, text), *MARKS[2:]))
    assert not has_errors(ranked.findings)
    assert won(grade, ranked) == {(GT, TOTAL, 0), (CT, TOTAL, 4), (GS, "语文", 0), (GS, "数学", 0), *CLASS_TWO}


CLASS_TWO = {(CS, "语文", 4), (CS, "数学", 4)}


def cell(text: str, kind: Kind = Kind.TEXT) -> FileCell:
    return FileCell(3, 5, kind if text else Kind.BLANK, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, "98.5") for text in ("98.5", "98.5 ", " 98.5", "９８．５", "98.5分")],
        *[("0", "0"), ("150", "150"), ("007", "7")],
        *[("缺考", Absence.ABSENT), ("缺", Absence.ABSENT), ("", Absence.BLANK), ("缓考", Absence.DEFERRED)],
        *[("免考", Absence.EXEMPT), ("作弊", Absence.CHEATED), ("/", Absence.ABSENT), ("—", Absence.ABSENT)],
        *[(text, None) for text in ("98，5", "98/100", "+98", "-5", "1_0", "1e2", "1E+2", "NaN", "Infinity", "٩٨")],
        *[(text, None) for text in ("150.5", "1500", ".5", "98.", "分", "A", "B+", "优", "合格")],
        *[("98.555", "98.555"), ("33.3333333333333", "33.3333"), ("100.0000001", "100.0000"), ("98.0500", "98.0500")],
        *[(text, None) for text in ("#N/A", "九十", "98 99分x")],
    ],
)
def test_a_cell(text: str, expected: str | Absence | None) -> None:
    reading = read_mark(cell(text), Place("f.xlsx", "s", 3, 5))
    assert str(reading.value) == str(expected)
    assert reading.refused == (expected is None)


@given(st.text(max_size=12))
def test_a_cell_of_anything_is_a_mark_an_absence_or_an_error(text: str) -> None:
    reading = read_mark(cell(text), Place("f.xlsx", "s", 3, 5))
    assert (reading.value is None) == reading.refused
    assert all(one.value == "" for one in reading.findings)


def test_a_mark_above_the_full_mark_of_its_header_is_refused(grade: Grade) -> None:
    subjects = ("语文（满分120）", "数学(100分)")
    assert won(grade, read(grade, grade.sheet(*MARKS, subjects=subjects))) == EXPECTED
    assert errors(read(grade, grade.sheet((121, 80), (85, 101), subjects=subjects))) == ["E3", "F4"]


def test_a_given_total_is_checked(grade: Grade) -> None:
    subjects = ("语文", "数学", "总分")
    rows = [(*row, sum(row)) for row in MARKS]
    assert won(grade, read(grade, grade.sheet(*rows, subjects=subjects))) == EXPECTED
    wrong = read(grade, grade.sheet((90, 80, 171), *rows[1:], subjects=subjects))
    assert errors(wrong) == ["G3"]
    absent = read(grade, grade.sheet((90, "缺考", 90), *rows[1:], subjects=subjects))
    assert errors(absent) == []


def test_rows_of_averages_are_passed_over(grade: Grade) -> None:
    rows: list[list[Cell]] = [
        *grade.sheet(*MARKS),
        ["平均分", None, None, None, 120, 120],
        [None, None, None, "最高分", 120, 120],
    ]
    assert won(grade, read(grade, rows)) == EXPECTED


def test_an_exam_number_tells_nobody(grade: Grade) -> None:
    rows = grade.sheet(*MARKS)
    rows[0], rows[1][0], rows[1][2] = ["成绩表"], None, None
    for row in rows[2:]:
        row[0], row[1], row[2] = None, f"{row[2]}7", None
    ranked = rank_files([("成绩.xlsx", workbook(rows))], spec_of(grade))
    assert errors(ranked) == [f"D{number}" for number in range(3, 9)]


@pytest.mark.parametrize("pattern", ["七年级({})班", "七({})", "{}班", "{}"])
def test_pupils_are_known_by_class_and_name(grade: Grade, pattern: str) -> None:
    rows = grade.sheet(*MARKS)
    for place, row in enumerate(rows[1:]):
        del row[2]
        row[0] = pattern.format(1 + (place - 1) // 3) if place else "班级"
    assert won(grade, read(grade, rows)) == EXPECTED


@pytest.mark.parametrize(("column", "value", "place"), [(2, "99999999", "C3"), (3, "王无名", "D3"), (3, None, "D3")])
def test_a_row_that_contradicts_the_roster_is_refused(grade: Grade, column: int, value: Cell, place: str) -> None:
    rows = grade.sheet(*MARKS)
    rows[2][column] = value
    assert errors(read(grade, rows)) == [place]


@pytest.mark.parametrize("outdated", [2, "八年级(1)班", "2026级9班", "初一"])
def test_an_outdated_class_beside_number_and_name_is_a_repair(grade: Grade, outdated: Cell) -> None:
    rows = grade.sheet(*MARKS)
    rows[2][0] = outdated
    ranked = read(grade, rows)
    assert won(grade, ranked) == EXPECTED
    assert [one.place.cell for one in ranked.findings if grade.pupils[0].name in str(one.message)] == ["A3"]


@pytest.mark.parametrize("head", ["10", "2025", "A"])
def test_an_exam_number_that_ends_in_the_school_number_tells_who_it_is(grade: Grade, head: str) -> None:
    rows = grade.sheet(*MARKS)
    rows[0], rows[1][0], rows[1][1], rows[1][2] = ["成绩表"], None, "考号", None
    for row in rows[2:]:
        row[0], row[1], row[2] = None, f"{head}{row[2]}", None
    assert won(grade, rank_files([("成绩.xlsx", workbook(rows))], spec_of(grade))) == EXPECTED


def test_a_pupil_who_had_left_is_refused(grade: Grade) -> None:
    Enrolment.objects.filter(student=grade.pupils[0]).update(ends_on=HELD - dt.timedelta(days=1))
    assert errors(read(grade, grade.sheet(*MARKS))) == ["C3"]


def test_a_pupil_stands_in_the_files_once(grade: Grade) -> None:
    rows = grade.sheet(*MARKS)
    assert errors(read(grade, [*rows, rows[2]])) == ["D9"]
    both = [("1.xlsx", workbook(rows[:5])), ("2.xlsx", workbook(rows[:3]))]
    assert errors(rank_files(both, spec_of(grade))) == ["D3"]


def test_a_grade_in_two_files_is_one_ranking(grade: Grade) -> None:
    rows = grade.sheet(*MARKS)
    both = [("1.xlsx", workbook(rows[:5])), ("2.xlsx", workbook([*rows[:2], *rows[5:]]))]
    assert won(grade, rank_files(both, spec_of(grade))) == EXPECTED


def test_a_class_that_is_missing_is_named(grade: Grade) -> None:
    ranked = read(grade, grade.sheet(*MARKS[:3]))
    assert [str(one.message) for one in ranked.findings if one.level is Level.WARNING] != []
    assert not has_errors(ranked.findings)


def test_grades_are_ranked_apart(grade: Grade) -> None:
    older = make_student(make_class(grade.school, 1, entry_year=2024), "卫明")
    eighth: list[list[Cell]] = [["八年级成绩表"], ["班级", "学号", "姓名", "物理"], [1, older.number, older.name, 30]]
    ranked = rank_files([("7.xlsx", workbook(grade.sheet(*MARKS))), ("8.xlsx", workbook(eighth))], spec_of(grade))
    wins = {(win.kind, win.subject) for win in ranked.results.wins if win.pupil == older.pk}
    assert wins == {(GT, TOTAL), (GS, "物理")}
    assert ranked.results.grades == {7, 8}


def test_an_unknown_column_is_refused_and_a_subject_of_the_school_is_read(grade: Grade) -> None:
    rows = grade.sheet(*MARKS, subjects=("语文", "珠算"))
    assert errors(read(grade, rows)) == ["F2"]
    grade.school.subjects.create(name="珠算")
    assert {win.subject for win in read(grade, rows).results.wins} == {TOTAL, "语文", "珠算"}


def test_a_sheet_without_subjects_or_header_is_refused(grade: Grade) -> None:
    assert has_errors(read(grade, [["班级", "学号", "姓名"], [1, "1", "某"]]).findings)
    assert has_errors(read(grade, [["七年级"], ["甲", 90]]).findings)


def test_ties_for_the_office_are_left_open(grade: Grade) -> None:
    set_scheme(grade.term, champion_ties=Ties.OFFICE)
    ranked = read(grade, grade.sheet((90, 80), (90, 70), *MARKS[2:]))
    assert (GS, "语文") in {(tie.kind, tie.subject) for tie in ranked.undecided}


def run(files: Sequence[Path], *options: str, name: str = NAME, kind: str = "月考") -> str:
    out = StringIO()
    paths = [str(path) for path in files]
    call_command(
        "import_exam", *paths, "--kind", kind, "--held", HELD.isoformat(), "--name", name, *options, stdout=out
    )
    return out.getvalue()


@pytest.fixture
def scores(grade: Grade, tmp_path: Path) -> Path:
    make_administrator(grade.school)
    path = tmp_path / "七年级.xlsx"
    path.write_bytes(workbook(grade.sheet(*MARKS)))
    return path


def test_the_command_shows_and_writes_nothing_until_told(grade: Grade, scores: Path) -> None:
    for options in ((), ("--dry-run",), ("--confirm", "--dry-run")):
        assert grade.pupils[1].name in run([scores], *options)
        assert not Exam.objects.exists()


def test_the_command_posts_once(grade: Grade, scores: Path) -> None:
    run([scores], "--confirm")
    assert StarEntry.objects.count() == len(EXPECTED)
    run([scores], "--confirm")
    assert StarEntry.objects.count() == len(EXPECTED)


def test_a_corrected_file_corrects_the_stars(grade: Grade, scores: Path) -> None:
    run([scores], "--confirm")
    scores.write_bytes(workbook(grade.sheet((90, 80), (85, 55), *MARKS[2:])))
    run([scores], "--confirm")
    assert Champion.objects.standing().get(kind=GT).student == grade.pupils[0]
    totals = {row["student"]: row["total"] for row in StarEntry.objects.of_term(grade.term).totals()}
    assert totals[grade.pupils[1].pk] == 0


def test_a_file_with_errors_ends_the_command_and_writes_nothing(grade: Grade, scores: Path) -> None:
    scores.write_bytes(workbook(grade.sheet(("98/100", 80), *MARKS[1:])))
    with pytest.raises(CommandError) as error:
        run([scores], "--confirm")
    assert error.value.returncode == 1
    assert not Exam.objects.exists()


def test_a_kind_nobody_knows_ends_the_command(grade: Grade, scores: Path) -> None:
    with pytest.raises(CommandError):
        run([scores], kind="模拟")


PLANTED = ("87.43", "91.57")


def test_no_score_is_left_anywhere(
    grade: Grade, scores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    scores.write_bytes(workbook(grade.sheet(tuple(map(float, PLANTED)), *MARKS[1:])))
    shown = run([scores]) + run([scores], "--confirm")
    scores.write_bytes(workbook(grade.sheet((PLANTED[0], f"{PLANTED[1]}x"), *MARKS[1:])))
    with pytest.raises(CommandError):
        run([scores], "--confirm")
    kept = shown + caplog.text + everything_in_the_database()
    assert [mark for mark in PLANTED if mark in kept] == []
    assert list(temporary.rglob("*")) == []


@pytest.mark.parametrize("to_disk", [False, True])
def test_an_upload_leaves_no_score_in_the_files_of_the_program(
    grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, to_disk: bool
) -> None:
    """Uploaded on screen, shown and confirmed, also where the web server writes large uploads to disk."""
    var, temporary = tmp_path / "var", tmp_path / "temporary"
    for folder in (var / "media", var / "logs", temporary):
        folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    settings.MEDIA_ROOT = str(var / "media")
    settings.FILE_UPLOAD_TEMP_DIR = str(temporary)
    if to_disk:
        settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    log = logging.FileHandler(var / "logs" / "program.log", encoding="utf-8")
    logging.getLogger().addHandler(log)
    try:
        client = FormClient()
        client.force_login(grade.clerk)
        content = workbook(grade.sheet(tuple(map(float, PLANTED)), *MARKS[1:]))
        form = {"kind": "monthly", "name": "10月月考", "held_on": HELD.isoformat()}
        with time_machine.travel(NOW):
            page = client.post("/exams/files/", {**form, "scores": SimpleUploadedFile("七年级.xlsx", content)})
            text = page.content.decode()
            sealed = {"token": page.context["page"].token, "idempotency_key": key_in(page)}
            assert client.post("/exams/confirm/", sealed).status_code == 302
    finally:
        logging.getLogger().removeHandler(log)
        log.close()
    assert Exam.objects.get().state == ExamState.CONFIRMED
    assert list(temporary.rglob("*")) == []
    inside = "".join(path.read_text(encoding="utf-8") for path in var.rglob("*") if path.is_file())
    opened = repr(signing.loads(sealed["token"], salt="awards.exams.winners"))
    assert [mark for mark in PLANTED if mark in text + inside + opened + everything_in_the_database()] == []


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows.append(f"{table} {cursor.fetchall()}")
    return "\n".join(rows)
