"""What the hostile files hold when they are not hostile: a small roster of invented pupils, and ways to write it."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter

HEADER = ("学号", "姓名", "性别", "班级", "座号", "小组")
PUPILS = (
    ("20250101", "林晓雯", "女", "七年级(1)班", "1", "第1组"),
    ("20250102", "赵一鸣", "男", "七年级(1)班", "2", "第1组"),
    ("20250103", "阿依古丽·吐尔逊", "女", "七年级(1)班", "3", "第2组"),
)
ROSTER = (HEADER, *PUPILS)

Value = str | float | None
Grid = Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Expected:
    """What reading a file as a roster must give; texts are parts of the English sentences, one for each found."""

    rows: int = 0
    refusal: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One file: its row in the fault table, its name, its name as uploaded, its bytes and what they must give."""

    row: int
    name: str
    filename: str
    build: Callable[[], bytes]
    expected: Expected


def csv_text(grid: Grid, delimiter: str = ",") -> str:
    """The grid as plain delimited text without any quoting."""
    return "".join(delimiter.join("" if value is None else str(value) for value in row) + "\r\n" for row in grid)


def page_table(grid: Grid) -> str:
    """The grid as the table of a web page, as school systems export it under the name .xls."""
    rows = "".join("<tr>" + "".join(f"<td>{'' if one is None else one}</td>" for one in row) + "</tr>" for row in grid)
    return (
        f'<html xmlns:x="urn:x"><head><style>td{{x}}</style></head><body><table border=1>{rows}</table></body></html>'
    )


def table_of_2003(grid: Sequence[Sequence[object]]) -> str:
    """The grid as an XML table of 2003."""
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    rows = "".join("<Row>" + "".join(cell.format("" if one is None else one) for one in row) + "</Row>" for row in grid)
    names = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    return (
        f'<?xml version="1.0"?><Workbook {names}><Worksheet ss:Name="名册"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def xlsx(grid: Grid, finish: Callable[[xlsxwriter.Workbook, object], None] | None = None, **options: object) -> bytes:
    """A workbook of one sheet; finish may add to it before it is closed."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, **options})
    sheet = book.add_worksheet("名册")
    for number, row in enumerate(grid):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    if finish:
        finish(book, sheet)
    book.close()
    return buffer.getvalue()


def changed(row: int, column: int, value: Value, grid: Grid = ROSTER) -> list[list[Value]]:
    """The grid with one cell changed; row and column count from 1, as the file's reader sees them."""
    copy = [list(one) for one in grid]
    copy[row - 1][column - 1] = value
    return copy


def rezipped(content: bytes, edit: Callable[[str, bytes], bytes]) -> bytes:
    """The same package with the parts edited."""
    source = zipfile.ZipFile(io.BytesIO(content))
    return zipped((name, edit(name, source.read(name))) for name in source.namelist())


def zipped(parts: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip archive of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def with_macros(content: bytes) -> bytes:
    """The same workbook with macros in it, which nobody runs."""
    source = zipfile.ZipFile(io.BytesIO(content))
    parts = [(name, source.read(name)) for name in source.namelist()]
    return zipped([*parts, ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")])


def with_parts(*parts: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """The plain roster workbook with further parts in its package."""
    source = zipfile.ZipFile(io.BytesIO(xlsx(ROSTER)))
    return zipped([*((name, source.read(name)) for name in source.namelist()), *parts])
