"""Sound files made unsound by chance: the same seed makes the same file."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.hostile.making.content import Grid, Value, csv_text, page_table, table_of_2003, xlsx, zipped
from tests.wild.writing import archived

Change = Callable[[random.Random, bytes], bytes]
Cells = list[list[Value]]

TEXTS: tuple[Value, ...] = (
    *("", " ", "\u200b", "\u202e反", "\x00", "\x07", "\ue863", "\U0002a6d6", "e\u0301", "\ufeff学号", "学号"),
    *("姓名", "合计", "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "#N/A", "#REF!", '="0012"', "<script>", "%(name)s"),
    *("%d", "1.10101E+17", "110101201301011234", "-1", "1e400", "NaN", "９８．５", "98，5", "缺考", "٩٨"),
    *("2025-02-30", "9/1/26", "二〇二五年九月一日", "七年级(А)班", "七年级(99)班", "九月", "班级：", "、、、"),
    *("(", "李静(", "1号、2号", "林" * 1001, "\n\n", "例：七年级(1)班"),
    *(
        "2.02502E+07",
        "2.0250201E7",
        "20250201.0",
        "No.20250201",
        "周五",
        "11月18日",
        "7.10",
        "7-1",
        "701",
        "缺考（病）",
        "满分",
        "√",
    ),
    *("全班共4人", "张伟老师", "张伟（代）", "转出", "第三组", 7.1, 45979.0),
    *(46266.0, 0.1, -0.0, 1e308, 20250201.0, 99999999999999999.0, None),
)
_MEMBERS = re.compile(rb'[A-Za-z:]+="[^"]*"|<[^<>]+>|[0-9]+')


@dataclass(frozen=True)
class Mutant:
    kind: str
    filename: str
    content: bytes
    how: str


def mutant(files: Mapping[str, Grid], seed: int) -> Mutant:
    """A file of one of the kinds with one to three changes of one sort; ``files`` by kind, or kind: shape."""
    dice = random.Random(seed)
    shape = dice.choice(sorted(files))
    kind, files = shape.partition(":")[0], {shape.partition(":")[0]: files[shape]}
    sort = dice.choice(("cells", "cells", "bytes", "package", "markup"))
    if sort == "cells":
        return _with_changed_cells(dice, kind, files[kind])
    text = sort == "bytes" and dice.random() < 0.6
    content = dice.choice(_TEXTS)(dice, files[kind]) if text else xlsx(files[kind])
    how = []
    for _time in range(dice.randint(1, 3)):
        change = dice.choice({"bytes": BYTES, "package": PACKAGE, "markup": MARKUP}[sort])
        how.append(change.__name__.strip("_"))
        content = change(dice, content)
    return Mutant(kind, f"文件.{'csv' if text else 'xlsx'}", content, " ".join(how))


def _delimited(dice: random.Random, grid: Grid) -> bytes:
    return csv_text(grid).encode(dice.choice(_ENCODINGS))


def _page(_dice: random.Random, grid: Grid) -> bytes:
    return page_table(grid).encode()


def _archived_page(_dice: random.Random, grid: Grid) -> bytes:
    return archived(page_table(grid), names=("名册",))


def _table_of_2003(_dice: random.Random, grid: Grid) -> bytes:
    return table_of_2003(grid).encode()


_TEXTS = (_delimited, _page, _archived_page, _table_of_2003)
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def _with_changed_cells(dice: random.Random, kind: str, grid: Grid) -> Mutant:
    cells: Cells = [list(row) for row in grid]
    how = []
    for _time in range(dice.randint(1, 3)):
        change = dice.choice(CELLS)
        how.append(change.__name__.strip("_"))
        change(dice, cells)
        cells = [row for row in cells if row] or [[None]]
    if dice.random() < 0.7:
        return Mutant(kind, "文件.xlsx", xlsx(_storable(cells)), " ".join(how))
    text = csv_text(cells, dice.choice((",", "\t", ";", "，"))).encode(dice.choice(_ENCODINGS), "replace")
    return Mutant(kind, "文件.csv", text, " ".join(how))


def _storable(cells: Cells) -> Cells:
    """A workbook's text may have 32,767 characters, its numbers must have an end."""
    return [[value[:32_000] if isinstance(value, str) else value for value in row] for row in cells]


def _place(dice: random.Random, cells: Cells) -> tuple[int, int]:
    row = dice.randrange(len(cells))
    return row, dice.randrange(len(cells[row]))


def _another_text(dice: random.Random, cells: Cells) -> None:
    row, column = _place(dice, cells)
    cells[row][column] = dice.choice(TEXTS)


def _swapped_cells(dice: random.Random, cells: Cells) -> None:
    (row, column), (other, place) = _place(dice, cells), _place(dice, cells)
    cells[row][column], cells[other][place] = cells[other][place], cells[row][column]


def _row_twice(dice: random.Random, cells: Cells) -> None:
    cells.insert(dice.randrange(len(cells) + 1), list(dice.choice(cells)))


def _no_row(dice: random.Random, cells: Cells) -> None:
    if len(cells) > 1:
        del cells[dice.randrange(len(cells))]


def _no_column(dice: random.Random, cells: Cells) -> None:
    column = dice.randrange(max(map(len, cells)))
    for row in cells:
        del row[column : column + 1]


