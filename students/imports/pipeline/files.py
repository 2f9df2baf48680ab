"""What every import of `students` does with its files first: read them, and find the tables in their sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding
from starrating.cells.headers import Column
from starrating.cells.model import Sheet, Workbook
from starrating.cells.own_forms import INSTRUCTIONS
from starrating.cells.reader import read_workbook
from starrating.cells.refusals import Unreadable
from starrating.cells.tables import Table, find_table, header_row
from starrating.text import Level, sentence

NamedBytes = tuple[str, bytes]

_OTHER_SHEET = _("The sheet has no header row that is known here; it was not read.")


def checksum(content: bytes) -> str:
    """SHA-256 of a file's bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_workbooks(files: Sequence[NamedBytes], findings: list[Finding]) -> list[Workbook]:
    """The files that can be read; what keeps another from being read, and what is odd, goes to ``findings``."""
    books = []
    for name, content in files:
        try:
            book = read_workbook(content, name)
        except Unreadable as unreadable:
            findings.append(unreadable.finding)
        else:
            findings.extend(book.notes)
            books.append(book)
    return books


def tables_of(
    book: Workbook, columns: Sequence[Column] | Callable[[Sheet], Sequence[Column]], findings: list[Finding]
) -> Iterator[Table]:
    """The tables on the visible sheets. A sheet without one is passed over if another sheet of the file has one."""
    wanted = columns if callable(columns) else lambda _sheet: columns
    sheets = [(sheet, wanted(sheet)) for sheet in book.visible_sheets if sheet.rows and sheet.name != INSTRUCTIONS]
    known = [sheet for sheet, cols in sheets if header_row(sheet, [col for col in cols if col.required])]
    for sheet, cols in sheets:
        if known and sheet not in known:
            findings.append(Finding(Level.WARNING, sheet.place(), "", sentence(_OTHER_SHEET)))
            continue
        search = find_table(sheet, cols)
        findings.extend(search.findings)
        if search.table is not None:
            yield search.table
