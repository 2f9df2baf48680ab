"""Containers of the fault table: bombs, foreign parts, other formats, damage."""

import io
import re
import stat
import zipfile

from tests.hostile.making.content import ROSTER, Case, Expected, csv_text, rezipped, with_parts, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CANARY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _edited(part: str, old: bytes, new: bytes) -> bytes:
    return rezipped(xlsx(ROSTER), lambda name, data: data.replace(old, new) if name == part else data)


def _declared(declaration: bytes) -> bytes:
    return rezipped(
        xlsx(ROSTER), lambda name, data: data.replace(b"?>", b"?>" + declaration, 1) if name == SHEET else data
    )


def _far_cell() -> bytes:
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return _edited(SHEET, b"</sheetData>", row)


def _lying_dimension() -> bytes:
    return rezipped(
        xlsx(ROSTER),
        lambda name, data: re.sub(rb'ref="A1:[A-Z0-9]+"', b'ref="A1:XFD1048576"', data) if name == SHEET else data,
    )


def _many_rows() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919) for n in range(5, 60000))
    return _edited(SHEET, b"</sheetData>", rows + b"</sheetData>")


def _overlapping_merges() -> bytes:
    merges = b'<mergeCell ref="A1:XFD1048576"/>' * 3000
    return _edited(SHEET, b"</sheetData>", b'</sheetData><mergeCells count="3000">' + merges + b"</mergeCells>")


def _symlink() -> bytes:
    info = zipfile.ZipInfo("xl/media/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return with_parts((info, b"/etc/passwd"))


def _overlapping() -> bytes:
    """Two directory entries that share the bytes of one."""
    content = bytearray(with_parts(("xl/a.xml", b"<a/>" * 9), ("xl/b.xml", b"<a/>" * 9)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        first = archive.getinfo("xl/a.xml").header_offset
        second = archive.getinfo("xl/b.xml").header_offset
    at = content.rindex(second.to_bytes(4, "little"))
    content[at : at + 4] = first.to_bytes(4, "little")
    return bytes(content)


def _bad_checksum() -> bytes:
    content = bytearray(xlsx(ROSTER))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(SHEET)
    # The fixed header of 30 bytes and the name come before the packed bytes.
    content[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 0xFF
    return bytes(content)


def _ods() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in ROSTER
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="名册">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        b'<?xml version="1.0"?><manifest:manifest '
        b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>'
    )
    return zipped(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", body.encode()),
        ]
    )


def _ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(512)


PACKAGES = (
    Case(36, "far_cell", "七年级.xlsx", _far_cell, Expected(refusal="too_large")),
    Case(36, "lying_dimension", "七年级.xlsx", _lying_dimension, Expected(3)),
    Case(36, "overlapping_merges", "七年级.xlsx", _overlapping_merges, Expected(refusal="hostile_archive")),
    Case(36, "many_rows", "七年级.xlsx", _many_rows, Expected(refusal="too_large")),
    Case(
        37,
        "bomb_by_ratio",
        "七年级.xlsx",
        lambda: with_parts(("xl/x.xml", bytes(30_000_000))),
        Expected(refusal="bomb"),
    ),
    Case(
        37,
        "bomb_by_entries",
        "七年级.xlsx",
        lambda: with_parts(*((f"xl/{n}.xml", b"<a/>") for n in range(1001))),
        Expected(refusal="bomb"),
    ),
    Case(
        37,
        "nested_zip",
        "42.xlsx",
        lambda: zipped([("lib.zip", zipped([("0.dll", bytes(9_000_000))]))]),
        Expected(refusal="foreign_file"),
    ),
    Case(37, "overlapping_entries", "七年级.xlsx", _overlapping, Expected(refusal="hostile_archive")),
    Case(38, "external_entity", "七年级.xlsx", lambda: _declared(CANARY), Expected(refusal="entities")),
    Case(38, "billion_laughs", "七年级.xlsx", lambda: _declared(LAUGHS), Expected(refusal="entities")),
    Case(
        38,
        "entry_outside",
        "七年级.xlsx",
        lambda: with_parts(("../../evil.xml", b"<a/>")),
        Expected(refusal="hostile_archive"),
    ),
    Case(38, "symlink", "七年级.xlsx", _symlink, Expected(refusal="hostile_archive")),
    Case(39, "macros", "七年级.xlsm", lambda: with_parts(("xl/vbaProject.bin", OLE)), Expected(3)),
    Case(
        39,
        "binary_workbook",
        "七年级.xlsb",
        lambda: zipped([("xl/workbook.bin", b"\x83\x01")]),
        Expected(refusal="xlsb"),
    ),
    Case(40, "broken_xls", "七年级.xls", lambda: _ole("Workbook"), Expected(refusal="corrupt")),
    Case(
        40,
        "bare_biff",
        "七年级.xls",
        lambda: b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(200),
        Expected(refusal="corrupt"),
    ),
    Case(41, "ods", "七年级.ods", _ods, Expected(3)),
    Case(42, "encrypted", "七年级.xlsx", lambda: _ole("EncryptedPackage"), Expected(refusal="encrypted")),
    Case(
        43,
        "word_document",
        "七年级.xlsx",
        lambda: zipped([("word/document.xml", b"<a/>")]),
        Expected(refusal="foreign_file"),
    ),
    Case(44, "cut_off", "七年级.xlsx", lambda: xlsx(ROSTER)[:-400], Expected(refusal="corrupt")),
    Case(44, "bad_checksum", "七年级.xlsx", _bad_checksum, Expected(refusal="corrupt")),
    Case(
        44,
        "unknown_encoding",
        "七年级.xlsx",
        lambda: _edited(SHEET, b'encoding="UTF-8"', b'encoding="UTG-8"'),
        Expected(refusal="corrupt"),
    ),
    Case(
        44,
        "column_without_number",
        "七年级.xlsx",
        lambda: _edited(SHEET, b"<sheetData>", b'<cols><col min="A" max="2" hidden="1"/></cols><sheetData>'),
        Expected(refusal="corrupt"),
    ),
    Case(44, "same_file_twice", "七年级.csv", lambda: csv_text(ROSTER).encode(), Expected(3, notes=("UTF-8",))),
)
