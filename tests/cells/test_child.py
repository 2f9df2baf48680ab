"""What the reading process itself refuses or hands back, value by value."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from starrating.cells.child.answer import RawCell, raw_cell
from starrating.cells.child.archive import Archive
from starrating.cells.child.encoding import decode
from starrating.cells.child.limits import Refusal
from starrating.cells.child.signature import BIFF_STREAMS, OLE, kind_of

# Where a zip's directory keeps an entry's packed size and the place of its bytes.
_DIRECTORY, _PACKED_SIZE, _PLACE = b"PK\x01\x02", 20, 42


def zipped(*names: str) -> bytearray:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, "x" * 40)
    return bytearray(stream.getvalue())


def with_number(content: bytearray, entry: int, field: int, value: int) -> bytes:
    """The zip with another number in the directory's row of that entry."""
    at = -1
    for _row in range(entry + 1):
        at = content.index(_DIRECTORY, at + 1)
    struct.pack_into("<I", content, at + field, value)
    return bytes(content)


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as no:
        Archive(content)
    return no.value.code


def test_an_entry_ends_within_the_file() -> None:
    good = zipped("a.xml", "b.xml")
    assert Archive(bytes(good)).names() == ["a.xml", "b.xml"]
    assert refusal(with_number(good, 1, _PACKED_SIZE, len(good))) == "corrupt"


def test_two_entries_do_not_share_their_bytes() -> None:
    assert refusal(with_number(zipped("a.xml", "b.xml"), 1, _PLACE, 0)) == "hostile_archive"


@pytest.mark.parametrize(
    ("content", "offset", "line"),
    [
        (b"\xef\xbb\xbfa\nb\xff", 6, 2),
        # Without its mark all of it would be GB18030.
        (b"\xef\xbb\xbf" + "号a".encode("gb18030"), 3, 1),
        ("学号\n".encode("gb18030") + b"a\n\xff", 7, 3),
        (b"\xff\xfe" + "学\n".encode("utf-16-le") + b"\x00\xdc", 6, 2),
        (b"\xfe\xff" + "学\n号\n".encode("utf-16-be") + b"\xdc\x00", 10, 3),
    ],
)
def test_what_does_not_decode_is_refused_with_its_place(content: bytes, offset: int, line: int) -> None:
    with pytest.raises(Refusal) as no:
        decode(content)
    assert (no.value.code, no.value.place[1], no.value.values) == ("encoding", line, {"offset": offset, "line": line})


@pytest.mark.parametrize("stream", BIFF_STREAMS)
def test_an_old_workbook_is_known_by_its_stream(stream: bytes) -> None:
    assert kind_of(OLE + bytes(24) + stream) == "xls"


def test_the_file_of_another_old_program_is_no_workbook() -> None:
    with pytest.raises(Refusal) as no:
        kind_of(OLE + bytes(24) + "WordDocument".encode("utf-16-le"))
    assert (no.value.code, no.value.values) == ("foreign_file", {"kind": "OLE"})


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (True, ["b", "TRUE", ""]),
        (False, ["b", "FALSE", ""]),
        (1, 1.0),
        (float("nan"), ["e", "nan", ""]),
        (float("-inf"), ["e", "-inf", ""]),
        ("", None),
    ],
)
def test_a_value_is_handed_back_as_what_it_is(value: object, raw: RawCell) -> None:
    assert raw_cell(value) == raw
