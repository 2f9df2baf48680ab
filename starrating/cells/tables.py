"""From a sheet to its tables, and from their rows to typed lines with their findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Place, Question, has_errors
from starrating.cells.headers import (
    Column,
    Columns,
    Header,
    Label,
    Labels,
    Mapper,
    columns_for,
    find_header,
    is_example,
)
from starrating.cells.model import Cell, Sheet
from starrating.cells.values import MonthDay, Reading, code_of, number_of, optional, parse_day, shown, text_of
from starrating.cells.words import is_remark
from starrating.joiners import in_a_row
from starrating.text import Level, clean_text, label_key, sentence

_NO_HEADER = _("No header row was found in the first 10 rows. These columns are looked for: %(names)s.")
_NO_ROWS = _("There is nothing below the header row.")
_FOOTER = _("The row was read as a total, a remark or a signature and skipped.")
_REPEATED = _("The header is repeated here; the row was skipped.")
_HIDDEN_ROW = _("The row is hidden or filtered out; it was skipped.")
_EXAMPLE = _("The example row of the template was skipped.")
_HEADER_AT = _("Row %(row)d was read as the header.")
_SIDE_BY_SIDE = _("Tables side by side: %(count)d; each was read.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the sheet, counted from 1, and the cell of every mapped column by key.

    ``instead``: the keys whose column only stands instead of one of the key's own names.
    """

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell]
    instead: frozenset[str] = frozenset()

    @property
    def first(self) -> Cell:
        """The first filled cell of the row, of whatever column."""
        return next((cell for cell in self.sheet.rows[self.number - 1] if not cell.is_blank), Cell(self.number, 0))

    def cell(self, key: str) -> Cell:
        """Give the cell of a key; a blank one where the table has no such column."""
        return self.cells.get(key) or Cell(self.number, 0)

    def place(self, key: str = "") -> Place:
        """Give the place of a key's cell, or of the row."""
        return self.sheet.place(self.number, self.cells[key].column if key in self.cells else 0)


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet. columns: column number by key; titles: the texts above the header, from the top.

    labels: what stands above each of its columns. remarks: rows of totals, full marks and the like.
    """

    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    labels: Mapping[int, Label] | None = None
    remarks: tuple[Row, ...] = ()

    def label(self, key: str) -> Label:
        """Give what stands above a mapped column."""
        assert self.labels is not None, "a table that was found has its labels"  # noqa: S101
        return self.labels[self.columns[key]]


@dataclass(frozen=True, slots=True)
class Search:
    """The outcome of a search: the tables, none where an error among the findings keeps them from being read."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def table(self) -> Table | None:
        """The first table."""
        return self.tables[0] if self.tables else None


def find_table(
    sheet: Sheet,
    columns: Columns,
    *,
    answers: Mapping[str, str] | None = None,
    hidden: bool = False,
    strict: bool = False,
) -> Search:
    """Find the columns in a sheet and give its rows.

    The header is the row, or the two rows, with the most known names among the first ten. answers settles a doubt: by
    label_key, the key of the column or "" for one that is left out. Hidden rows and columns are left out, and said to
    be, unless hidden is true. Blank rows, repeated headers, rows of totals or signatures and the example of our own
    forms are skipped, the last three with a note. With strict, an unknown column of numbers has to be answered.
    """
    rows = find_header(sheet, columns)
    if rows is None:
        wanted = columns_for(columns, sheet, {})
        names = in_a_row(one.name for one in wanted if one.required) or in_a_row(one.name for one in wanted)
        return Search((), (Finding(Level.ERROR, sheet.place(), "", sentence(_NO_HEADER, names=names)),))
    known = columns_for(columns, sheet, rows.labels)
    groups = _side_by_side(rows.labels, known)
    mapper = Mapper(sheet, rows, known, answers or {}, hidden, strict)
    headers = [mapper.map(group) for group in groups]
    findings = Findings(dict.fromkeys(one for header in headers for one in header.findings))
    questions = tuple(one for header in headers for one in header.questions)
    if has_errors(findings):
        return Search((), tuple(findings), questions)
    if len(groups) > 1:
        findings.say(Level.NOTE, sheet.place(rows.top), "", _SIDE_BY_SIDE, count=len(groups))
    tables = [
        _table(mapper, header, group, findings, whole=len(groups) == 1)
        for header, group in zip(headers, groups, strict=True)
    ]
    # Our own form with nothing filled in is no mistake.
    if not any(table.rows for table in tables) and not any(one.message == sentence(_EXAMPLE) for one in findings):
        findings.say(Level.ERROR, sheet.place(rows.bottom), "", _NO_ROWS)
        return Search((), tuple(findings), questions)
    if rows.bottom > 1:
        findings.say(Level.NOTE, sheet.place(rows.bottom), "", _HEADER_AT, row=rows.bottom)
    return Search(tuple(tables), tuple(findings), questions)


def header_row(sheet: Sheet, columns: Columns) -> int:
    """Give the number of the header's last row; 0 where no row of the first ten names a known column."""
    found = find_header(sheet, columns)
    return found.bottom if found else 0


