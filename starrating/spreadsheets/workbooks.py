"""Workbooks for WPS, LibreOffice and Excel: typed cells, no live formula, ready to print on A4."""

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
    """Columns over rows of cells. ``frozen`` columns stay in view when it is scrolled sideways."""

    title: str
    columns: Sequence[Column]
    body: Iterable[Sequence[Cell]]
    frozen: int = 0


def write(stream: IO[bytes], sheets: Iterable[Sheet], imprint: Imprint) -> None:
    """Write the sheets to ``stream``, row by row, so that memory does not grow with the school."""
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": imprint.title, "company": imprint.school})
        for sheet in sheets:
            _write_sheet(book, sheet, imprint)


def _write_sheet(book: Any, table: Sheet, imprint: Imprint) -> None:
    sheet = book.add_worksheet(table.title)
    _set_page(sheet, table, imprint)
    heading = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_name": _FONT}
    )
    formats = [_cell_format(book, column) for column in table.columns]
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    sheet.set_row(0, 34)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, str(column.column_name), heading)
    for number, cells in enumerate(table.body, start=1):
        for place, value in enumerate(cells):
            _write_cell(sheet, number, place, value, formats[place])


def _write_cell(sheet: Any, row: int, place: int, value: Cell, cell_format: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, cell_format)
    else:
        sheet.write_number(row, place, value, cell_format)


def _cell_format(book: Any, column: Column) -> Any:
    shown = {Kind.TEXT: "@", Kind.NUMBER: "0", Kind.DECIMAL: "0.0"}[column.kind]
    align = "left" if column.kind is Kind.TEXT else "center"
    return book.add_format({"border": 1, "valign": "vcenter", "align": align, "num_format": shown, "font_name": _FONT})


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