def _column_twice(dice: random.Random, cells: Cells) -> None:
    column = dice.randrange(max(map(len, cells)))
    for row in cells:
        row.insert(dice.randrange(len(row) + 1), row[column] if column < len(row) else None)


def _blank_row(dice: random.Random, cells: Cells) -> None:
    cells.insert(dice.randrange(len(cells) + 1), [None, ""])


def _spoilt_text(dice: random.Random, cells: Cells) -> None:
    row, column = _place(dice, cells)
    text = str(cells[row][column] or "")
    at = dice.randrange(len(text) + 1)
    cells[row][column] = text[:at] + str(dice.choice(TEXTS) or "") + text[at + dice.randrange(3) :]


CELLS = (_another_text, _swapped_cells, _row_twice, _no_row, _no_column, _column_twice, _blank_row, _spoilt_text)


def _flipped(dice: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _time in range(dice.randint(1, 40)) if spoilt else ():
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def _cut_off(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _piece_out(dice: random.Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + content[at + dice.randint(1, 200) :]


def _piece_twice(dice: random.Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + content[at : at + 300] * dice.randint(1, 4) + content[at:]


def _piece_in(dice: random.Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.randbytes(dice.randint(1, 64)) + content[at:]


BYTES: tuple[Change, ...] = (_flipped, _cut_off, _piece_out, _piece_twice, _piece_in)


def _parts(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _edited(dice: random.Random, content: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    """The package with one part edited, one of the sheets and tables more often than another."""
    parts = _parts(content)
    weights = [6 if re.search("sheet|String|workbook", name) else 1 for name, _data in parts]
    chosen = dice.choices(range(len(parts)), weights)[0] if parts else -1
    return zipped((name, edit(data) if at == chosen else data) for at, (name, data) in enumerate(parts))


def _part_missing(dice: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[dice.randrange(len(parts))]
    return zipped(parts)


def _part_renamed(dice: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    at = dice.randrange(len(parts))
    name, data = parts[at]
    names = (name.upper(), f"../{name}", name[:-1], "xl/worksheets/sheet9.xml", "a/" * 40 + name, "xl\\x")
    parts[at] = (dice.choice(names), data)
    return zipped(parts)


def _parts_swapped(dice: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    (name, data), (second, rest) = parts[one], parts[other]
    parts[one], parts[other] = (name, rest), (second, data)
    return zipped(parts)


def _part_cut(dice: random.Random, content: bytes) -> bytes:
    return _edited(dice, content, lambda data: data[: dice.randrange(len(data) + 1)])


def _part_flipped(dice: random.Random, content: bytes) -> bytes:
    return _edited(dice, content, lambda data: _flipped(dice, data))


def _part_blown_up(dice: random.Random, content: bytes) -> bytes:
    return _edited(dice, content, lambda data: data + b" " * dice.choice((10_000, 3_000_000)))


PACKAGE: tuple[Change, ...] = (_part_missing, _part_renamed, _parts_swapped, _part_cut, _part_flipped, _part_blown_up)

_MARKUP_TEXTS = (
    *(b"", b"0", b"-1", b"1", b"99999999", b"4294967296", b"1e999", b"NaN", b"A1", b"XFD1048576", b"A0", b"%s"),
    *(b"A1:XFD1048576", b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n", b"hidden", b"veryHidden", b"true"),
    *(b"&#0;", b"&amp;", b"&x;", b"[$-804]yyyy", b"0.00E+00", "林".encode(), b"\xff\xfe", b"x" * 5000),
)


def _replaced(dice: random.Random, data: bytes, make: Callable[[bytes], bytes]) -> bytes:
    found = list(_MEMBERS.finditer(data))
    if not found:
        return data
    match = dice.choice(found)
    return data[: match.start()] + make(match[0]) + data[match.end() :]


def _another_value(dice: random.Random, content: bytes) -> bytes:
    def make(old: bytes) -> bytes:
        name, equals, _value = old.partition(b"=")
        text = dice.choice(_MARKUP_TEXTS)
        return name + b'="' + text + b'"' if equals and not old.startswith(b"<") else text

    return _edited(dice, content, lambda data: _replaced(dice, data, make))


def _no_markup(dice: random.Random, content: bytes) -> bytes:
    return _edited(dice, content, lambda data: _replaced(dice, data, lambda _old: b""))


def _markup_often(dice: random.Random, content: bytes) -> bytes:
    times = dice.choice((2, 50, 5000))
    return _edited(dice, content, lambda data: _replaced(dice, data, lambda old: old * times))


def _declaration(dice: random.Random, content: bytes) -> bytes:
    said = dice.choice((b'<!DOCTYPE x [<!ENTITY e "ha">]>', b"<?x y?>", b"<!-- -->", b"<![CDATA[x]]>", b"<a>" * 3000))
    return _edited(dice, content, lambda data: data.replace(b"?>", b"?>" + said, 1))


def _values_changed(dice: random.Random, content: bytes) -> bytes:
    def make(old: re.Match[bytes]) -> bytes:
        return b"<v>" + dice.choice(_MARKUP_TEXTS) + b"</v>" if dice.random() < 0.2 else old[0]

    return _edited(dice, content, lambda data: re.sub(rb"<v>[^<]*</v>", make, data))


MARKUP: tuple[Change, ...] = (_another_value, _another_value, _no_markup, _markup_often, _declaration, _values_changed)
