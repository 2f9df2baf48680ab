"""What the cell of a class says, also where a spreadsheet has made a number or a day of 7.10 or 7-1."""

import re
from collections.abc import Iterable

from starrating.cells.model import Cell, Kind
from starrating.cells.tables import RowReader
from starrating.cells.values import number_of

# 7.1 as a number: of 7.1 and 7.10, a cell keeps the same.
_POINT = re.compile(r"(?P<grade>1?\d)\.(?P<number>[1-4])")
# 7-1 and 7/1, which a spreadsheet takes for the first of July: as a day, or as it then writes it into a text table.
_DAY = re.compile(r"(?:\d{4}[-/年])?(?P<grade>0?\d|1[0-2])[-/月](?P<number>\d{1,2})日?")
_YEAR_FIRST = re.compile(r"\d{4}[-/年]")


def class_texts(row: RowReader, key: str = "class") -> tuple[str, ...]:
    """Give what the cell may say, the likeliest first; one text for all but a number such as 7.1. Empty for none."""
    cell = row.cell(key)
    text = class_of_day(cell)
    if not text:
        plain = cell.was_number or cell.text.strip().replace(".", "").isdigit()
        text = row.number(key) if plain else row.text(key)
    if not text:
        return ()
    return (text, f"{text}0") if is_point(cell) else (text,)


def is_point(cell: Cell) -> bool:
    """Tell a number such as 7.1, which may be 7.10 as well."""
    return cell.was_number and bool(_POINT.fullmatch(cell.text))


def class_said(row: RowReader) -> tuple[str, ...]:
    """Do so without a finding, for what is only compared."""
    cell = row.cell("class")
    text = class_of_day(cell) or number_of(cell, row.place("class")).value
    return (text, f"{text}0") if is_point(cell) else ((text,) if text else ())


def settled_points(cells: Iterable[Cell]) -> dict[tuple[int, int], str]:
    """Say what numbers such as 7.1 stand for, by row and column, in cells that follow each other by class.

    7.1 between 7.9 and 7.11 is the tenth class, at the beginning or before 7.2 it is the first.
    """
    runs: list[tuple[str, list[tuple[int, int]]]] = []
    for cell in cells:
        if not runs or runs[-1][0] != cell.text:
            runs.append((cell.text, []))
        if cell.was_number:
            runs[-1][1].append((cell.row, cell.column))
    settled: dict[tuple[int, int], str] = {}
    for at, (text, places) in enumerate(runs):
        found = _POINT.fullmatch(text)
        if found is None:
            continue
        grade, number = found["grade"], int(found["number"])
        before = runs[at - 1][0] if at else ""
        after = runs[at + 1][0] if at + 1 < len(runs) else ""
        tens = before == f"{grade}.{number * 10 - 1}" or after == f"{grade}.{number * 10 + 1}"
        ones = after == f"{grade}.{number + 1}" or (number > 1 and before == f"{grade}.{number - 1}")
        if tens != ones:
            settled.update(dict.fromkeys(places, f"{text}0" if tens else text))
    return settled


def class_of_day(cell: Cell) -> str:
    """Give 7-1 for a day that was made of it; empty for all else."""
    if cell.day is not None and cell.kind is Kind.DAY:
        return f"{cell.day.month}-{cell.day.day}"
    text = cell.text.strip()
    found = _DAY.fullmatch(text) if cell.kind is Kind.TEXT else None
    if found is None or not (_YEAR_FIRST.match(text) or "月" in text):
        return ""
    return f"{int(found['grade'])}-{int(found['number'])}"
