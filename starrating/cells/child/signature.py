"""What a file is, by its first bytes; its name says nothing."""

import io
import re
import zipfile

from starrating.cells.child.limits import Refusal
from starrating.zips import UNREADABLE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
# Bare BIFF 2 to 4 files, without an OLE container around them.
BIFF_BARE = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
FOREIGN = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"RIFF": "RIFF",
    b"%PDF": "PDF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"SQLite format 3": "SQLite",
    b"{\\rtf": "RTF",
}
# The head of a page in one file: lines such as MIME-Version: 1.0 before its first part.
_MIME_LINE = re.compile(rb"(?:MIME-Version|From|Subject|Date|X-[a-z-]{1,40}|Content-[a-z-]{1,20}):", re.IGNORECASE)
_MIME_PARTS = re.compile(rb"^Content-Type:[ \t\r\n]*multipart/", re.IGNORECASE | re.MULTILINE)
_TEXT_LIKE = {b"BM", b"MZ", b"RIFF"}


def kind_of(content: bytes) -> str:
    """Name the kind: xlsx, ods, xls, html, mhtml, spreadsheetml or text. Raises Refusal for others, naming them."""
    if not content.strip():
        raise Refusal("empty_file")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(content)
    if content.startswith(OLE):
        return _kind_of_ole(content)
    for magic, name in FOREIGN.items():
        if content.startswith(magic) and not (magic in _TEXT_LIKE and _looks_like_text(content)):
            raise Refusal("foreign_file", kind=name)
    if content.startswith(BIFF_BARE) and not _looks_like_text(content):
        return "xls"
    head = content[:4096].lstrip(b"\xef\xbb\xbf\r\n ")
    if _MIME_LINE.match(head) and _MIME_PARTS.search(head):
        return "mhtml"
    return _kind_of_markup(content) or "text"


def _looks_like_text(content: bytes) -> bool:
    return not any(byte < 9 for byte in content[:512])


def _kind_of_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("encrypted")
    if any(name in content for name in BIFF_STREAMS):
        return "xls"
    raise Refusal("foreign_file", kind="OLE")


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Some programs part folders by a backslash.
            names = {name.replace("\\", "/") for name in archive.namelist()}
    except (*UNREADABLE, OSError) as error:
        raise Refusal("corrupt") from error
    if "xl/workbook.bin" in names:
        raise Refusal("xlsb")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if {"mimetype", "content.xml"} <= names:
        return "ods"
    raise Refusal("foreign_file", kind="ZIP")


def _kind_of_markup(content: bytes) -> str:
    """Tell a page or an XML table, which school systems call .xls; empty for what is no markup."""
    # UTF-16 has a NUL beside every sign of the words looked for.
    head = content[:8192].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not head.startswith(b"<"):
        return ""
    if b"schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head:
        return "spreadsheetml"
    if any(sign in head for sign in (b"<html", b"<table", b"<!doctype html", b"<meta", b"<div", b"<style")):
        return "html"
    if head.startswith(b"<?xml"):
        raise Refusal("foreign_file", kind="XML")
    return ""
