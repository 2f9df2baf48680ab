"""Tables as columns over rows: the same columns make a page's table and a workbook's sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Row = TypeVar("Row")
Cell = str | int | float | None


class Kind(StrEnum):
    """Whether a cell is text, as a number that is a name stays (a school number), or something to calculate with."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading as shown, how a row fills it, and its width in characters of a workbook."""

    name: str
    value: Callable[[Row], Cell]
    width: float = 10
    kind: Kind = Kind.TEXT

    @property
    def is_number(self) -> bool:
        return self.kind is not Kind.TEXT


@dataclass(frozen=True)
class PageCell:
    """A cell as a page prints it."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Columns over rows. ``frozen`` columns stay in view when a workbook is scrolled sideways."""

    title: str
    columns: Sequence[Column[Row]]
    rows: Sequence[Row] = field(default_factory=list)
    frozen: int = 0

    @property
    def body(self) -> Iterator[list[Cell]]:
        """The cells of each row, in the order of the columns."""
        for row in self.rows:
            yield [column.value(row) for column in self.columns]


def page_cells(columns: Sequence[Column[Row]], row: Row) -> list[PageCell]:
    """One row for a page; an empty cell stays empty and a nought is shown as one."""
    return [PageCell(_shown(column, column.value(row)), column.is_number) for column in columns]


def _shown(column: Column[Row], value: Cell) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if column.kind is Kind.DECIMAL else str(value)
