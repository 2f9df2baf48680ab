"""What a cell is read as: codes, whole numbers, days; and what is refused rather than guessed."""

from datetime import date

import pytest

from starrating.cells.findings import Place
from starrating.cells.model import Cell, Kind, Mark
from starrating.cells.reader import cell_from
from starrating.cells.values import code_of, parse_day, text_of, whole_of
from starrating.text import Level

PLACE = Place("a.xlsx", "b", 1, 1)


@pytest.mark.parametrize(
    ("raw", "code", "level"),
    [
        (20250101.0, "20250101", None),
        ("0012", "0012", None),
        (12.5, "12.5", None),
        (999999999999999.0, "999999999999999", None),
        (1e15, "1e+15", Level.ERROR),
        (110101201301011234.0, "1.10101201301011e+17", Level.ERROR),
        ("1.10101E+17", "1.10101E+17", Level.ERROR),
        ("110101201301011234", "110101201301011234", None),
        (["s", "0012", "q"], "0012", Level.NOTE),
        (["n", 5.0, "f"], "5", Level.NOTE),
        (["s", "x", "f"], "x", Level.NOTE),
        (["s", "", "fu"], "", Level.ERROR),
        (["e", "#N/A", ""], "#N/A", Level.ERROR),
        ("#DIV/0!", "#DIV/0!", Level.ERROR),
        (["s", "x", "l"], "x", Level.ERROR),
    ],
)
def test_code_of(raw: object, code: str, level: Level | None) -> None:
    reading = code_of(cell_from(raw, 1, 1), PLACE)
    assert reading.value == code
    assert [finding.level for finding in reading.findings] == ([level] if level else [])


@pytest.mark.parametrize(
    ("raw", "whole", "refused"),
    [
        (3.0, 3, False),
        ("０３", 3, False),
        ("", None, False),
        ("3号", None, True),
        (3.5, None, True),
        ("-3", None, True),
    ],
)
def test_whole_of(raw: object, whole: int | None, refused: bool) -> None:
    reading = whole_of(cell_from(raw, 1, 1), PLACE)
    assert (reading.value, reading.refused) == (whole, refused)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-9-1", "2026.09.01", "2026/9/1", "2026年9月1日", "２０２６年９月１日", "20260901", 20260901.0, 46266.0,
        ["d", "2026-09-01", ""], ["d", "2026-09-01T00:00:00", ""], "2026-09-01 00:00:00", " 2026 年 9 月 1 日 ",
    ],
)  # fmt: skip
def test_days_that_are_taken(raw: object) -> None:
    reading = parse_day(cell_from(raw, 1, 1), PLACE)
    assert reading.value == date(2026, 9, 1)
    assert not reading.refused


def test_serial_day_counts_from_the_workbooks_epoch() -> None:
    assert parse_day(cell_from(46266.0 - 1462, 1, 1), PLACE, epoch_1904=True).value == date(2026, 9, 1)


@pytest.mark.parametrize("raw", ["9/1/26", "01/09/2026", "九月一日", "2026-13-1", "2026-02-30", "46266", 5.0, "昨天"])
def test_days_that_are_refused(raw: object) -> None:
    reading = parse_day(cell_from(raw, 1, 1), PLACE)
    assert reading.value is None
    assert reading.refused


def test_blank_cell_is_no_day_and_no_error() -> None:
    reading = parse_day(Cell(1, 1), PLACE)
    assert (reading.value, reading.findings) == (None, ())


def test_text_of_keeps_a_name_and_says_what_it_repaired() -> None:
    reading = text_of(Cell(1, 1, Kind.TEXT, "李  明"), PLACE)
    assert reading.value == "李明"
    assert [(finding.level, finding.place) for finding in reading.findings] == [(Level.NOTE, PLACE)]


def test_every_mark_is_known_to_the_parser() -> None:
    assert {mark.value for mark in Mark} == set("fulxq")
