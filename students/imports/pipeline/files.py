"""What every import does with its files first: read them within limits, and find the tables in their sheets."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypedDict, TypeVar

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Unreadable
from starrating.cells.headers import INSTRUCTIONS, Column
from starrating.cells.model import Sheet, Workbook
from starrating.cells.reader import read_workbook
from starrating.cells.tables import Table, find_table, header_row
from starrating.text import Level
from students.names.class_names import class_name_in

NamedBytes = tuple[str, bytes]
Line = TypeVar("Line")
Columns = Sequence[Column] | Callable[[Sheet], Sequence[Column]]

_OTHER_SHEET = _("The sheet has no header row that is known here; it was not read.")


class FileMark(TypedDict):
    """What is kept of a file: its name and its SHA-256 in hexadecimal digits."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Source(Generic[Line]):
    """What was read of some files: their lines in order, refused ones among them, and what was found on the way.

    Nothing of it depends on rows that an import may change.
    """

    files: tuple[FileMark, ...]
    lines: tuple[Line, ...] = field(repr=False)
    findings: tuple[Finding, ...]


def read_source(
    files: Sequence[NamedBytes], lines: Callable[[Sequence[Workbook], Findings], Iterable[Line]]
) -> Source[Line]:
    """Read files (name, bytes); what keeps one from being read, and what is odd about it, is among the findings."""
    findings = Findings()
    books = []
    for name, content in files:
        try:
            book = read_workbook(content, name)
        except Unreadable as unreadable:
            findings.append(unreadable.finding)
        else:
            findings.extend(book.notes)
            books.append(book)
    marks = tuple(FileMark(name=name, sha256=hashlib.sha256(content).hexdigest()) for name, content in files)
    return Source(marks, tuple(lines(books, findings)), tuple(findings))


def tables_in(books: Iterable[Workbook], columns: Columns, findings: Findings) -> Iterator[Table]:
    """Find the tables on the visible sheets; a sheet without one is passed over if another of its file has one."""
    for book in books:
        yield from _tables_of(book, columns, findings)


def _tables_of(book: Workbook, columns: Columns, findings: Findings) -> Iterator[Table]:
    wanted = columns if callable(columns) else lambda _sheet: columns
    sheets = [(sheet, wanted(sheet)) for sheet in book.visible_sheets if sheet.rows and sheet.name != INSTRUCTIONS]
    known = [sheet for sheet, cols in sheets if header_row(sheet, [col for col in cols if col.required])]
    for sheet, cols in sheets:
        if known and sheet not in known:
            findings.say(Level.WARNING, sheet.place(), "", _OTHER_SHEET)
            continue
        search = find_table(sheet, cols)
        findings.extend(search.findings)
        if search.table is not None:
            yield search.table


def class_around(table: Table) -> tuple[str, str]:
    """Give the class that sheet, title or file name tell for rows that do not say it, and what the title tells."""
    title = next(filter(None, map(class_name_in, table.titles)), "")
    return class_name_in(table.sheet.name) or title or class_name_in(table.sheet.file) or "", title
