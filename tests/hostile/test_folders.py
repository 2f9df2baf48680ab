"""Folders packed as .zip: what schools pack is unpacked by name, and what nobody packs is refused before it is read."""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from starrating.cells.child.limits import MAX_BYTES, MOST_BYTES, MOST_FILES
from starrating.cells.folders import unpacked
from tests.hostile.making.content import ROSTER, csv_text, xlsx
from tests.refusals import refused

CSV = csv_text(ROSTER).encode()


def packed(**files: bytes) -> bytes:
    return packed_as(files)


def packed_as(files: dict[str, bytes], **options: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **options)
    return out.getvalue()


def in_gbk(name: str, content: bytes) -> bytes:
    """A folder as Windows packs it: names in the letters of the system, with no sign of that."""
    marker = "x" * len(name.encode("gbk"))
    return packed_as({marker: content}).replace(marker.encode(), name.encode("gbk"))


def names(*files: tuple[str, bytes]) -> list[str]:
    return [name for name, _content in unpacked(files)]


def test_files_stay_as_they_are_and_a_folder_gives_its_own() -> None:
    book = xlsx(ROSTER)
    found = unpacked(
        [("a.csv", CSV), ("b.xlsx", book), ("九月.zip", packed_as({"七年级/1班.csv": b"1", "八年级.csv": b"2"}))]
    )
    assert found == [("a.csv", CSV), ("b.xlsx", book), ("七年级／1班.csv", b"1"), ("八年级.csv", b"2")]


def test_a_folder_that_all_files_lie_in_tells_nothing() -> None:
    content = packed_as({"下载/名册/七.csv": CSV, "下载/名册/八.csv": CSV})
    assert names(("x.zip", content)) == ["七.csv", "八.csv"]


def test_a_workbook_in_a_folder_is_a_file() -> None:
    book = xlsx(ROSTER)
    assert unpacked([("x.zip", packed_as({"名册.xlsx": book}))]) == [("名册.xlsx", book)]


def test_names_of_windows_and_of_the_mac() -> None:
    assert names(("x.zip", in_gbk("七年级名册.csv", CSV))) == ["七年级名册.csv"]
    unmarked = packed_as({"x" * len("七年级.csv".encode()): CSV}).replace(
        b"x" * len("七年级.csv".encode()), "七年级.csv".encode()
    )
    assert names(("x.zip", unmarked)) == ["七年级.csv"]


def test_what_systems_leave_behind_is_passed_over() -> None:
    content = packed_as(
        {
            "名册/一.csv": CSV,
            "__MACOSX/名册/._一.csv": b"x",
            "名册/.DS_Store": b"x",
            "名册/Thumbs.db": b"x",
            "名册/desktop.ini": b"x",
            "名册/~$一.xlsx": b"x",
        }
    )
    assert names(("x.zip", content)) == ["一.csv"]


def test_files_of_one_name_are_numbered() -> None:
    assert names(("名册.csv", CSV), ("名册.csv", CSV), ("x.zip", packed_as({"名册.csv": CSV}))) == [
        "名册.csv",
        "名册 (2).csv",
        "名册 (3).csv",
    ]


def test_a_broken_zip_is_left_to_the_reader() -> None:
    broken = packed_as({"a.csv": CSV})[:60]
    assert unpacked([("x.zip", broken)]) == [("x.zip", broken)]


@pytest.mark.parametrize("name", ["../a.csv", "a/../../b.csv", "/etc/a.csv", "..\\a.csv", "C:\\a.csv", "C:a.csv"])
def test_names_that_lead_elsewhere(name: str) -> None:
    with refused("folder_hostile"):
        names(("x.zip", packed_as({name: CSV})))


def test_links() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with refused("folder_hostile"):
        names(("x.zip", out.getvalue()))


def test_one_name_twice_and_entries_in_each_other() -> None:
    twice = packed_as({"a.csv": CSV, "b.csv": CSV}).replace(b"b.csv", b"a.csv")
    with refused("folder_hostile"):
        names(("x.zip", twice))
    content = packed_as({"a.csv": CSV, "b.csv": CSV})
    second = content.rindex(b"PK\x01\x02")
    with refused("folder_hostile"):
        names(("x.zip", content[: second + 42] + struct.pack("<I", 0) + content[second + 46 :]))


