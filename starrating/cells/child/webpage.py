"""The tables of a web page, which school systems export under the name .xls. Scripts and styles are text to nobody."""

import re
from collections.abc import Iterator

from lxml import etree

from starrating.cells.child.answer import RawCell, RawSheet, RawWorkbook, raw_text, trimmed
from starrating.cells.child.encoding import decode
from starrating.cells.child.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Refusal

_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NOT_SHOWN = frozenset({"script", "style", "head", "template", "noscript"})
_LINE_ENDS = frozenset({"br", "p", "div"})
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")


def read_page(content: bytes) -> RawWorkbook:
    """Give each table of a page as a sheet; one that only arranges other tables is passed over. Raises Refusal."""
    text, encoding = decode(content)
    # What a program declares as its encoding is not always what it wrote.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode(), parser)
    except etree.LxmlError as error:
        raise Refusal("corrupt") from error
    tables = (
        [one for one in root.iter("table") if next(one.iterdescendants("table"), None) is None]
        if (root is not None)
        else []
    )
    if len(tables) > MAX_SHEETS:
        raise Refusal("too_many_sheets", limit=MAX_SHEETS)
    sheets = [_Reader(one).sheet(str(number) if len(tables) > 1 else "") for number, one in enumerate(tables, 1)]
    if not any(sheet.rows for sheet in sheets):
        raise Refusal("html")
    return RawWorkbook(kind="html", sheets=sheets, encoding=encoding)


class _Reader:
    """Lays the cells of one table out, those over several rows or columns as merged ranges."""

    def __init__(self, table: etree._Element) -> None:
        self._table = table
        self._rows: list[list[RawCell]] = []
        self._merged: list[list[int]] = []
        self._hidden: list[int] = []
        # How many further rows a column is taken by a cell above, by column from 0.
        self._taken: dict[int, int] = {}
        self._area = 0

    def sheet(self, number: str) -> RawSheet:
        caption = next(self._table.iterchildren("caption"), None)
        name = _text(caption).strip()[:31] if caption is not None else ""
        for row in self._table.iter("tr"):
            self._add(row)
        return RawSheet(name or number, rows=trimmed(self._rows), merged=self._merged, hidden_rows=self._hidden)

    def _add(self, row: etree._Element) -> None:
        number = len(self._rows) + 1
        if number > MAX_ROWS:
            raise Refusal("too_large", row=number, column=1)
        line: list[RawCell] = []
        self._rows.append(line)
        if _HIDDEN.search(row.get("style", "")) or row.get("hidden") is not None:
            self._hidden.append(number)
        free = (column for column in range(MAX_COLUMNS + 1) if not self._taken.get(column))
        begun: dict[int, int] = {}
        for cell in row.iterchildren("td", "th"):
            column = next(free, MAX_COLUMNS)
            across, down = _count(cell, "colspan"), _count(cell, "rowspan")
            if column + across > MAX_COLUMNS:
                raise Refusal("too_large", row=number, column=column + across)
            self._area += across * down
            if self._area > MAX_CELLS:
                raise Refusal("too_heavy")
            line.extend([None] * (column + 1 - len(line)))
            line[column] = raw_text(_text(cell).strip("\r\n\t "))
            if across > 1 or down > 1:
                self._merged.append([number, column + 1, number + down - 1, column + across])
            begun.update(dict.fromkeys(range(column, column + across), down))
            for _ in range(across - 1):
                next(free, None)
        left = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}
        self._taken = left | {column: rows - 1 for column, rows in begun.items() if rows > 1}


def _count(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), MAX_ROWS) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _text(element: etree._Element) -> str:
    return re.sub(r"[ \t\r\n]*\n[ \t\r\n]*", "\n", "".join(_pieces(element)))


def _pieces(element: etree._Element) -> Iterator[str]:
    """Give what a person reads in an element; line breaks of the source are blanks, those of the page are breaks."""
    for event, one in etree.iterwalk(element, events=("start", "end")):
        shown = one.tag not in _NOT_SHOWN
        if event == "start":
            if one is not element and one.tag in _LINE_ENDS:
                yield "\n"
            if shown and one.text:
                yield re.sub(r"[\r\n]+", " ", one.text)
        elif one is not element and one.tail:
            yield re.sub(r"[\r\n]+", " ", one.tail)
