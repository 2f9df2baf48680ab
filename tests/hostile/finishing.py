"""What a plain grid cannot say (merged cells, formulas, hidden parts, dates), added to a workbook in the making."""

import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.hostile.making.content import HEADER, PUPILS


def title(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """A title merged over the first row."""
    sheet.merge_range(0, 0, 0, len(HEADER) - 1, "某某中学2026年9月花名册")


def merged_header(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """A title, a header of two lines, and a class merged over its pupils."""
    title(book, sheet)
    for column in (0, 1, 2):
        sheet.merge_range(1, column, 2, column, HEADER[column])
    sheet.merge_range(1, 3, 1, 5, "编班情况")
    sheet.write_row(2, 3, HEADER[3:])
    for number, pupil in enumerate(PUPILS, start=3):
        sheet.write_row(number, 0, pupil[:3])
        sheet.write_row(number, 4, pupil[4:])
    sheet.merge_range(3, 3, 5, 3, PUPILS[0][3])


def formulas(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """A text formula, a link, a number formula and one that was never calculated."""
    sheet.write_formula("B2", '=VLOOKUP(A2,Z:Z,1,0)&""', None, "林晓雯")
    sheet.write_formula("B3", '=HYPERLINK("http://127.0.0.1:9/","赵一鸣")', None, "赵一鸣")
    sheet.write_formula("E2", "=0+1", None, 1)
    sheet.write_formula("E3", "=1+1", None, "")


def text_errors(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """Error values: calculated ones and one pasted as text."""
    sheet.write_formula("A2", "=NA()", None, "#N/A")
    sheet.write_formula("B3", "=1/0", None, "#DIV/0!")
    sheet.write_string("B4", "#REF!")


def dates(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """A real date, a serial number and a typed date."""
    sheet.write_datetime("G2", datetime.date(2026, 9, 1), book.add_format({"num_format": "yyyy/m/d"}))
    sheet.write_number("G3", 46266)
    sheet.write_string("G4", "2026年9月1日")


def other_sheets(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """A hidden and a very hidden sheet, each with one more pupil."""
    sheet.activate()
    for name in ("备用", "旧数据"):
        other = book.add_worksheet(name)
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, ("20250199", "不应读入", "男", "七年级(1)班", "9", "第1组"))
        if name == "备用":
            other.hide()
        else:
            other.very_hidden()


def hidden_parts(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """A filtered row and a hidden column."""
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(5, 5, None, None, {"hidden": True})
