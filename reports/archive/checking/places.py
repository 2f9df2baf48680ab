"""The files of an archive, in a .zip or in the folder that somebody has unpacked it into."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from reports.archive.checking import layout
from starrating.refused import Refused
from starrating.zips import UNREADABLE

_BLOCK = 1 << 20
# No honest list of files is larger: one line a file.
_MOST = 16 << 20
# What lies beside the archive's folder; no list names such a path.
_OUTSIDE = "../"


@dataclass(frozen=True)
class Difference:
    """Something in the package that is not as it says."""

    path: str
    message: str


class Place(Protocol):
    """Files by their names below the archive's folder; a name that is there twice is given twice."""

    @property
    def names(self) -> Sequence[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...


@contextmanager
def opened(path: Path) -> Iterator[Place]:
    """Open an archive; raises :class:`Refused` for what is none or cannot be read."""
    try:
        if path.is_dir():
            yield _Folder(path)
            return
        with zipfile.ZipFile(path) as package:
            yield _Package(package)
    except OSError as error:
        sentence = _("The file %(path)s cannot be opened: %(why)s. Check its path and rights.")
        raise Refused(sentence % {"path": path, "why": error.strerror}, code="file") from error
    except UNREADABLE as error:
        raise Refused(
            _("%(path)s is not a whole ZIP file. Export or copy it again.") % {"path": path}, code="file"
        ) from error


class _Package:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        names = [info.filename for info in package.infolist() if not info.is_dir()]
        folders = sorted(name[: -len(layout.BAGIT)] for name in names if name.count("/") == 1 and _declares(name))
        self._top = folders[0] if folders and layout.BAGIT not in names else ""
        self.names: Sequence[str] = [
            name.removeprefix(self._top) if name.startswith(self._top) else _OUTSIDE + name for name in names
        ]

    def _below(self, name: str) -> str:
        return name.removeprefix(self._top) if name.startswith(self._top) else _OUTSIDE + name

    def size(self, name: str) -> int:
        return self._package.getinfo(self._top + name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self._package.open(self._top + name)


def _declares(name: str) -> bool:
    return name.endswith(f"/{layout.BAGIT}")


class _Folder:
    def __init__(self, path: Path) -> None:
        within = sorted(one.parent for one in path.glob(f"*/{layout.BAGIT}"))
        self._top = path if (path / layout.BAGIT).exists() or not within else within[0]
        found = (Path(folder, file) for folder, _folders, files in os.walk(self._top) for file in files)
        self.names: Sequence[str] = sorted(one.relative_to(self._top).as_posix() for one in found)

    def size(self, name: str) -> int:
        return (self._top / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self._top / name).open("rb")


def digest_of(place: Place, name: str) -> str:
    """Give the SHA-256 of a file; empty for one whose bytes cannot be unpacked."""
    digest = hashlib.sha256()
    try:
        with place.open(name) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except UNREADABLE:
        return ""
    return digest.hexdigest()


def small(place: Place, name: str) -> bytes | None:
    """Read one of the lists of an archive, weighed before it is unpacked; None where it cannot be read."""
    if name not in place.names:
        return None
    try:
        return place.open(name).read() if place.size(name) <= _MOST else None
    except UNREADABLE:
        return None


def rows_of(place: Place, name: str) -> Iterator[dict[str, str]]:
    """Read a table, one row after the other."""
    with place.open(name) as stream, io.TextIOWrapper(stream, layout.ENCODING, newline="") as text:
        yield from csv.DictReader(text, strict=True)
