"""Writes a bag into the open package: each file hashed as it goes, the lists last, the signature under them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reports.archive.checking import layout
from reports.archive.tables import Row
from reports.archive.texts import in_windows
from starrating.operations.seals import keys
from starrating.spreadsheets.formats import protected

_LINES_AT_ONCE = 500


@dataclass
class BagWriter:
    """A bag in the folder ``top`` of the open package. ``at`` is the time that every file in it bears."""

    package: zipfile.ZipFile
    top: str
    at: dt.datetime
    # Digests by the name below ``top``: of what it carries, and of what is said about it.
    contents: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    size: int = 0
    rows: int = 0

    def text(self, name: str, text: str) -> None:
        self._carry(name, [in_windows(text)])

    def table(self, name: str, header: Sequence[str], rows: Iterable[Row]) -> None:
        self._carry(name, _csv(header, self._counted(rows)))

    def tag(self, name: str, content: bytes) -> None:
        """Write a file about the bag, which is no part of what it carries."""
        self.tags[name], _size = self._write(name, [content])

    def close(self, info: Sequence[tuple[str, str]]) -> str:
        """Write the lists and the signature under them; ``info`` is what bag-info.txt says. Gives their digest."""
        oxum = ("Payload-Oxum", f"{self.size}.{len(self.contents)}")
        lines = (f"{name}: {' '.join(value.split())}\n" for name, value in (*info, oxum))
        self.tag(layout.BAGIT, layout.DECLARATION.encode())
        self.tag(layout.INFO, "".join(lines).encode())
        self.tag(layout.MANIFEST, _manifest(self.contents))
        tags = _manifest(self.tags)
        self._write(layout.TAG_MANIFEST, [tags])
        self._write(layout.SIGNATURE, [_signature(tags)])
        return hashlib.sha256(tags).hexdigest()

    def _carry(self, name: str, blocks: Iterable[bytes]) -> None:
        self.contents[name], size = self._write(name, blocks)
        self.size += size

    def _counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            yield row

    def _write(self, name: str, blocks: Iterable[bytes]) -> tuple[str, int]:
        """Write one file; give its digest and size."""
        info = zipfile.ZipInfo(self.top + name, self.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        # As if written on one kind of computer, so that all write the same bytes.
        info.create_system, info.external_attr = 3, 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.package.open(info, "w") as target:
            for block in blocks:
                target.write(block)
                digest.update(block)
                size += len(block)
        return digest.hexdigest(), size


def _manifest(digests: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def _signature(tags: bytes) -> bytes:
    public, signature = keys.current().public, keys.sign(layout.SIGNED_AS + tags)
    told = {"algorithm": "Ed25519", "signed": f"{layout.SIGNED_AS.decode()}{layout.TAG_MANIFEST}", "key": public}
    told |= {"fingerprint": keys.fingerprint(public), "signature": signature.hex()}
    return json.dumps(told, indent=1).encode()


def _csv(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    yield text.getvalue().encode(layout.ENCODING)
    text.seek(0)
    text.truncate()
    for number, row in enumerate(rows, start=1):
        writer.writerow([protected(cell) for cell in row])
        if number % _LINES_AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
