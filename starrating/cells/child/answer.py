"""The child's answer: plain values that JSON can carry. A cell is null, a text, a number, or [kind, value, marks]."""

import datetime
import math
from dataclasses import dataclass, field

from starrating.cells.child.limits import MAX_CELL

RawCell = None | str | float | list[str | float]

# The marks of starrating.cells.model, which this process must not import.
FORMULA, UNCALCULATED, LONG, QUOTED_CODE = "f", "u", "l", "q"


@dataclass
class RawSheet:
    """One sheet; merged ranges as [top, left, bottom, right], counted from 1."""

    name: str
    visibility: str = "visible"
    rows: list[list[RawCell]] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


@dataclass
class RawWorkbook:
    """The whole file; notes are codes that the parent turns into sentences."""

    kind: str
    sheets: list[RawSheet]
    encoding: str = ""
    epoch_1904: bool = False
    notes: list[str] = field(default_factory=list)


def raw_text(text: str, marks: str = "") -> RawCell:
    """Give a text cell; a text beyond the limit is cut and marked, so that one cell cannot fill the memory."""
    if len(text) > MAX_CELL:
        return ["s", text[:MAX_CELL], marks + LONG]
    return ["s", text, marks] if marks else (text or None)


def raw_cell(value: object, marks: str = "") -> RawCell:
    """Give any value of the table reader with its marks."""
    if isinstance(value, str):
        return raw_text(value, marks)
    if isinstance(value, bool):
        return ["b", "TRUE" if value else "FALSE", marks]
    if isinstance(value, int | float):
        number = float(value)
        if not math.isfinite(number):
            return ["e", str(number), marks]
        return ["n", number, marks] if marks else number
    if isinstance(value, datetime.datetime | datetime.date):
        return ["d", value.isoformat(), marks]
    return ["t", str(value), marks]


def trimmed(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """Give the rows without empty cells at their ends, without empty rows at the end of the sheet."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
