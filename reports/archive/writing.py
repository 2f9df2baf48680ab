"""Writes the package, each file hashed as it goes, and verifies it; the same data and time give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.models import Level
from awards.rules.levels import level_for
from reports.archive import layout, texts
from reports.archive.checking import check
from reports.archive.tables import Row, tables_of, totals
from starrating.operations import audit
from starrating.refused import Refused
from starrating.spreadsheets.formats import protected
from students.models import Term, User

_LANGUAGE = "zh-hans"
_TOTALS_HEADER = ("student_no", "earned", "deducted", "total", "level")
_LINES_AT_ONCE = 500


@transaction.atomic
def pack(term: Term, target: Path, *, by: User, at: dt.datetime) -> int:
    """Write the whole term to ``target`` and the audit event that ``by`` took it; give the number of rows.

    ``term`` needs ``school`` and ``pinned__scheme``. Tables go through row by row, so that memory does not grow with
    the school. What was written is verified; raises :class:`Refused` when it does not agree.
    """
    with translation.override(_LANGUAGE), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        writer = _Writer(package, timezone.localtime(at))
        version = program_version()
        writer.text(layout.README, texts.guide(term, at=timezone.localtime(at), version=version))
        writer.text(layout.SCHEME_TEXT, texts.scheme_text(term))
        for table in tables_of(term):
            writer.table(table.path, table.header, table.rows())
        writer.table(layout.TOTALS, _TOTALS_HEADER, _totals(term))
        for name, text in texts.notices(term, timezone.localdate(at)):
            writer.text(f"{layout.NOTICES}/{name}", text)
        _manifest(writer, term, version)
    rows: int = sum(entry.get("rows", 0) for entry in writer.files)
    new = {"files": len(writer.files), "rows": rows}
    audit.record("term.archived", term, by=by, at=at, school_id=term.school_id, new=new)
    if check(target).differences:
        # Tables are read one after the other: a star that took effect between two of them is in one alone.
        raise Refused(_("The term changed while it was being read. Please export it again."), code="changed")
    return rows


def program_version() -> str:
    """Give the version of this program."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def _totals(term: Term) -> Iterator[Row]:
    bounds = list(
        Level.objects.filter(scheme=term.pinned.scheme_id).order_by("number").values_list("lower_bound", flat=True)
    )
    for number, (earned, deducted) in totals(term).items():
        total = earned + deducted
        yield number, earned, deducted, total, level_for(total, bounds)


def _manifest(writer: _Writer, term: Term, version: str) -> None:
    manifest = {
        "format": layout.FORMAT,
        "program": "starrating",
        "version": version,
        "made_at": writer.at.isoformat(timespec="seconds"),
        "school": term.school.name,
        "school_code": term.school.code,
        "term": term.code,
        "settled": term.is_settled,
        "files": list(writer.files),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    writer.bytes_of(layout.MANIFEST, [text.encode()])


@dataclass
class _Writer:
    """The open package. ``at`` is the time that every file in it bears."""

    package: zipfile.ZipFile
    at: dt.datetime
    files: list[dict[str, Any]] = field(default_factory=list)

    def text(self, path: str, text: str) -> None:
        # With the line ends of Windows, where such files are opened.
        content = text.replace("\n", "\r\n").encode(layout.ENCODING)
        self.files.append(self.bytes_of(path, [content]))

    def table(self, path: str, header: Sequence[str], rows: Iterable[Row]) -> None:
        counted = _Counted(rows)
        entry = self.bytes_of(path, _csv(header, counted))
        self.files.append({**entry, "rows": counted.number})

    def bytes_of(self, path: str, blocks: Iterable[bytes]) -> dict[str, Any]:
        """Write one file; its path, size and hash."""
        info = zipfile.ZipInfo(path, self.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        # As if written on one kind of computer, so that all write the same bytes.
        info.create_system, info.external_attr = 3, 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.package.open(info, "w") as target:
            for block in blocks:
                target.write(block)
                digest.update(block)
                size += len(block)
        return {"path": path, "bytes": size, "sha256": digest.hexdigest()}


@dataclass
class _Counted:
    """Rows on their way through, and how many they were."""

    rows: Iterable[Row]
    number: int = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.number += 1
            yield row


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
