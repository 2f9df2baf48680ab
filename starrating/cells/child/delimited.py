"""CSV and its kin: decode, find the delimiter, read the records."""

import csv
import io
import re
from itertools import islice

from starrating.cells.child.answer import (
    FORMULA,
    QUOTED_CODE,
    UNCALCULATED,
    RawCell,
    RawSheet,
    RawWorkbook,
    raw_text,
    trimmed,
)
from starrating.cells.child.encoding import decode
from starrating.cells.child.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Refusal

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 20
# The first line that tells a spreadsheet program what parts the columns; it is no row of the table.
_SAYS_DELIMITER = re.compile(r"\A\ufeff?\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
# ="0012" is how programs keep leading zeros in a CSV that Excel opens; it is a text, not a calculation.
_QUOTED_CODE = re.compile(r'^="([^"=]*)"$')


def read_text(content: bytes) -> RawWorkbook:
    """Give the one sheet of a text file. Raises Refusal for an unclear encoding or delimiter and beyond the limits."""
    csv.field_size_limit(MAX_BYTES)
    text, encoding = decode(content)
    if not text.strip("\ufeff \t\r\n"):
        raise Refusal("empty_file")
    said = _SAYS_DELIMITER.match(text)
    if said and said[1] in _DELIMITERS:
        # The line stays as an empty row, so that places are those that a spreadsheet shows.
        rows = [[], *_rows(text[said.end() :], said[1], before=1)]
    else:
        rows = _rows(text, _delimiter(text))
    return RawWorkbook(kind="text", sheets=[RawSheet(name="", rows=trimmed(rows))], encoding=encoding)


def _rows(text: str, delimiter: str, *, before: int = 0) -> list[list[RawCell]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[RawCell]] = []
    try:
        for record in reader:
            width = max((index for index, value in enumerate(record, start=1) if value), default=0)
            if width > MAX_COLUMNS or (width and len(rows) >= MAX_ROWS):
                raise Refusal("too_large", row=before + len(rows) + 1, column=max(width, 1))
            rows.append([_cell(value) for value in record[:width]])
    except csv.Error as error:
        raise Refusal("quotes", row=before + len(rows) + 1, line=before + reader.line_num) from error
    return rows


def _cell(value: str) -> RawCell:
    quoted = _QUOTED_CODE.match(value)
    if quoted:
        return raw_text(quoted[1], QUOTED_CODE)
    # A text table holds the formula itself and never what it came to.
    return raw_text(value, FORMULA + UNCALCULATED if value.startswith("=") else "")


def _delimiter(text: str) -> str:
    """Give the delimiter that cuts most of the first lines into as many columns; a comma for a single one."""
    sample = [line for line in islice(io.StringIO(text), _SAMPLE_LINES) if line.strip()]
    best = max(_DELIMITERS, key=lambda sign: _agreement(sample, sign))
    if _agreement(sample, best) == (0, 0):
        if sum("，" in line for line in sample) * 2 >= len(sample):
            raise Refusal("fullwidth_comma", row=1)
        return ","
    return best


def _agreement(sample: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(record) for record in csv.reader(sample, delimiter=delimiter) if len(record) > 1]
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    usual = max(set(widths), key=widths.count)
    return (widths.count(usual), usual)
