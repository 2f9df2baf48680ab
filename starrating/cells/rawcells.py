"""One cell of the child's answer as a typed cell."""

from datetime import date
from typing import Any

from starrating.cells.model import Cell, Kind, Mark

# From here on a float no longer holds every integer: the digits shown are not those that were typed.
_EXACT_BELOW = 1e15


def cell_from(raw: Any, row: int, column: int) -> Cell:
    """Give the cell for a text, a number or [kind, value, marks]."""
    kind, value, letters = raw if isinstance(raw, list) else (None, raw, "")
    marks = frozenset(Mark(letter) for letter in letters)
    if kind == Kind.DAY:
        return Cell(
            row, column, Kind.DAY, value.removesuffix("T00:00:00"), day=date.fromisoformat(value[:10]), marks=marks
        )
    if kind == Kind.NUMBER or (kind is None and isinstance(value, float | int)):
        return _number(float(value), row, column, marks)
    return Cell(row, column, Kind(kind or Kind.TEXT), str(value), marks=marks)


def _number(number: float, row: int, column: int, marks: frozenset[Mark]) -> Cell:
    if abs(number) >= _EXACT_BELOW:
        marks |= {Mark.DESTROYED}
    text = str(int(number)) if number.is_integer() and abs(number) < _EXACT_BELOW else f"{number:.15g}"
    return Cell(row, column, Kind.NUMBER, text, number=number, marks=marks)
