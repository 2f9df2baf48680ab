"""Workbooks: xlsx with everything that the contract asks for, xls and ods as far as the table reader tells."""

import importlib
import io
import re

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from starrating.cells.child.answer import (
    FORMULA,
    UNCALCULATED,
    RawCell,
    RawSheet,
    RawWorkbook,
    raw_cell,
    raw_text,
    trimmed,
)
from starrating.cells.child.archive import Archive, contents
from starrating.cells.child.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Refusal
from starrating.cells.child.sheetxml import Scan, SheetScanner

_ODS_FORMULA = re.compile(rb"\btable:formula\s*=")


def read_xlsx(content: bytes, *, hidden: bool) -> RawWorkbook:
    """Give the sheets of a checked xlsx; hidden ones empty unless asked for. Raises Refusal."""
    archive = Archive(content)
    archive.refuse_entities()
    parts, epoch_1904 = contents(archive)
    paths = {part.name: part.path for part in parts}
    scans: dict[str, Scan] = {}
    wanted = {part.name for part in parts if hidden or part.state == "visible"}
    for name in wanted & paths.keys():
        if paths[name] not in archive.names():
            raise Refusal("corrupt")
        scans[name] = SheetScanner(name).run(archive.chunks(paths[name]))
    sheets = _sheets(content, scans, hidden=hidden)
    return RawWorkbook(kind="xlsx", sheets=sheets, epoch_1904=epoch_1904)


def read_other(content: bytes, kind: str, *, hidden: bool) -> RawWorkbook:
    """Give the sheets of an xls or ods, whose formulas the reader cannot see. Raises Refusal."""
    # Most files are .xlsx and need not wait for what only these need.
    hidden_parts = importlib.import_module("starrating.cells.child.hidden")
    if kind == "ods":
        archive = Archive(content)
        archive.refuse_entities()
        notes = ["formulas"] if _ODS_FORMULA.search(archive.read("content.xml")) else []
        scans = hidden_parts.scans_of_ods(archive.read("content.xml"))
    else:
        scans, notes = hidden_parts.scans_of_xls(content), ["old_format"]
    sheets = _sheets(content, {}, hidden=hidden)
    if len(scans) == len(sheets):
        for sheet, scan in zip(sheets, scans, strict=True):
            sheet.hidden_rows, sheet.hidden_columns = scan.hidden_rows, scan.hidden_columns
    return RawWorkbook(kind=kind, sheets=sheets, notes=notes)


def _sheets(content: bytes, scans: dict[str, Scan], *, hidden: bool) -> list[RawSheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            if len(book.sheets_metadata) > MAX_SHEETS:
                raise Refusal("too_many_sheets", limit=MAX_SHEETS)
            tables = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            return [
                _sheet(book, one.name, _visibility(one.visible), scans.get(one.name), hidden=hidden) for one in tables
            ]
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("corrupt") from error


def _visibility(visible: SheetVisibleEnum) -> str:
    if visible == SheetVisibleEnum.VeryHidden:
        return "very_hidden"
    return "hidden" if visible == SheetVisibleEnum.Hidden else "visible"


def _sheet(book: CalamineWorkbook, name: str, visibility: str, scan: Scan | None, *, hidden: bool) -> RawSheet:
    if visibility != "visible" and not hidden:
        return RawSheet(name=name, visibility=visibility)
    sheet = book.get_sheet_by_name(name)
    rows = _rows(sheet, scan or Scan())
    return RawSheet(
        name=name,
        visibility=visibility,
        rows=trimmed(rows),
        merged=_merged(sheet),
        hidden_rows=scan.hidden_rows if scan else [],
        hidden_columns=scan.hidden_columns if scan else [],
    )


def _merged(sheet: CalamineSheet) -> list[list[int]]:
    """Give the merged ranges within the filled part; overlapping ones, which no program writes, would cost too much."""
    height, width = sheet.total_height + 1, sheet.total_width + 1
    spans = [
        [top + 1, left + 1, min(bottom + 1, height), min(right + 1, width)]
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if top < height and left < width
    ]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in spans) > height * width:
        raise Refusal("hostile_archive", sheet=sheet.name)
    return spans


def _rows(sheet: CalamineSheet, scan: Scan) -> list[list[RawCell]]:
    if sheet.total_height >= MAX_ROWS or sheet.total_width >= MAX_COLUMNS:
        bottom, right = sheet.end or (sheet.total_height, sheet.total_width)
        raise Refusal("too_large", sheet=sheet.name, row=bottom + 1, column=right + 1)
    if (sheet.total_height + 1) * (sheet.total_width + 1) > MAX_ROWS * MAX_COLUMNS // 2:
        # A few cells far apart are no table, and the rectangle around them would fill the memory.
        raise Refusal("too_heavy")
    rows = [[raw_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    if sum(cell is not None for row in rows for cell in row) > MAX_CELLS:
        raise Refusal("too_heavy")
    for (row, column), message in scan.errors.items():
        _put(rows, row, column, ["e", message, ""])
    for (row, column), text in scan.constants.items():
        _put(rows, row, column, raw_text(text))
    for row, column in scan.formulas:
        marks = FORMULA + (UNCALCULATED if (row, column) in scan.uncalculated else "")
        _put(rows, row, column, _marked(_get(rows, row, column), marks))
    return rows


def _marked(cell: RawCell, marks: str) -> RawCell:
    if isinstance(cell, list):
        return [cell[0], cell[1], f"{cell[2]}{marks}"]
    if isinstance(cell, float):
        return ["n", cell, marks]
    return ["s", cell or "", marks]


def _get(rows: list[list[RawCell]], row: int, column: int) -> RawCell:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


def _put(rows: list[list[RawCell]], row: int, column: int, cell: RawCell) -> None:
    while len(rows) < row:
        rows.append([])
    line = rows[row - 1]
    line.extend([None] * (column - len(line)))
    line[column - 1] = cell
