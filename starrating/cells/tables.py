"""From a sheet to a table, and from its rows to typed lines with their findings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Place, has_errors
from starrating.cells.headers import Column, Header, is_example, known_keys, labels_of, map_header
from starrating.cells.model import Cell, Sheet
from starrating.cells.values import Reading, code_of, parse_day, shown, text_of
from starrating.text import Level, clean_text, label_key, sentence

SEARCHED_ROWS = 10

_NO_HEADER = _("No header row was found in the first 10 rows. These columns are looked for: %(names)s.")
_NO_ROWS = _("There is nothing below the header row.")
_FOOTER = _("The row was read as a total, a remark or a signature and skipped.")
_REPEATED = _("The header is repeated here; the row was skipped.")
_HIDDEN_ROW = _("The row is hidden or filtered out; it was skipped.")
_EXAMPLE = _("The example row of the template was skipped.")
_HEADER_AT = _("Row %(row)d was read as the header.")
_FOOTER_WORDS = re.compile(
    "^(合计|总计|共计|小计|总人数|平均|均分|最高分|最低分|及格率|优秀率|签名|签字|班主任签|教师签|审核|制表|填表|填报人|经办|校对|"
    "打印|日期:|时间:|备注:|说明|注:|年级组长|教务处|政教处|学校盖章|盖章|公章|total|average|subtotal|signature)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the sheet, counted from 1, and the cell of every mapped column by key."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell]

    def cell(self, key: str) -> Cell:
        """Give the cell of a key; a blank one where the table has no such column."""
        return self.cells.get(key) or Cell(self.number, 0)

    def place(self, key: str = "") -> Place:
        """Give the place of a key's cell, or of the row."""
        return self.sheet.place(self.number, self.cells[key].column if key in self.cells else 0)


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet. columns: column number by key; titles: the texts above the header, from the top."""

    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """The outcome of a search: the table, or None where an error among the findings keeps it from being read."""

    table: Table | None
    findings: tuple[Finding, ...] = ()


def find_table(
    sheet: Sheet, columns: Sequence[Column], *, choose: Mapping[str, str] | None = None, hidden: bool = False
) -> Search:
    """Find the columns in a sheet and give its rows.

    The header is the row with the most known names among the first ten. choose settles an ambiguous header by key and
    header text. Hidden rows and columns are left out, and said to be, unless hidden is true. Blank rows, repeated
    headers, rows of totals or signatures and the example of our own forms are skipped, the last three with a note.
    """
    number = header_row(sheet, columns)
    if not number:
        names = "、".join(column.name for column in columns if column.required) or "、".join(c.name for c in columns)
        return Search(None, (Finding(Level.ERROR, sheet.place(), "", sentence(_NO_HEADER, names=names)),))
    header = map_header(sheet, number, columns, choose=choose, hidden=hidden)
    if has_errors(header.findings):
        return Search(None, header.findings)
    findings = Findings(header.findings)
    rows = tuple(_rows(sheet, number, columns, header, findings, hidden=hidden))
    # Our own form with nothing filled in is no mistake.
    if not rows and not any(one.message == sentence(_EXAMPLE) for one in findings):
        findings.say(Level.ERROR, sheet.place(number), "", _NO_ROWS)
        return Search(None, tuple(findings))
    if number > 1:
        findings.say(Level.NOTE, sheet.place(number), "", _HEADER_AT, row=number)
    table = Table(sheet, number, header.columns, rows, titles_above(sheet, number), header.ignored)
    return Search(table, tuple(findings))


def header_row(sheet: Sheet, columns: Sequence[Column]) -> int:
    """Give the number of the header's last row; 0 where no row of the first ten names a known column."""
    best, most = 0, 0
    for number in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        count = len(known_keys(labels_of(sheet, number), columns))
        if count > most:
            best, most = number, count
    # Where the header's cells are merged downwards, its last row is the one above the data.
    bottoms = [
        span.bottom
        for span in sheet.merged
        if span.top <= best <= span.bottom and _is_label(sheet, span.top, span.left, columns)
    ]
    return max([best, *bottoms])


