"""A sound file of some kind with one fault: how the fault is put in, and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.hostile.making.content import Expected, Grid, Value, changed, csv_text, xlsx

Edit = Callable[[Grid], Grid]
Finish = Callable[[xlsxwriter.Workbook, Worksheet], None]


@dataclass(frozen=True)
class KindCase:
    """A sound file of a kind with one fault: the fault's row in the table, its name, the edit, what comes of it."""

    row: int
    kind: str
    name: str
    edit: Edit
    expected: Expected
    write: Callable[[Grid], bytes] = xlsx
    filename: str = "文件.xlsx"


def put(place: tuple[int, int], value: Value) -> Edit:
    """One cell changed, row and column counted from 1."""
    return lambda grid: changed(*place, value, grid)


def scored(value: Value, label: str = "语文") -> Edit:
    """One mark changed, under a heading, in a file without totals."""

    def edit(grid: Grid) -> Grid:
        rows = [list(row[:5]) for row in changed(2, 4, value, grid)]
        rows[0][3] = label
        return rows

    return edit


def added(*rows: Sequence[Value], top: bool = False) -> Edit:
    return lambda grid: [*rows, *grid] if top else [*grid, *rows]


def again(row: int) -> Edit:
    return lambda grid: [*grid, grid[row - 1]]


def column(name: str, value: Value) -> Edit:
    return lambda grid: [[*grid[0], name], *([*row, value] for row in grid[1:])]


def without(*columns: int) -> Edit:
    """Some columns taken out, counted from 1."""
    return lambda grid: [[cell for at, cell in enumerate(row, 1) if at not in columns] for row in grid]


def both(first: Edit, second: Edit) -> Edit:
    return lambda grid: second(first(grid))


def turned(grid: Grid) -> Grid:
    return [list(reversed(row)) for row in grid]


def same(grid: Grid) -> Grid:
    return grid


def finished(finish: Finish, **options: object) -> Callable[[Grid], bytes]:
    """A workbook with what a grid cannot say."""
    return lambda grid: xlsx(grid, finish, **options)


def as_text(encoding: str, delimiter: str = ",") -> Callable[[Grid], bytes]:
    return lambda grid: csv_text(grid, delimiter).encode(encoding)


def text_formula(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """In the place of the first pupil's name, the third column or the fourth."""
    sheet.write_formula("C2", '=VLOOKUP(A2,Z:Z,1,0)&""', None, "赵安然")


def number_formula(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_formula("D2", "=40+50", None, 90)


def never_calculated(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_formula("D2", "=40+50", None, "")


def error_value(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_formula("D2", "=1/0", None, "#DIV/0!")


def hidden_row(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.set_row(2, None, None, {"hidden": True})


def nothing(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """The grid alone."""


def real_date(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_datetime("A2", dt.date(2025, 10, 21), book.add_format({"num_format": "yyyy/m/d"}))


def as_workbook(row: int, kind: str, name: str, edit: Edit, expected: Expected) -> KindCase:
    return KindCase(row, kind, name, edit, expected)
