"""Workbooks for WPS, LibreOffice and Excel: typed cells, no live formula, ready to print on A4."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from starrating.spreadsheets.columns import Cell, Column, Kind

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Text never becomes a formula or a link, whatever somebody typed as a name (T9).
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9
_FONT = "宋体"
_POINTS = 11.0
_LINE = 15.0
# Excel takes 409 points at most, and nobody reads on.
_MOST_LINES = 20
# Pixels, as spreadsheets count: a character of the usual font, what stands round a cell's text, A4 across.
_CHARACTER, _PADDING = 7, 5
_PAPER = (297 - 2 * 0.4 * 25.4) / 25.4 * 96
_PARTED = {"top": 5}
_TOTAL = {"top": 5, "bold": True}


@dataclass(frozen=True)
class Imprint:
    """What stands in the head and foot of every printed page; ``maker`` made the workbook, on ``day`` as shown."""

    school: str
    title: str
    maker: str
    day: str


NOBODY = Imprint("", "", "", "")


@dataclass(frozen=True)
class Sheet:
    """Columns over rows of cells. ``frozen`` columns stay in view when it is scrolled sideways.

    A strong line stands above a row where the cell of column ``parted_by`` is another than above it (a class). A last
    row ``total`` is neither filtered nor sorted with the others.
    """

    title: str
    columns: Sequence[Column]
    body: Iterable[Sequence[Cell]]
    frozen: int = 0
    parted_by: int | None = None
    total: Sequence[Cell] | None = None


def write(stream: IO[bytes], sheets: Iterable[Sheet], imprint: Imprint) -> None:
    """Write the sheets to ``stream``, row by row, so that memory does not grow with the school."""
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": imprint.title, "company": imprint.school})
        for sheet in sheets:
            _write_sheet(book, sheet, imprint)


def printed_size(columns: Sequence[Column]) -> float:
    """Give how large text of a sheet is printed across A4, in points: one that is too wide is made smaller."""
    wide = sum(column.width * _CHARACTER + _PADDING for column in columns)
    return _POINTS * min(1.0, _PAPER / wide)


def _write_sheet(book: Any, table: Sheet, imprint: Imprint) -> None:
    sheet = book.add_worksheet(table.title)
    _set_page(sheet, table, imprint)
    heading = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_name": _FONT}
    )
    plain, parted, last = (
        [_cell_format(book, column, **look) for column in table.columns] for look in ({}, _PARTED, _TOTAL)
    )
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    sheet.set_row(0, 34)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, str(column.column_name), heading)
    number, above = 0, None
    for number, cells in enumerate(table.body, start=1):
        group = cells[table.parted_by] if table.parted_by is not None else None
        _write_row(sheet, number, cells, parted if number > 1 and group != above else plain, table.columns)
        above = group
    if table.columns:
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
    if table.total is not None:
        _write_row(sheet, number + 1, table.total, last, table.columns)


def _write_row(sheet: Any, row: int, cells: Sequence[Cell], formats: Sequence[Any], columns: Sequence[Column]) -> None:
    """Write one row, high enough for the text of its cells: nothing typed is cut off."""
    lines = max((_lines(value, column.width) for value, column in zip(cells, columns, strict=True)), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE * min(lines, _MOST_LINES))
    for place, value in enumerate(cells):
        _write_cell(sheet, row, place, value, formats[place])


def _lines(value: Cell, width: float) -> int:
    return max(1, math.ceil(breadth(value) / (width - 0.5))) if isinstance(value, str) else 1


def breadth(text: str) -> int:
    """Measure how wide a text is in a workbook, in characters: a Chinese one takes two places."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _write_cell(sheet: Any, row: int, place: int, value: Cell, cell_format: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, cell_format)
    else:
        sheet.write_number(row, place, value, cell_format)


def _cell_format(book: Any, column: Column, **look: object) -> Any:
    shown = {Kind.TEXT: "@", Kind.NUMBER: "0", Kind.DECIMAL: "0.0"}[column.kind]
    align = "left" if column.kind is Kind.TEXT else "center"
    common = {"border": 1, "valign": "vcenter", "align": align, "num_format": shown, "font_name": _FONT}
    return book.add_format({**common, "text_wrap": column.kind is Kind.TEXT, **look})


def _set_page(sheet: Any, table: Sheet, imprint: Imprint) -> None:
    sheet.freeze_panes(1, table.frozen)
    sheet.repeat_rows(0)
    print_on_a4(sheet)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.8)
    # A blank after each size: a title that begins with a year would make the size of it.
    sheet.set_header(f"&C&14 {_plain(imprint.school)}\n&11 {_plain(imprint.title)}&R&9 {_plain(table.title)}")
    foot = {"maker": _plain(imprint.maker), "day": _plain(imprint.day)}
    left, centre, right = _("Made by: %(maker)s") % foot, _("Checked by:"), _("Date: %(day)s") % foot
    # Room behind the second for a name by hand.
    sheet.set_footer(f"&L{left}&C{centre}                    &R{right}    &P / &N")


def print_on_a4(sheet: Any) -> None:
    """Print a sheet across, as wide as the paper."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _plain(text: str) -> str:
    """Write text for a header or footer, where ``&`` begins a command; short, as Excel takes 255 characters in all."""
    return text[:70].replace("&", "&&")


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """Give a workbook to be saved under ``name``, given without its ending."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
