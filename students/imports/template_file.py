"""The empty roster to fill in: numbers are text from the start, so that no leading zero is lost."""

from __future__ import annotations

import io

import xlsxwriter

from students.imports.roster_file import COLUMNS, EXAMPLE

# As in the file that schools send; invented, and skipped on import.
_EXAMPLE_ROW = {
    "number": f"{EXAMPLE}20250101",
    "name": "林晓雯",
    "sex": "女",
    "born": "2013-05-03",
    "class": "七年级(1)班",
    "seat": "1",
    "group": "1",
    "guardian": "林建国",
    "phone": "139-0000-0000",
}
_LAST_ROW = 3000


def roster_template() -> bytes:
    """An .xlsx with the known columns preset as text, one example row, for A4 landscape."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("学生名册")
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    example = book.add_format({"italic": True, "font_color": "#666666", "num_format": "@"})
    columns = [column for column in COLUMNS if column.key in _EXAMPLE_ROW]
    sheet.set_column(0, len(columns) - 1, 14, text)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.name, bold)
        sheet.write_string(1, number, _EXAMPLE_ROW[column.key], example)
        if column.key == "sex":
            sheet.data_validation(2, number, _LAST_ROW, number, {"validate": "list", "source": ["男", "女"]})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()
