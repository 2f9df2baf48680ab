"""Hidden rows and columns of .xls and .ods, which the table reader does not tell, and passwords of .xls."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from starrating.cells.child.limits import MAX_COLUMNS, MAX_ROWS, Refusal
from starrating.cells.child.sheetxml import Scan, feed, local, parser

_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF, _FILEPASS, _BOUNDSHEET, _ROW, _COLINFO = 0x000A, 0x002F, 0x0085, 0x0208, 0x007D
_HIDDEN_ROW = 0x20
_SHEET = 0


def scans_of_xls(content: bytes) -> list[Scan]:
    """Give the hidden parts of the worksheets in their order; Refusal ``encrypted`` where a password guards them.

    What cannot be followed gives none: whether the file is sound is told by the table reader.
    """
    stream = _workbook_stream(content)
    offsets: list[int] = []
    for _offset, kind, data in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refusal("encrypted")
        if kind == _BOUNDSHEET and len(data) >= 6 and data[5] == _SHEET:
            offsets.append(struct.unpack_from("<I", data)[0])
        if kind == _EOF:
            break
    return [_scan(stream, offset) for offset in offsets]


def _workbook_stream(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error, olefile.OleFileError):
        return b""
    return b""


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, bytes]]:
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield offset, kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


def _scan(stream: bytes, offset: int) -> Scan:
    scan, depth = Scan(), 0
    for _offset, kind, data in _records(stream, offset):
        # Charts lie inside a sheet, between marks of their own.
        depth += (kind in _BOF) - (kind == _EOF)
        if depth == 0:
            break
        if kind == _ROW and len(data) >= 14 and data[12] & _HIDDEN_ROW:
            row = struct.unpack_from("<H", data)[0] + 1
            if row <= MAX_ROWS:
                scan.hidden_rows.append(row)
        elif kind == _COLINFO and len(data) >= 10 and data[8] & 1:
            first, last = struct.unpack_from("<HH", data)
            scan.hidden_columns.extend(range(first + 1, min(last + 1, MAX_COLUMNS) + 1))
    return scan


@dataclass
class _Table:
    scan: Scan = field(default_factory=Scan)
    row: int = 0
    column: int = 0


def scans_of_ods(content: bytes) -> list[Scan]:
    """Give the hidden parts of the tables of an .ods, from its content.xml, in their order."""
    tables: list[_Table] = []
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        name, given = local(tag), {local(key): value for key, value in attributes.items()}
        if name == "table":
            depth += 1
            if depth == 1:
                tables.append(_Table())
        elif depth == 1 and name == "table-row":
            _extend(tables[-1].scan.hidden_rows, tables[-1].row, given, MAX_ROWS)
            tables[-1].row += _repeated(given, "number-rows-repeated")
        elif depth == 1 and name == "table-column":
            _extend(tables[-1].scan.hidden_columns, tables[-1].column, given, MAX_COLUMNS)
            tables[-1].column += _repeated(given, "number-columns-repeated")

    def end(tag: str) -> None:
        nonlocal depth
        depth -= local(tag) == "table"

    made = parser()
    made.StartElementHandler = start
    made.EndElementHandler = end
    feed(made, [content])
    return [one.scan for one in tables]


def _extend(found: list[int], before: int, given: dict[str, str], most: int) -> None:
    if given.get("visibility") in ("collapse", "filter"):
        count = max(_repeated(given, "number-rows-repeated"), _repeated(given, "number-columns-repeated"))
        found.extend(range(before + 1, min(before + count, most) + 1))


def _repeated(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
