"""Files in the shapes that schools have, written by the tests themselves: workbooks, pages, text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from openpyxl import Workbook

Value = str | float | dt.date | None
Rows = Sequence[Sequence[Value]]


def book(
    rows: Rows,
    *,
    sheet: str = "Sheet1",
    merged: Sequence[str] = (),
    hide_rows: Sequence[int] = (),
    hide_columns: Sequence[int] = (),
    others: dict[str, Rows] | None = None,
    epoch_1904: bool = False,
) -> bytes:
    """A workbook of one sheet, or of ``others`` beside it; rows and columns to hide count from 1."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "date_1904": epoch_1904}
    made = xlsxwriter.Workbook(buffer, options)
    day = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, lines in {sheet: rows, **(others or {})}.items():
        page = made.add_worksheet(name)
        for number, line in enumerate(lines):
            for at, value in enumerate(line):
                if isinstance(value, str):
                    page.write_string(number, at, value)
                elif isinstance(value, dt.date):
                    page.write_datetime(number, at, value, day)
                elif value is not None:
                    page.write_number(number, at, value)
        for span in merged if name == sheet else ():
            first = span.partition(":")[0]
            row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
            kept = lines[row][column] if column < len(lines[row]) else ""
            page.merge_range(span, kept)
        for number in hide_rows:
            page.set_row(number - 1, None, None, {"hidden": True})
        for at in hide_columns:
            page.set_column(at - 1, at - 1, None, None, {"hidden": True})
    made.close()
    return buffer.getvalue()


def formulas(rows: Rows, at: str, formula: str, shown: Value) -> bytes:
    """A workbook with a formula in a cell, and what it last showed; empty for one that was never calculated."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    page = made.add_worksheet("Sheet1")
    for number, line in enumerate(rows):
        for column, value in enumerate(line):
            page.write(number, column, value)
    page.write_formula(at, formula, None, shown)
    made.close()
    return buffer.getvalue()


def uncalculated(rows: Rows) -> bytes:
    """A workbook as programs write it that calculate nothing: its formulas have no value."""
    made, buffer = Workbook(), io.BytesIO()
    page = made.active
    assert page is not None
    for line in rows:
        page.append(list(line))
    made.save(buffer)
    return buffer.getvalue()


def page(rows: Rows, *, head: str = "", caption: str = "") -> str:
    """A web page with one table."""
    lines = "".join("<tr>" + "".join(f"<td>{one or ''}</td>" for one in row) + "</tr>" for row in rows)
    title = f"<caption>{caption}</caption>" if caption else ""
    return f"<html><head>{head}</head><body><table>{title}{lines}</table></body></html>"


def archived(*parts: str, names: Sequence[str] = (), encoding: str = "utf-8") -> bytes:
    """Pages in one file (MHTML), as a spreadsheet program saves a workbook: a frame, then a page a sheet."""
    tabs = "".join(f"<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>" for name in names)
    frame = f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><xml>{tabs}</xml></head></html>"
    head = (
        'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="--=_Next"\r\n\r\n'
    )
    body = "".join(
        f"----=_Next\r\nContent-Location: file:///C:/sheet{number:03}.htm\r\nContent-Transfer-Encoding: 8bit\r\n"
        f'Content-Type: text/html; charset="{encoding}"\r\n\r\n{one}\r\n\r\n'
        for number, one in enumerate((frame, *parts))
    )
    return (head + body + "----=_Next--\r\n").encode(encoding)


def text(rows: Rows, sign: str = ",", *, encoding: str = "utf-8", first: str = "", end: str = "\r\n") -> bytes:
    """A text table as it stands, without quotation marks."""
    lines = [first] if first else []
    lines += [sign.join("" if one is None else str(one) for one in row) for row in rows]
    return (end.join(lines) + end).encode(encoding)