def _side_by_side(labels: Labels, columns: Sequence[Column]) -> list[Labels]:
    """Part a header whose known names come twice or more in the same order; else give it whole."""
    known = [(at, key) for at, label in sorted(labels.items()) if (key := _key(label, columns))]
    keys = [key for _at, key in known]
    for count in (4, 3, 2):
        size = len(keys) // count
        if size >= 2 and keys == keys[:size] * count and len(set(keys[:size])) == size:
            starts = [known[part * size][0] for part in range(count)]
            # What stands before the first known name (序号) goes with what follows it, in each part.
            before = sum(1 for at in labels if at < starts[0])
            firsts = [1, *(start - before for start in starts[1:])]
            ends = [*firsts[1:], max(labels) + 1]
            return [
                {at: label for at, label in labels.items() if first <= at < end}
                for first, end in zip(firsts, ends, strict=True)
            ]
    return [labels]


def _key(label: Label, columns: Sequence[Column]) -> str:
    return next((one.key for one in columns if one.knows(label.key)), "")


def _table(mapper: Mapper, header: Header, labels: Labels, findings: Findings, *, whole: bool) -> Table:
    sheet, rows = mapper.sheet, mapper.rows
    remarks: list[Row] = []
    found = tuple(_rows(mapper, header, labels, findings, remarks))
    span = None if whole else range(min(labels), max(labels) + 1)
    titles = titles_above(sheet, rows.top, span)
    return Table(sheet, rows.bottom, header.columns, found, titles, header.ignored, labels, tuple(remarks))


def titles_above(sheet: Sheet, number: int, columns: range | None = None) -> tuple[str, ...]:
    """Give the cleaned texts of the rows above a row, each merged range once; ``columns``: those above them first."""
    cells = [cell for row in sheet.rows[: number - 1] for cell in row if not cell.is_blank]
    if columns is not None:
        cells.sort(key=lambda cell: cell.column not in columns)
    return tuple(text for text in (clean_text(cell.text).text for cell in cells) if text)


def _rows(mapper: Mapper, mapped: Header, labels: Labels, findings: Findings, remarks: list[Row]) -> Iterator[Row]:
    sheet, header, columns, hidden = mapper.sheet, mapper.rows.bottom, mapper.columns, mapper.hidden
    above = {key: labels[number].cell.text for key, number in mapped.columns.items()}
    filled = {column.key for column in columns if column.fill}
    span = (min(labels), max(labels)) if mapped.columns else (1, 1)
    known = {one.key: one for one in columns}
    instead = frozenset(
        key
        for key, at in mapped.columns.items()
        if not known[key].knows(labels[at].key) and labels[at].key not in mapper.answers
    )
    for number in range(header + 1, len(sheet.rows) + 1):
        line = sheet.rows[number - 1]
        if all(cell.is_blank for cell in line):
            continue
        cells = {
            key: sheet.filled(number, column) if key in filled else sheet.cell(number, column)
            for key, column in mapped.columns.items()
        }
        message = _skipped(sheet, number, cells, above, span, hidden=hidden)
        if message is None:
            if not all(cell.is_blank for cell in cells.values()):
                yield Row(sheet, number, cells, instead)
            continue
        if message is _FOOTER:
            remarks.append(Row(sheet, number, cells, instead))
        level = Level.WARNING if message is _HIDDEN_ROW else Level.NOTE
        findings.say(level, sheet.place(number), "", message)


def _skipped(
    sheet: Sheet,
    number: int,
    cells: Mapping[str, Cell],
    above: Mapping[str, str],
    span: tuple[int, int],
    *,
    hidden: bool,
) -> Promise | None:
    if number in sheet.hidden_rows and not hidden:
        return _HIDDEN_ROW
    if all(cell.text == above[key] or label_key(cell.text) == label_key(above[key]) for key, cell in cells.items()):
        return _REPEATED
    if is_example(cells.values()):
        return _EXAMPLE
    line = sheet.rows[number - 1]
    # A remark under tables side by side stands under the first of them.
    first = next((cell for cell in line[span[0] - 1 : span[1]] if not cell.is_blank), None)
    return _FOOTER if first is not None and is_remark(first.text) else None


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

    def is_instead(self, key: str) -> bool:
        """Tell whether a key's column has a name that only stands instead of its own."""
        return key in self.row.instead

    @property
    def refused(self) -> bool:
        """Whether an error was found, so that the row must not be used."""
        return has_errors(self.found)

    def text(self, key: str, *, join_han: bool = True) -> str:
        """Give a name or another free text; with ``join_han`` false it keeps the spaces of a list of names."""
        return self.keep(text_of(self.cell(key), self.place(key), join_han=join_han))

    def code(self, key: str) -> str:
        """Give a code as it is written."""
        return self.keep(code_of(self.cell(key), self.place(key)))

    def number(self, key: str) -> str:
        """Give a number that is a name, such as a school number, without what programs put around it."""
        return self.keep(number_of(self.cell(key), self.place(key)))

    def day(self, key: str, *, may_miss: bool = False, complete: MonthDay | None = None) -> date | None:
        """Give a day; ``None`` for a blank cell, or with an error (with ``may_miss``, a warning).

        ``complete`` gives the day of a month and a day that stand without a year.
        """
        reading = parse_day(self.cell(key), self.place(key), epoch_1904=self.row.sheet.epoch_1904, complete=complete)
        return self.keep(optional(reading) if may_miss else reading)

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