def _is_label(sheet: Sheet, row: int, column: int, columns: Sequence[Column]) -> bool:
    label = label_key(sheet.cell(row, column).text)
    return any(one.knows(label) for one in columns)


def titles_above(sheet: Sheet, number: int) -> tuple[str, ...]:
    """Give the cleaned texts of the rows above a row, each merged range once."""
    cells = (cell for row in sheet.rows[: number - 1] for cell in row if not cell.is_blank)
    return tuple(text for text in (clean_text(cell.text).text for cell in cells) if text)


def _rows(
    sheet: Sheet, header: int, columns: Sequence[Column], mapped: Header, findings: Findings, *, hidden: bool
) -> Iterator[Row]:
    labels = {key: label_key(sheet.filled(header, number).text) for key, number in mapped.columns.items()}
    filled = {column.key for column in columns if column.fill}
    for number in range(header + 1, len(sheet.rows) + 1):
        if all(cell.is_blank for cell in sheet.rows[number - 1]):
            continue
        cells = {
            key: sheet.filled(number, column) if key in filled else sheet.cell(number, column)
            for key, column in mapped.columns.items()
        }
        message = _skipped(sheet, number, cells, labels, hidden=hidden)
        if message is None:
            if not all(cell.is_blank for cell in cells.values()):
                yield Row(sheet, number, cells)
            continue
        level = Level.WARNING if message is _HIDDEN_ROW else Level.NOTE
        findings.say(level, sheet.place(number), "", message)


def _skipped(
    sheet: Sheet, number: int, cells: Mapping[str, Cell], labels: Mapping[str, str], *, hidden: bool
) -> Promise | None:
    if number in sheet.hidden_rows and not hidden:
        return _HIDDEN_ROW
    if all(label_key(cell.text) == labels[key] for key, cell in cells.items()):
        return _REPEATED
    if is_example(cells.values()):
        return _EXAMPLE
    first = next(cell for cell in sheet.rows[number - 1] if not cell.is_blank)
    return _FOOTER if _FOOTER_WORDS.match(label_key(first.text) + _colon(first)) else None


def _colon(cell: Cell) -> str:
    """Give the colon that label_key took away: 备注: begins a remark, but 备注 may be a value."""
    return ":" if cell.text.rstrip().endswith((":", "：")) else ""


T = TypeVar("T")


class RowReader:
    """The values of one row by the keys of its columns; what is found on the way stands in ``found``."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.found = Findings()

    def cell(self, key: str) -> Cell:
        return self.row.cell(key)

    def place(self, key: str = "") -> Place:
        return self.row.place(key)

    @property
    def refused(self) -> bool:
        """Whether an error was found, so that the row must not be used."""
        return has_errors(self.found)

    def text(self, key: str, *, join_han: bool = True) -> str:
        """Give a name or another free text; with ``join_han`` false it keeps the spaces of a list of names."""
        return self.keep(text_of(self.cell(key), self.place(key), join_han=join_han))

    def code(self, key: str) -> str:
        """Give a number that is a name, such as a school number."""
        return self.keep(code_of(self.cell(key), self.place(key)))

    def day(self, key: str) -> date | None:
        """Give a day; ``None`` for a blank cell, or with an error."""
        return self.keep(parse_day(self.cell(key), self.place(key), epoch_1904=self.row.sheet.epoch_1904))

    def keep(self, reading: Reading[T]) -> T:
        """Take over what was found with a value that something else has read."""
        self.found.extend(reading.findings)
        return reading.value

    def say(self, level: Level, key: str, message: str | Promise, /, **values: object) -> None:
        """Add a finding about a key's cell, with what stands there."""
        self.found.say(level, self.place(key), shown(self.cell(key)), message, **values)

    def error(self, key: str, message: str | Promise, /, **values: object) -> None:
        """Add an error about a key's cell."""
        self.say(Level.ERROR, key, message, **values)
