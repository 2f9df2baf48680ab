"""A list of confirmed violations as a file."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from awards.models import StarEntry, Violation, ViolationState
from tests.awards.exam_factories import Cell, Grade, make_grade, workbook
from tests.factories import make_administrator, moment

HEADER: list[Cell] = ["日期", "班级", "学号", "姓名", "违纪类型", "情况说明"]


@pytest.fixture
def grade(db: None) -> Grade:
    found = make_grade()
    make_administrator(found.school)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "violations.xlsx"


def row(grade: Grade, place: int = 0, day: Cell = "2025-10-21", ground: str = "打架") -> list[Cell]:
    pupil = grade.pupils[place]
    return [day, f"七年级({1 + place // 3})班", pupil.number, pupil.name, ground, "核实属实"]


def run(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_violations", str(file), *options, stdout=out)
    return out.getvalue()


def test_confirmed_records_with_the_importer_as_author(grade: Grade, file: Path) -> None:
    file.write_bytes(workbook([HEADER, row(grade), row(grade, 3, "2025.11.3", "吸烟")]))
    run(file, "--confirm")
    found = Violation.objects.order_by("happened_on")
    assert [(one.happened_on, one.ground.name, one.state) for one in found] == [
        (dt.date(2025, 10, 21), "打架", ViolationState.CONFIRMED),
        (dt.date(2025, 11, 3), "吸烟", ViolationState.CONFIRMED),
    ]
    assert {one.decided_by and one.decided_by.name for one in found} == {"吴敏"}
    entries = StarEntry.objects.order_by("round__starts_on")
    assert [(one.round.label, one.detail, one.stars) for one in entries] == [
        ("2025-10", "打架", -15),
        ("2025-11", "吸烟", -15),
    ]


def test_nothing_is_written_until_told(grade: Grade, file: Path) -> None:
    file.write_bytes(workbook([HEADER, row(grade)]))
    for options in ((), ("--dry-run",), ("--confirm", "--dry-run")):
        run(file, *options)
        assert not Violation.objects.exists()


def test_twice_changes_nothing(grade: Grade, file: Path) -> None:
    file.write_bytes(workbook([HEADER, row(grade), row(grade)]))
    run(file, "--confirm")
    run(file, "--confirm")
    assert (Violation.objects.count(), StarEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("ground", ["小错误屡教不改", "犯小错误屡教不改", "范小错误屡教不改"])
def test_repeated_minor_faults_have_the_file_as_their_written_ground(grade: Grade, file: Path, ground: str) -> None:
    file.write_bytes(workbook([HEADER, row(grade, ground=ground)]))
    run(file, "--confirm")
    assert Violation.objects.get().written_ground == "核实属实"
    assert StarEntry.objects.get().detail == "小错误屡教不改"


def test_an_incident_of_today_is_taken_and_one_of_tomorrow_is_not(grade: Grade, file: Path) -> None:
    today = dt.date(2025, 10, 21)
    with time_machine.travel(moment(today), tick=False):
        file.write_bytes(workbook([HEADER, row(grade, day="2025-10-22")]))
        with pytest.raises(CommandError):
            run(file, "--confirm")
        file.write_bytes(workbook([HEADER, row(grade)]))
        run(file, "--confirm")
    assert [found.happened_on for found in Violation.objects.all()] == [today]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, None),
        (0, "周五"),
        (0, "13.21"),
        (0, "2099-01-01"),
        (0, "2025-08-01"),
        (2, "99999999"),
        (3, "王无名"),
        (4, "迟到"),
    ],
)
def test_one_wrong_row_keeps_all_out(grade: Grade, file: Path, column: int, value: Cell) -> None:
    wrong = row(grade, 1)
    wrong[column] = value
    file.write_bytes(workbook([HEADER, row(grade), wrong]))
    with pytest.raises(CommandError) as error:
        run(file, "--confirm")
    assert error.value.returncode == 1
    assert not Violation.objects.exists()
