"""The file formats of exports: comma-separated text that opens without surprises, and workbooks."""

import csv
import io
import re

import tablib
from import_export.formats.base_formats import Format

from starrating.spreadsheets import workbooks
from starrating.spreadsheets.columns import Cell, Column, Kind

# What a spreadsheet reads as the beginning of a formula (T9), full-width signs for good measure, behind what it skips:
# blanks, and characters that nobody sees. A tab or a line break in front is enough.
_STARTS_A_FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*[=+\-@＝＋－＠]")


def protected(value: Cell) -> Cell:
    """Give the cell for a text file: typed text that a spreadsheet would calculate gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and _STARTS_A_FORMULA.match(value) else value


class SafeCsv(Format):  # type: ignore[misc]  # the package has no types
    """UTF-8 for programs."""

    mark = ""

    def get_title(self) -> str:
        return "csv"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([protected(str(heading)) for heading in dataset.headers])
        writer.writerows([protected(cell) for cell in row] for row in dataset)
        return (self.mark + text.getvalue()).encode()


class PeopleCsv(SafeCsv):
    """A text table for people, made as the admin makes a format: without a word."""

    mark = "\ufeff"


class Workbook(Format):  # type: ignore[misc]  # the package has no types
    """One sheet of the dataset's title. A column is numbers where the first of its cells that is filled is one."""

    def __init__(self, imprint: workbooks.Imprint = workbooks.NOBODY) -> None:
        self.imprint = imprint

    def get_title(self) -> str:
        return "xlsx"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return workbooks.CONTENT_TYPE

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset) -> bytes:
        rows: list[tuple[Cell, ...]] = list(dataset)
        columns = [_column(place, heading, rows) for place, heading in enumerate(dataset.headers)]
        # Any text may be a title: what a sheet cannot be called is left out.
        title = "".join(sign for sign in dataset.title if sign not in r"[]:*?/\'")[:31] or "1"
        stream = io.BytesIO()
        workbooks.write(stream, [workbooks.Sheet(title, columns, rows)], self.imprint)
        return stream.getvalue()


def _column(place: int, heading: str, rows: list[tuple[Cell, ...]]) -> Column:
    first = next((row[place] for row in rows if row[place] is not None), None)
    numeric = isinstance(first, int | float)
    longest = max((workbooks.breadth(str(row[place])) for row in rows[:200]), default=0)
    width = min(40, max(workbooks.breadth(heading), longest) + 2)
    return Column(column_name=heading, width=width, kind=Kind.NUMBER if numeric else Kind.TEXT)
