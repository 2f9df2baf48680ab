"""Archives as they were before they were bags: one manifest with sums, and nothing that says who wrote it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.utils.translation import gettext as _

from reports.archive.checking import layout
from reports.archive.checking.figures import Tables, reckoned
from reports.archive.checking.places import Difference, Place, digest_of, small
from reports.archive.checking.results import Checked
from starrating.refused import Refused

_TABLES = Tables(
    folder="tables",
    ledger="tables/ledger.csv",
    deducted="restricted/ledger_deductions.csv",
    totals="restricted/totals.csv",
    bounds="tables/levels.csv",
    settled="restricted/settled.csv",
    grades="tables/grades.csv",
)


def checked_first_form(place: Place) -> Checked:
    """Compare the files with the manifest, and the figures with the ledger; raises :class:`Refused` without one."""
    manifest = _manifest(place)
    wanted = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    found = {path: digest_of(place, path) for path in wanted if path in place.names}
    figures = reckoned(place, _TABLES, found, settled=bool(manifest["settled"]))
    return Checked(
        school=manifest["school"],
        term=manifest["term"],
        files=len(wanted),
        pupils=figures.pupils,
        differences=[*_files_differ(place, wanted, found), *figures.differences],
    )


def _manifest(place: Place) -> dict[str, Any]:
    sentence = _("The package has no manifest that can be read. Export it again.")
    try:
        manifest = json.loads(small(place, layout.OLD_MANIFEST) or b"")
        files = manifest["files"]
        known = all(isinstance(entry["path"], str) and isinstance(entry["sha256"], str) for entry in files)
        said = all(isinstance(manifest[name], str) for name in ("school", "term"))
        if not known or not said or "settled" not in manifest:
            raise Refused(sentence, code="manifest")
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(sentence, code="manifest") from error
    if manifest.get("format") != layout.OLD_FORMAT:
        raise unknown_form()
    return cast(dict[str, Any], manifest)


def unknown_form() -> Refused:
    sentence = _(
        "The package is of a format that this version of the program does not know. Check it with a newer version."
    )
    return Refused(sentence, code="format")


def _files_differ(place: Place, wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Difference]:
    for path, digest in wanted.items():
        if path not in found:
            yield Difference(path, _("The file is missing."))
        elif found[path] != digest:
            yield Difference(path, _("The file is not what was written: its SHA-256 differs."))
    for path, times in sorted(Counter(place.names).items()):
        if times > 1:
            yield Difference(path, _("The file is in the package twice."))
        elif path not in wanted and path != layout.OLD_MANIFEST:
            yield Difference(path, _("The file is not listed in the manifest."))
