"""The typed cells of a file, as every import sees them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from starrating.cells.findings import Finding, Place, reference


class Kind(StrEnum):
    """What a cell holds; the values are those of the child's answer."""

    BLANK = ""
    TEXT = "s"
    NUMBER = "n"
    DAY = "d"
    TIME = "t"
    TRUTH = "b"
    ERROR = "e"


class Mark(StrEnum):
    """What is odd about a cell; the values are those of the child's answer."""

    FORMULA = "f"
    UNCALCULATED = "u"
    LONG = "l"
    DESTROYED = "x"
    QUOTED_CODE = "q"


class Visibility(StrEnum):
    """Whether a person who opens the workbook sees the sheet."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, place counted from 1. text is what a person would read, uncleaned; an integral number has no point."""

    row: int
    column: int
    kind: Kind = Kind.BLANK
    text: str = ""
    number: float | None = None
    day: date | None = None
    marks: frozenset[Mark] = frozenset()

    @property
    def reference(self) -> str:
        """The cell's name in the spreadsheet, such as C5."""
        return reference(self.row, self.column)

    @property
    def was_number(self) -> bool:
        """Whether the file holds a number here, so that leading zeros, if there were any, are lost."""
        return self.kind is Kind.NUMBER

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read here."""
        return self.kind is Kind.BLANK or (self.kind is Kind.TEXT and not self.text.strip() and not self.marks)


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, rows and columns counted from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: every row from the first, each up to its last filled cell; no rows where hidden and not asked for."""

    file: str
    name: str
    visibility: Visibility = Visibility.VISIBLE
    rows: tuple[tuple[Cell, ...], ...] = ()
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False
    _anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        width = max((len(row) for row in self.rows), default=0)
        for span in self.merged:
            for row in range(span.top, min(span.bottom, len(self.rows)) + 1):
                for column in range(span.left, min(span.right, width) + 1):
                    self._anchors[row, column] = (span.top, span.left)

    @property
    def visible(self) -> bool:
        """Whether a person who opens the workbook sees the sheet."""
        return self.visibility is Visibility.VISIBLE

    def cell(self, row: int, column: int) -> Cell:
        """Give the cell at a place counted from 1; a blank one where the file has none."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return Cell(row, column)

    def filled(self, row: int, column: int) -> Cell:
        """Give the cell; for any part of a merged range the range's value, with its first cell's place."""
        return self.cell(*self._anchors.get((row, column), (row, column)))

    def place(self, row: int = 0, column: int = 0) -> Place:
        """Give the place of a cell, a row, a column or the whole sheet, for findings."""
        return Place(self.file, self.name, row, column)


@dataclass(frozen=True)
class Workbook:
    """A file as read. kind: xlsx, xls, ods or text; encoding: only for text; notes: what the reader has to report."""

    file: str
    kind: str
    encoding: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Finding, ...] = ()

    @property
    def visible_sheets(self) -> tuple[Sheet, ...]:
        """The sheets that a person who opens the workbook sees, in order."""
        return tuple(sheet for sheet in self.sheets if sheet.visible)
