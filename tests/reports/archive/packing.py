"""Archives made, taken apart, changed and put together again, as somebody would who knows their form."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.archive.checking import layout
from starrating.operations.seal_models import SealKey
from starrating.operations.seals.keys import fingerprint, statement_of

NOW = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
# Two months, two grades, deductions, one of them revoked, champions, reversals.
SEED = 139
TOP = "starrating-somewhere-2025-1/"
Contents = Mapping[str, bytes]
_TAGS = (layout.BAGIT, layout.INFO, layout.MANIFEST, layout.README)


def export(folder: Path, name: str = "archive.zip", *arguments: str) -> Path:
    target = folder / name
    with time_machine.travel(NOW, tick=False):
        school = () if "--school" in arguments else ("--school", f"random-{SEED}")
        call_command("export_archive", "2025-1", "--out", str(target), *school, *arguments, stdout=io.StringIO())
    return target


def verify(path: Path, *arguments: str) -> str:
    """What the command says. Most tests have no database at all, and would fail if it asked for one."""
    out = io.StringIO()
    with translation.override("en"):
        try:
            call_command("verify_archive", str(path), *arguments, stdout=out)
        except CommandError as error:
            out.write(f"FAILED {error.returncode} {error}")
    return out.getvalue()


def contents(path: Path) -> dict[str, bytes]:
    """The files by their names below the one folder that they are in."""
    with zipfile.ZipFile(path) as package:
        return {name.partition("/")[2]: package.read(name) for name in package.namelist()}


def packed(files: Contents, path: Path) -> Path:
    """The files as a package again; in the first form they lay in no folder."""
    top = "" if layout.OLD_MANIFEST in files else TOP
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(top + name, content)
    return path


def unpacked(files: Contents, folder: Path) -> Path:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def without(files: Contents, *starts: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if not name.startswith(starts)}


def summed(files: Contents) -> dict[str, bytes]:
    """Every sum written anew, in both bags, so that any archivist's tool finds nothing wrong."""
    made = dict(files)
    office = layout.RESTRICTED
    if any(name.startswith(office) for name in made):
        _sum(made, office)
        digest = hashlib.sha256(made[office + layout.TAG_MANIFEST]).hexdigest()
        made[layout.INFO] = _with_field(made[layout.INFO], layout.RESTRICTED_FIELD, digest)
    _sum(made, "")
    return made


def _sum(files: dict[str, bytes], within: str) -> None:
    carried = [name for name in files if name.startswith(within + layout.DATA)]
    oxum = f"{sum(len(files[name]) for name in carried)}.{len(carried)}"
    files[within + layout.INFO] = _with_field(files[within + layout.INFO], "Payload-Oxum", oxum)
    files[within + layout.MANIFEST] = _manifest(files, within, carried)
    files[within + layout.TAG_MANIFEST] = _manifest(
        files, within, [within + name for name in _TAGS if within + name in files]
    )


def _manifest(files: Contents, within: str, names: list[str]) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name.removeprefix(within)}\n" for name in names)
    return "".join(lines).encode()


def _with_field(info: bytes, name: str, value: str) -> bytes:
    lines = [line for line in info.decode().splitlines() if not line.startswith(f"{name}:")]
    return "".join(f"{line}\n" for line in [*lines, f"{name}: {value}"]).encode()


def signed(files: Contents, key: Ed25519PrivateKey) -> dict[str, bytes]:
    """Both bags signed with another key."""
    made = dict(files)
    for within in ("", layout.RESTRICTED):
        if within + layout.TAG_MANIFEST in made:
            made[within + layout.SIGNATURE] = _signature(made[within + layout.TAG_MANIFEST], key)
    return made


def forged(files: Contents, key: Ed25519PrivateKey) -> dict[str, bytes]:
    """Everything that another key can write anew: its own row, no seals, sums and signatures."""
    own = SealKey(public=key.public_key().public_bytes_raw().hex(), made_at=NOW)
    row = {"public": own.public, "fingerprint": fingerprint(own.public), "made_at": NOW.isoformat(), "after": "0"}
    made = with_rows(files, layout.SEAL_KEYS, [{**row, "statement": key.sign(statement_of(own)).hex()}])
    return signed(summed(with_rows(made, layout.SEALS, [])), key)


def with_own_key(files: Contents, key: Ed25519PrivateKey, after: int) -> dict[str, bytes]:
    """Another key put in after a seal, as one is that nobody could vouch for: the one before it was lost."""
    before, seals = rows(files, layout.SEAL_KEYS)[-1], rows(files, layout.SEALS)
    own = SealKey(
        public=key.public_key().public_bytes_raw().hex(),
        made_at=NOW,
        after=after,
        after_digest=seals[after - 1]["digest"],
        previous=SealKey(public=before["public"]),
    )
    row = {name: str(getattr(own, name)) for name in ("public", "after", "after_digest")}
    row |= {"fingerprint": fingerprint(own.public), "made_at": NOW.isoformat(), "previous": before["public"]}
    row["statement"] = key.sign(statement_of(own)).hex()
    return with_rows(files, layout.SEAL_KEYS, [*rows(files, layout.SEAL_KEYS), row])


def _signature(tags: bytes, key: Ed25519PrivateKey) -> bytes:
    public = key.public_key().public_bytes_raw().hex()
    signature = key.sign(layout.SIGNED_AS + tags).hex()
    return json.dumps({"key": public, "fingerprint": fingerprint(public), "signature": signature}).encode()


def in_the_first_form(files: Contents) -> dict[str, bytes]:
    """The same tables as they were written before archives were bags."""
    renamed = {name.replace(layout.DATA, "", 1): content for name, content in files.items() if layout.DATA in name}
    entries = [{"path": name, "sha256": hashlib.sha256(renamed[name]).hexdigest()} for name in renamed]
    told = {"format": 1, "school": "第十中学", "term": "2025-1", "settled": False, "files": entries}
    return {**renamed, layout.OLD_MANIFEST: json.dumps(told).encode()}


def rows(files: Contents, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[path].decode(layout.ENCODING), newline="")))


def with_rows(files: Contents, path: str, table: list[dict[str, str]]) -> dict[str, bytes]:
    """The files with a table of other rows; its header as it was."""
    header = files[path].decode(layout.ENCODING).splitlines()[0].split(",")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(table)
    return {**files, path: text.getvalue().encode(layout.ENCODING)}


def with_cell(files: Contents, path: str, column: str, value: str) -> dict[str, bytes]:
    """The files with another value in the first row of a table."""
    first, *rest = rows(files, path)
    return with_rows(files, path, [{**first, column: value}, *rest])
