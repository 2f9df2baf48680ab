"""Bytes of a file to typed cells: starts the limited parser and turns its answer into a workbook."""

import json
import logging
import subprocess
import unicodedata
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from starrating.cells.child.limits import MAX_BYTES
from starrating.cells.findings import Findings, Place, column_letters, unreadable
from starrating.cells.model import Cell, Kind, Mark, Sheet, Span, Visibility, Workbook
from starrating.child_process import run_child
from starrating.joiners import in_a_row
from starrating.text import Level

logger = logging.getLogger(__name__)

# Above the child's own limit of CPU time; ends a child that waits instead of working.
WALL_SECONDS = 25
_LONGEST_NAME = 80
# From here on a float no longer holds every integer: the digits shown are not those that were typed.
_EXACT_BELOW = 1e15

_DECODED = _("Read as %(encoding)s.")
_OLD_FORMAT = _("The old .xls format does not tell formulas from values: check that the values are as they should be.")
_FORMULAS = _("The file contains formulas; the values that they last showed were used.")
_HIDDEN_SHEET = _("The sheet is hidden and was not read.")
_HIDDEN_SHEET_READ = _("The sheet is hidden and was read as asked.")
_HIDDEN_ROWS = _("The sheet has hidden or filtered rows, which were left out: %(count)d (%(rows)s).")
_HIDDEN_ROWS_READ = _("The sheet has hidden or filtered rows, which were read as asked: %(count)d (%(rows)s).")
_HIDDEN_COLUMNS = _("The sheet has hidden columns, which were left out: %(count)d (%(columns)s).")
_HIDDEN_COLUMNS_READ = _("The sheet has hidden columns, which were read as asked: %(count)d (%(columns)s).")


def read_workbook(content: bytes, filename: str, *, hidden: bool = False) -> Workbook:
    """Give the cells of an uploaded file; its kind is found by content, the name only serves places.

    Hidden sheets are listed with no rows unless hidden is true. Raises Unreadable, whose sentence says what to do next.
    """
    place = Place(shown_name(filename))
    if len(content) > MAX_BYTES:
        raise unreadable("too_many_bytes", place, {"limit": MAX_BYTES // 1024 // 1024})
    answer = _ask_child(content, place, hidden=hidden)
    if "refusal" in answer:
        sheet, row, column = answer["place"]
        raise unreadable(answer["refusal"], Place(place.file, sheet, row, column), answer["values"])
    workbook = _workbook(place.file, answer["workbook"], hidden=hidden)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise unreadable("empty_workbook", place)
    return workbook


def shown_name(filename: str) -> str:
    """Give the file's name for people: no folders, no characters that hide or turn text, of bounded length."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    plain = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip()
    if len(plain) <= _LONGEST_NAME:
        return plain or "?"
    return f"{plain[: _LONGEST_NAME - 9]}…{plain[-8:]}"


def _ask_child(content: bytes, place: Place, *, hidden: bool) -> dict[str, Any]:
    arguments = ["starrating.cells.child", *(["--hidden"] if hidden else [])]
    try:
        done = run_child(arguments, content, seconds=WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise unreadable("too_heavy", place) from error
    if done.returncode != 0:
        logger.warning("the file parser ended with code %d", done.returncode)
        # Ended by a signal it hit a limit; ended by itself it stumbled over the file's contents.
        raise unreadable("too_heavy" if done.returncode < 0 else "corrupt", place)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _workbook(file: str, raw: dict[str, Any], *, hidden: bool) -> Workbook:
    sheets = tuple(_sheet(file, one, epoch_1904=raw["epoch_1904"]) for one in raw["sheets"])
    notes = Findings()
    if raw["encoding"]:
        notes.say(Level.NOTE, Place(file), "", _DECODED, encoding=raw["encoding"])
    if "formulas" in raw["notes"]:
        notes.say(Level.NOTE, Place(file), "", _FORMULAS)
    if "old_format" in raw["notes"]:
        notes.say(Level.WARNING, Place(file), "", _OLD_FORMAT)
    for sheet in sheets:
        _note_hidden_parts(sheet, notes, hidden=hidden)
    return Workbook(file=file, kind=raw["kind"], encoding=raw["encoding"], sheets=sheets, notes=tuple(notes))


def _note_hidden_parts(sheet: Sheet, notes: Findings, *, hidden: bool) -> None:
    if not sheet.visible:
        notes.say(Level.WARNING, sheet.place(), "", _HIDDEN_SHEET_READ if hidden else _HIDDEN_SHEET)
    rows = sorted(row for row in sheet.hidden_rows if row <= len(sheet.rows) and sheet.rows[row - 1])
    if rows:
        shown = in_a_row(rows, at_most=10)
        message = _HIDDEN_ROWS_READ if hidden else _HIDDEN_ROWS
        notes.say(Level.WARNING, sheet.place(rows[0]), "", message, count=len(rows), rows=shown)
    columns = [
        column
        for column in sorted(sheet.hidden_columns)
        if any(not sheet.cell(row, column).is_blank for row in range(1, len(sheet.rows) + 1))
    ]
    if columns:
        message = _HIDDEN_COLUMNS_READ if hidden else _HIDDEN_COLUMNS
        letters = in_a_row(map(column_letters, columns), at_most=10)
        notes.say(Level.WARNING, sheet.place(0, columns[0]), "", message, count=len(columns), columns=letters)


def _sheet(file: str, raw: dict[str, Any], *, epoch_1904: bool) -> Sheet:
    rows = tuple(
        tuple(
            Cell(number, column) if cell is None else cell_from(cell, number, column)
            for column, cell in enumerate(row, 1)
        )
        for number, row in enumerate(raw["rows"], 1)
    )
    return Sheet(
        file=file,
        name=raw["name"],
        visibility=Visibility(raw["visibility"]),
        rows=rows,
        merged=tuple(Span(*span) for span in raw["merged"]),
        hidden_rows=frozenset(raw["hidden_rows"]),
        hidden_columns=frozenset(raw["hidden_columns"]),
        epoch_1904=epoch_1904,
    )


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
