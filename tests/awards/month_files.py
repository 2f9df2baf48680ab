"""Month sheets as workbooks, made by the tests themselves."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from awards.sheet_files.all_sheets import SheetsPlan
from awards.sheet_files.paper import PaperSheet
from students.imports.pipeline.importer import Preview

SheetsPreview = Preview[PaperSheet, SheetsPlan]

STARS = ("文明星", "爱心星", "诚信星", "感恩星", "责任星", "学习星", "健体星", "特长星", "进步星", "读书星", "劳动星")
TITLE = "第十中学2025年9月班级评星表"
Rows = list[list[object]]


def rows_of(
    class_name: str,
    winners: Mapping[str, str],
    *,
    title: str = TITLE,
    consulted: str = "已征求",
    counts: Mapping[str, object] | None = None,
    stars: Sequence[str] = STARS,
    committee: str = "评星小组",
    office: str = "政教处",
) -> Rows:
    """One class's sheet in the shape that schools hand in; rows count from 1, the first star is in row 4."""
    rows: Rows = [[title], ["班级", class_name, "应评人数", 8], ["序号", "星名", "获星学生", "人数", "备注"]]
    for number, star in enumerate(stars, start=1):
        count = (counts or {}).get(star)
        rows.append([number, star, winners.get(star), count])
    rows.append([f"{committee}签名", None, "科任教师意见", consulted])
    rows.append(["班主任签名", None, f"{office}意见"])
    return rows


def workbook(sheets: Mapping[str, Rows], *, merged: str = "") -> bytes:
    """The rows of each sheet by its name, as the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
        if merged:
            sheet.merge_range(merged, "获星学生")
    book.close()
    return buffer.getvalue()


def one_class(winners: Mapping[str, str], class_name: str = "七年级(1)班", **options: object) -> bytes:
    """A workbook with the sheet of one class."""
    return workbook({class_name: rows_of(class_name, winners, **options)})  # type: ignore[arg-type]
