"""Checks a package by itself: its hashes, its totals from the ledger, its levels from the totals. Needs no database."""

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _

from awards.rules.levels import level_for
from reports.archive import layout
from starrating.refused import Refused
from starrating.zips import UNREADABLE

_BLOCK = 1 << 20
# No honest manifest is larger: one line a file.
_LARGEST_MANIFEST = 16 << 20


@dataclass(frozen=True)
class Difference:
    """Something in the package that is not as it says."""

    path: str
    message: str


@dataclass(frozen=True)
class Checked:
    """The manifest's own words about the package, and every difference found, in the order of the package."""

    school: str
    term: str
    files: int
    pupils: int
    differences: Sequence[Difference]


def check(path: Path) -> Checked:
    """Read the package once and compare; raises :class:`Refused` for what is no package at all."""
    try:
        with zipfile.ZipFile(path) as package:
            return _checked(package)
    except OSError as error:
        sentence = _("The file %(path)s cannot be opened: %(why)s. Check its path and rights.")
        raise Refused(sentence % {"path": path, "why": error.strerror}, code="file") from error
    except UNREADABLE as error:
        raise Refused(
            _("%(path)s is not a whole ZIP file. Export or copy it again.") % {"path": path}, code="file"
        ) from error


def _checked(package: zipfile.ZipFile) -> Checked:
    manifest = _manifest(package)
    wanted = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    found = {path: _hash(package, path) for path in wanted if path in package.namelist()}
    differences = [*_files_differ(package, wanted, found)]
    pupils, wrong = 0, [Difference(layout.TABLES, _("The totals cannot be calculated: a table is missing or damaged."))]
    if all(found.get(path) for path in (layout.LEDGER, layout.DEDUCTED, layout.TOTALS, layout.BOUNDS, layout.SETTLED)):
        try:
            pupils, wrong = _figures_differ(package, settled=bool(manifest["settled"]))
        except (KeyError, TypeError, ValueError, csv.Error) as error:
            wrong = [Difference(layout.TABLES, _("The tables cannot be read: %(why)s") % {"why": error})]
    return Checked(manifest["school"], manifest["term"], len(wanted), pupils, [*differences, *wrong])


def _manifest(package: zipfile.ZipFile) -> dict[str, Any]:
    sentence = _("The package has no manifest that can be read. Export it again.")
    try:
        if package.getinfo(layout.MANIFEST).file_size > _LARGEST_MANIFEST:
            raise Refused(sentence, code="manifest")
        manifest = json.loads(package.read(layout.MANIFEST))
        files = manifest["files"]
        known = all(isinstance(entry["path"], str) and isinstance(entry["sha256"], str) for entry in files)
        said = all(isinstance(manifest[name], str) for name in ("school", "term"))
        if not known or not said or "settled" not in manifest:
            raise Refused(sentence, code="manifest")
    except (*UNREADABLE, KeyError, TypeError) as error:
        raise Refused(sentence, code="manifest") from error
    if manifest.get("format") != layout.FORMAT:
        raise Refused(
            _(
                "The package is of a format that this version of the program does not know. Check it "
                "with a newer version."
            ),
            code="format",
        )
    return cast(dict[str, Any], manifest)


def _files_differ(
    package: zipfile.ZipFile, wanted: Mapping[str, str], found: Mapping[str, str]
) -> Iterator[Difference]:
    for path, digest in wanted.items():
        if path not in found:
            yield Difference(path, _("The file is missing."))
        elif found[path] != digest:
            yield Difference(path, _("The file is not what was written: its SHA-256 differs."))
    for path, times in sorted(Counter(package.namelist()).items()):
        if times > 1:
            yield Difference(path, _("The file is in the package twice."))
        elif path not in wanted and path != layout.MANIFEST:
            yield Difference(path, _("The file is not listed in the manifest."))


def _hash(package: zipfile.ZipFile, path: str) -> str:
    """Hash a file; empty for one whose bytes cannot be unpacked."""
    digest = hashlib.sha256()
    try:
        with package.open(path) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except UNREADABLE:
        return ""
    return digest.hexdigest()


def _rows(package: zipfile.ZipFile, path: str) -> Iterator[dict[str, str]]:
    with package.open(path) as stream, io.TextIOWrapper(stream, layout.ENCODING, newline="") as text:
        yield from csv.DictReader(text, strict=True)


def _figures_differ(package: zipfile.ZipFile, *, settled: bool) -> tuple[int, list[Difference]]:
    won, taken = _sums(package, layout.LEDGER), _sums(package, layout.DEDUCTED)
    bounds = sorted(int(row["lower_bound"]) for row in _rows(package, layout.BOUNDS))
    found: list[Difference] = []
    listed = set()
    for row in _rows(package, layout.TOTALS):
        number = row["student_no"]
        listed.add(number)
        sums = {"earned": won[number], "deducted": taken[number], "total": won[number] + taken[number]}
        reckoned = {**sums, "level": level_for(sums["total"], bounds)}
        found += _unlike(layout.TOTALS, row, reckoned)
    for number in sorted((set(won) | set(taken)) - listed):
        sentence = _("Pupil %(number)s is in the ledger and has no total.")
        found.append(Difference(layout.TOTALS, sentence % {"number": number}))
    if settled:
        found += _settled_differ(package, won, taken, bounds)
    return len(listed), found


def _sums(package: zipfile.ZipFile, path: str) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in _rows(package, path):
        sums[row["student_no"]] += int(row["stars"])
    return sums


def _settled_differ(
    package: zipfile.ZipFile, won: Counter[str], taken: Counter[str], bounds: Sequence[int]
) -> Iterator[Difference]:
    """Compare the settled rows with the ledger: only those that no later correction has replaced."""
    replaced = {row["replaces"] for row in _rows(package, layout.SETTLED)}
    for row in _rows(package, layout.SETTLED):
        if row["row"] not in replaced and row["listed"] == "1":
            total = won[row["student_no"]] + taken[row["student_no"]]
            yield from _unlike(layout.SETTLED, row, {"total": total, "level": level_for(total, bounds)})


def _unlike(path: str, row: dict[str, str], reckoned: dict[str, int]) -> Iterator[Difference]:
    sentence = _("Pupil %(number)s: %(column)s is %(found)s, and the ledger gives %(reckoned)d.")
    for column, value in reckoned.items():
        if int(row[column]) != value:
            words = {"number": row["student_no"], "column": column, "found": row[column], "reckoned": value}
            yield Difference(path, sentence % words)
