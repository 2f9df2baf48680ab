"""What every import does with its files first: read them within limits, and find the tables in their sheets."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypedDict, TypeVar

from django.utils.translation import gettext_lazy as _

from starrating.cells.child.limits import MOST_CELLS, MOST_ROWS
from starrating.cells.findings import Finding, Findings, Place, Question, Unreadable, unreadable
from starrating.cells.headers import INSTRUCTIONS, Columns, columns_for, find_header, known_keys
from starrating.cells.model import Sheet, Workbook
from starrating.cells.reader import read_workbook, shown_name
from starrating.cells.tables import Table, find_table
from starrating.text import Level, label_key, sentence
from students.imports.pipeline.fits import Kind
from students.imports.pipeline.meanings import NO_MEANINGS, Meanings
from students.names.class_names import class_name_in, grade_name_in

NamedBytes = tuple[str, bytes]
Line = TypeVar("Line")

# All files of one import together: a page is waiting.
SECONDS_TOGETHER = 60
# Pictures, letters and the like, which lie in any folder.
_NO_TABLES = frozenset({"foreign_file", "binary", "html", "empty_file"})
_TOO_MANY_ROWS = _(
    "Together the files have more than %(rows)d rows or %(cells)d cells; this one was not read. Choose fewer at once."
)
_NO_TABLE = _("This file is no table and was left out: %(why)s")
_NOT_FITTING = _("The file was left out: it has none of the columns that were looked for (%(columns)s).")
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

    @property
    def asks_again(self) -> bool:
        """Whether an answer can make the files be read otherwise."""
        return bool(self.questions) or self.has_hidden


@dataclass(frozen=True)
class Opened:
    """One file opened: its workbook, or what keeps it from being read."""

    mark: FileMark
    book: Workbook | None
    fault: Unreadable | None = None

    @property
    def is_no_table(self) -> bool:
        """Whether it is of a kind that lies in any folder and blocks none of the others."""
        return self.fault is not None and self.fault.code in _NO_TABLES


def opened(files: Iterable[NamedBytes], *, hidden: bool = False) -> list[Opened]:
    """Open files (name, bytes) in their order, as long as they have not too many rows, and take too long, together.

    ``hidden``: hidden sheets, rows and columns as well.
    """
    found: list[Opened] = []
    rows, cells, until = 0, 0, time.monotonic() + SECONDS_TOGETHER
    for name, content in files:
        mark = FileMark(name=name, sha256=hashlib.sha256(content).hexdigest())
        place = Place(shown_name(name))
        try:
            if time.monotonic() > until:
                raise unreadable("too_heavy", place)
            book = read_workbook(content, name, hidden=hidden)
            rows += sum(len(sheet.rows) for sheet in book.sheets)
            cells += sum(len(row) for sheet in book.sheets for row in sheet.rows)
            if rows > MOST_ROWS or cells > MOST_CELLS:
                raise Unreadable(sentence(_TOO_MANY_ROWS, rows=MOST_ROWS, cells=MOST_CELLS), place, "too_many_rows")
        except Unreadable as fault:
            found.append(Opened(mark, None, fault))
        else:
            found.append(Opened(mark, book))
    return found


def read_source(
    files: Sequence[NamedBytes],
    lines: Callable[[Sequence[Workbook], Findings], Iterable[Line]],
    *,
    hidden: bool = False,
    kind: Kind | None = None,
) -> Source[Line]:
    """Read files (name, bytes); what keeps one from being read, and what is odd about it, is among the findings.

    ``hidden``: hidden sheets, rows and columns as well. ``kind``: a file that is not of it is left out beside one
    that is.
    """
    return source_of(opened(files, hidden=hidden), lines, kind)


def source_of(
    files: Sequence[Opened], lines: Callable[[Sequence[Workbook], Findings], Iterable[Line]], kind: Kind | None = None
) -> Source[Line]:
    """Read opened files. One that is no table, or of another kind, blocks none of the others."""
    findings = Findings()
    books = [one.book for one in files if one.book is not None]
    fitting = [book for book in books if kind is None or len(books) == 1 or kind.fit(book)]
    for one in files:
        if one.fault is not None:
            findings.append(left_out(one.fault) if books and one.is_no_table else one.fault.finding)
        elif one.book is not None and (one.book in fitting or not fitting):
            findings.extend(one.book.notes)
        elif one.book is not None and kind is not None:
            findings.say(Level.WARNING, Place(one.book.file), "", _NOT_FITTING, columns=str(kind.looked_for))
    books = fitting or books
    read = tuple(lines(books, findings))
    questions = {label_key(one.header): one for one in reversed(findings.questions)}
    return Source(
        tuple(one.mark for one in files),
        read,
        tuple(findings),
        tuple(reversed(questions.values())),
        has_hidden=any(_has_hidden(sheet) for book in books for sheet in book.sheets),
    )


def left_out(fault: Unreadable) -> Finding:
    """Say of a file that is no table, such as a picture beside the others, that it was passed over."""
    said = fault.finding
    return Finding(Level.WARNING, said.place, said.value, sentence(_NO_TABLE, why=str(said.message)))


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
