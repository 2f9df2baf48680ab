"""The zip container of xlsx and ods, weighed by its directory before anything in it is unpacked."""

import io
import posixpath
import re
import stat
import zipfile
from collections.abc import Iterator

from starrating.cells.child.limits import MAX_ENTRIES, MAX_RATIO, MAX_SHEETS, MAX_UNPACKED, RATIO_FREE_BYTES, Refusal
from starrating.cells.child.sheetxml import Part, feed, local, parser
from starrating.zips import UNREADABLE

_DOCTYPE = re.compile(rb"<\x00?!\x00?(D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_LOCAL_HEADER = 30
_CHUNK = 64 * 1024


class Archive:
    """A checked zip file; read gives an entry's bytes, counted while they are unpacked."""

    def __init__(self, content: bytes) -> None:
        """Raise Refusal for a broken archive or one whose directory is hostile."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (*UNREADABLE, OSError) as error:
            raise Refusal("corrupt") from error
        # Some programs part folders by a backslash.
        self._infos = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}
        self._left = MAX_UNPACKED
        _check_directory(self._zip.infolist(), len(content))

    def names(self) -> list[str]:
        """Give the entries' names, in the order of the directory."""
        return list(self._infos)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one entry piece by piece; the sum over all entries is bounded whatever the directory claims."""
        try:
            with self._zip.open(self._infos[name]) as stream:
                while piece := stream.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Refusal("bomb")
                    yield piece
        except (*UNREADABLE, OSError) as error:
            raise Refusal("corrupt") from error

    def read(self, name: str) -> bytes:
        """Give one entry as a whole; empty where there is none of that name."""
        return b"".join(self.chunks(name)) if name in self._infos else b""

    def refuse_entities(self) -> None:
        """Raise Refusal where any part declares a document type or an entity: no spreadsheet program writes one."""
        for name in self.names():
            if name.lower().endswith((".xml", ".rels", ".vml")) and _DOCTYPE.search(self.read(name)):
                raise Refusal("entities")
        self._left = MAX_UNPACKED


def _check_directory(infos: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(info.file_size for info in infos)
    ratio_broken = unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * size
    if len(infos) > MAX_ENTRIES or unpacked > MAX_UNPACKED or ratio_broken:
        raise Refusal("bomb")
    if any(_is_bomb(info) for info in infos):
        raise Refusal("bomb")
    if len({info.filename.replace("\\", "/") for info in infos}) != len(infos):
        raise Refusal("hostile_archive")
    if any(info.flag_bits & 1 for info in infos):
        raise Refusal("encrypted")
    if any(_is_hostile(info) for info in infos):
        raise Refusal("hostile_archive")
    _check_overlaps(infos, size)


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_FREE_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def _is_hostile(info: zipfile.ZipInfo) -> bool:
    name = info.filename.replace("\\", "/")
    leaves = name.startswith("/") or ".." in name.split("/") or ":" in name
    return leaves or stat.S_ISLNK(info.external_attr >> 16)


def _check_overlaps(infos: list[zipfile.ZipInfo], size: int) -> None:
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise Refusal("hostile_archive")
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    if end > size:
        raise Refusal("corrupt")


WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def contents(archive: Archive) -> tuple[list[Part], bool]:
    """Give the sheets in order, and whether dates count from 1904. Raises Refusal for a broken package."""
    targets = _targets(archive)
    sheets: list[dict[str, str]] = []
    dates: list[bool] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {local(key): value for key, value in attributes.items()}
        if local(tag) == "sheet":
            sheets.append(plain)
        elif local(tag) == "workbookPr":
            dates.append(plain.get("date1904") in ("1", "true"))

    made = parser()
    made.StartElementHandler = start
    feed(made, [archive.read(WORKBOOK)])
    if len(sheets) > MAX_SHEETS:
        raise Refusal("too_many_sheets", limit=MAX_SHEETS)
    parts = [
        Part(one.get("name", ""), targets.get(one.get("id", ""), ""), one.get("state", "visible")) for one in sheets
    ]
    return parts, any(dates)


def _targets(archive: Archive) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(joined)

    made = parser()
    made.StartElementHandler = start
    feed(made, [archive.read(RELATIONS)])
    return targets
