"""What every import does with its files first: read them within limits, and find the tables in their sheets."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypedDict, TypeVar

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Question, Unreadable
from starrating.cells.headers import INSTRUCTIONS, Columns, columns_for, find_header, known_keys
from starrating.cells.model import Sheet, Workbook
from starrating.cells.reader import read_workbook
from starrating.cells.tables import Table, find_table
from starrating.text import Level, label_key
from students.imports.pipeline.meanings import NO_MEANINGS, Meanings
from students.names.class_names import class_name_in, grade_name_in

NamedBytes = tuple[str, bytes]
Line = TypeVar("Line")

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
    questions: tuple[Question, ...] = ()
    has_hidden: bool = False


def read_source(
    files: Sequence[NamedBytes],
    lines: Callable[[Sequence[Workbook], Findings], Iterable[Line]],
    *,
    hidden: bool = False,
) -> Source[Line]:
    """Read files (name, bytes); what keeps one from being read, and what is odd about it, is among the findings.

    ``hidden``: hidden sheets, rows and columns as well.
    """
    findings = Findings()
    books = []
    for name, content in files:
        try:
            book = read_workbook(content, name, hidden=hidden)
        except Unreadable as unreadable:
            findings.append(unreadable.finding)
        else:
            findings.extend(book.notes)
            books.append(book)
    marks = tuple(FileMark(name=name, sha256=hashlib.sha256(content).hexdigest()) for name, content in files)
    read = tuple(lines(books, findings))
    questions = {label_key(one.header): one for one in reversed(findings.questions)}
    return Source(
        marks,
        read,
        tuple(findings),
        tuple(reversed(questions.values())),
        has_hidden=any(_has_hidden(sheet) for book in books for sheet in book.sheets),
    )


def _has_hidden(sheet: Sheet) -> bool:
    return not sheet.visible or bool(sheet.hidden_rows or sheet.hidden_columns)


def tables_in(
    books: Iterable[Workbook],
    columns: Columns,
    findings: Findings,
    meanings: Meanings = NO_MEANINGS,
    *,
    strict: bool = False,
) -> Iterator[Table]:
    """Find the tables on the visible sheets; a sheet without one is passed over if another of its file has one.

    ``strict``: an unknown column of numbers has to be answered.
    """
    for book in books:
        yield from _tables_of(book, columns, findings, meanings, strict=strict)


def _tables_of(
    book: Workbook, columns: Columns, findings: Findings, meanings: Meanings, *, strict: bool
) -> Iterator[Table]:
    sheets = [
        sheet
        for sheet in book.sheets
        if (sheet.visible or meanings.hidden) and sheet.rows and sheet.name != INSTRUCTIONS
    ]
    known = [sheet for sheet in sheets if _has_required(sheet, columns, meanings)]
    for sheet in sheets:
        if known and sheet not in known:
            findings.say(Level.WARNING, sheet.place(), "", _OTHER_SHEET)
            continue
        search = find_table(sheet, columns, answers=meanings.answers, hidden=meanings.hidden, strict=strict)
        findings.extend(search.findings)
        findings.questions.extend(search.questions)
        for table in search.tables:
            findings.extend(meanings.remembered(table))
            yield table


def _has_required(sheet: Sheet, columns: Columns, meanings: Meanings) -> bool:
    """Tell whether a sheet names what is needed: one of the required columns at least."""
    found = find_header(sheet, columns)
    if found is None:
        return False
    known = columns_for(columns, sheet, found.labels)
    required = [one for one in known if one.required]
    answered = any(label.key in meanings.answers for label in found.labels.values())
    return answered or bool(known_keys(found.labels, required or known))


def class_around(table: Table) -> tuple[str, str]:
    """Give the class that sheet, title or file name tell for rows that do not say it, and what the title tells."""
    title = next(filter(None, map(class_name_in, table.titles)), "")
    return class_name_in(table.sheet.name) or title or class_name_in(table.sheet.file) or "", title


def grade_around(table: Table) -> str:
    """Give the grade (七年级, 2026级) that sheet, title or file name tell, for a class that is a number alone."""
    return grade_of_sheet(table.sheet, table.titles)


def grade_of_sheet(sheet: Sheet, titles: Sequence[str]) -> str:
    """Give the grade that a sheet's name, the titles on it or its file tell."""
    texts = (sheet.name, *titles, sheet.file)
    return next(filter(None, map(grade_name_in, texts)), "")