def test_a_bomb_is_refused_by_its_directory() -> None:
    with refused("folder_hostile"):
        names(("x.zip", packed_as({"a.csv": b"0" * (3 * 1024 * 1024)})))


def test_a_directory_that_lies_about_sizes_is_counted_while_unpacking() -> None:
    content = bytearray(packed_as({"a.csv": b"0" * (8 * 1024 * 1024)}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    begun = time.monotonic()
    with refused("folder_damaged"):
        unpacked([("x.zip", bytes(content))])
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("b.zip", packed_as({"a.csv": CSV})),
        ("b.xlsx", packed_as({"a.csv": CSV})),
        ("b.csv", b"Rar!\x1a\x07\x00"),
        ("b.rar", b"x"),
        ("b.7z", b"7z\xbc\xaf\x27\x1c"),
        ("b.tar.gz", b"\x1f\x8b"),
    ],
)
def test_no_folder_in_a_folder(name: str, content: bytes) -> None:
    with refused("folder_in_folder"):
        names(("x.zip", packed_as({"a.csv": CSV, name: content})))


def test_an_entry_under_a_password() -> None:
    content = bytearray(packed_as({"a.csv": CSV}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + at] |= 1
    with refused("folder_password"):
        names(("x.zip", bytes(content)))


def test_a_damaged_entry() -> None:
    content = bytearray(packed_as({"a.csv": CSV * 50}))
    content[60:80] = b"\xff" * 20
    with refused("folder_damaged"):
        names(("x.zip", bytes(content)))


def test_nothing_in_it() -> None:
    for files in ({}, {"__MACOSX/._a": b"x"}):
        with refused("empty_folder"):
            names(("x.zip", packed_as(files)))


def one_too_many() -> list[tuple[str, bytes]]:
    return [(f"{number}.csv", b"x") for number in range(MOST_FILES + 1)]


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("too_many_files", one_too_many),
        ("too_many_files", lambda: [("x.zip", packed_as(dict(one_too_many())))]),
        ("too_many_files", lambda: [*one_too_many()[1:], ("x.zip", packed_as({"a.csv": b"x"}))]),
        ("too_large_together", lambda: [(f"{n}.csv", bytes(MAX_BYTES)) for n in range(5)]),
        ("too_large_inside", lambda: [("x.zip", packed_as({"a.csv": bytes(MAX_BYTES + 1)}, compress_type=0))]),
        (
            "too_large_together",
            lambda: [
                ("x.zip", packed_as({f"{n}.csv": bytes(MAX_BYTES) for n in range(4)}, compress_type=0)),
                ("y.csv", bytes(MAX_BYTES)),
            ],
        ),
    ],
)
def test_limits(code: str, files: Callable[[], list[tuple[str, bytes]]]) -> None:
    with refused(code):
        unpacked(files())


def test_as_many_and_as_large_as_may_be() -> None:
    assert len(unpacked([("x.zip", packed_as(dict(one_too_many()[1:])))])) == MOST_FILES
    four = {f"{n}.csv": bytes(MAX_BYTES) for n in range(4)}
    rest = bytes(MOST_BYTES - 4 * MAX_BYTES)
    assert len(unpacked([("x.zip", packed_as({**four, "r.csv": rest}, compress_type=0))])) == 5


def test_a_directory_of_very_many_entries_is_not_read() -> None:
    begun = time.monotonic()
    with refused("folder_hostile"):
        unpacked([("x.zip", b"PK\x03\x04" + b"PK\x01\x02".ljust(46, b"\x00") * 300_000)])
    assert time.monotonic() - begun < 1


def test_nothing_is_written(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("extract", "extractall"):
        monkeypatch.setattr(zipfile.ZipFile, name, lambda *_a, **_k: pytest.fail("written"))
    assert names(("x.zip", packed(a=CSV))) == ["a"]
