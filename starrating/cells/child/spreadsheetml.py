"""The XML tables of 2003 (SpreadsheetML), which school systems export under the name .xls."""

import re
from contextlib import suppress
from typing import ClassVar

from starrating.cells.child.answer import FORMULA, RawCell, RawSheet, RawWorkbook, raw_cell, raw_text, trimmed
from starrating.cells.child.encoding import decode
from starrating.cells.child.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Refusal
from starrating.cells.child.sheetxml import feed, local, parser

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HIDDEN = ("1", "true")


def read_spreadsheetml(content: bytes, *, hidden: bool) -> RawWorkbook:
    """Give the worksheets; hidden ones empty unless asked for. Raises Refusal."""
    text, _encoding = decode(content)
    reader = _Reader()
    made = parser()
    made.buffer_text = True
    made.StartElementHandler = reader.start
    made.EndElementHandler = reader.end
    made.CharacterDataHandler = reader.text
    feed(made, [_DECLARATION.sub("", text).encode()])
    for sheet in reader.sheets:
        trimmed(sheet.rows)
        if sheet.visibility != "visible" and not hidden:
            sheet.rows = []
    return RawWorkbook(kind="spreadsheetml", sheets=reader.sheets, epoch_1904=reader.epoch_1904)


class _Reader:
    """Follows the elements; rows and columns count from 1."""

    def __init__(self) -> None:
        self.sheets: list[RawSheet] = []
        self.epoch_1904 = False
        self._row = self._column = self._next_column = self._cells = 0
        self._type = self._formula = ""
        self._pieces: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, given = local(tag), {local(key): value for key, value in attributes.items()}
        if name == "Worksheet":
            if len(self.sheets) == MAX_SHEETS:
                raise Refusal("too_many_sheets", limit=MAX_SHEETS)
            self.sheets.append(RawSheet(given.get("Name", "")))
            self._row = self._next_column = 0
        elif name == "Date1904":
            self.epoch_1904 = True
        elif name == "Visible":
            self._pieces = []
        elif name in self._STARTS and self.sheets:
            self._STARTS[name](self, given)

    def _start_row(self, given: dict[str, str]) -> None:
        self._row = _number(given, "Index", self._row + 1)
        self._column = 0
        if given.get("Hidden") in _HIDDEN:
            self.sheets[-1].hidden_rows.append(self._row)

    def _start_data(self, given: dict[str, str]) -> None:
        self._type, self._pieces = given.get("Type", "String"), []

    def _start_column(self, given: dict[str, str]) -> None:
        first = _number(given, "Index", self._next_column + 1)
        last = min(first + _number(given, "Span", 0), MAX_COLUMNS)
        self._next_column = last
        if given.get("Hidden") in _HIDDEN:
            self.sheets[-1].hidden_columns.extend(range(first, last + 1))

    def _start_cell(self, given: dict[str, str]) -> None:
        self._column = _number(given, "Index", self._column + 1)
        self._formula = FORMULA if "Formula" in given else ""
        across, down = _number(given, "MergeAcross", 0), _number(given, "MergeDown", 0)
        if across or down:
            right, bottom = min(self._column + across, MAX_COLUMNS), min(self._row + down, MAX_ROWS)
            self._cells += (right - self._column + 1) * max(bottom - self._row + 1, 1)
            self.sheets[-1].merged.append([self._row, self._column, bottom, right])

    _STARTS: ClassVar = {"Column": _start_column, "Row": _start_row, "Cell": _start_cell, "Data": _start_data}

    def text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "Visible" and self.sheets and self._pieces is not None:
            said = "".join(self._pieces).strip()
            self.sheets[-1].visibility = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}.get(
                said, "visible"
            )
            self._pieces = None
        elif name == "Data" and self._pieces is not None:
            text, self._pieces = "".join(self._pieces), None
            if text:
                self._put(self._value(text))
        elif name == "Cell":
            self._column = self._end_of_merged()

    def _end_of_merged(self) -> int:
        merged = self.sheets[-1].merged
        if merged and merged[-1][:2] == [self._row, self._column]:
            return merged[-1][3]
        return self._column

    def _put(self, cell: RawCell) -> None:
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            raise Refusal("too_large", sheet=self.sheets[-1].name, row=self._row, column=self._column)
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Refusal("too_heavy")
        rows = self.sheets[-1].rows
        while len(rows) < self._row:
            rows.append([])
        line = rows[self._row - 1]
        line.extend([None] * (self._column - len(line)))
        line[self._column - 1] = cell

    def _value(self, text: str) -> RawCell:
        if self._type == "Number":
            with suppress(ValueError):
                return raw_cell(float(text), self._formula)
        if self._type == "DateTime" and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+", text):
            return ["d", text.partition(".")[0], self._formula]
        if self._type == "Error":
            return ["e", text[:20], self._formula]
        if self._type == "Boolean":
            return ["b", "TRUE" if text.strip() == "1" else "FALSE", self._formula]
        return raw_text(text, self._formula)


def _number(given: dict[str, str], name: str, otherwise: int) -> int:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else otherwise
