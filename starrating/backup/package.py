"""What is in a backup: tables, files and, if wanted, the secret key, with counts and sums at its end."""

import datetime as dt
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from starrating.backup.sealed import SealedReader, SealedWriter, damaged
from starrating.backup.snapshot import snapshot
from starrating.backup.tables import ROWS_AT_ONCE, batched, carried, lines_of, next_keys
from starrating.refused import Refused

MANIFEST = "manifest.json"
KEY, SEALING_KEY = "secret-key", "sealing-key.pem"


@dataclass
class Manifest:
    """What a backup says of itself: when, of which version, how many rows with which sum, which files."""

    made_at: str
    version: str
    migrations: list[str]
    tables: dict[str, list[object]] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    has_key: bool = False

    @property
    def rows(self) -> int:
        return sum(int(str(count)) for count, _sum in self.tables.values())

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)


def migrations_of(using: str) -> list[str]:
    """Name the migrations that made a database: another program's tables cannot be put into it."""
    own = {name.rpartition(".")[2] for name in settings.OWN_APPS}
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connections[using]).applied_migrations() if app in own
    )


def folders() -> Mapping[str, Path]:
    """Say where the files of a backup lie, by the folder they are in there."""
    return {"media": Path(settings.MEDIA_ROOT), "made": Path(settings.MADE_ROOT)}


def write(target: IO[bytes], passphrase: str, *, at: dt.datetime, with_key: bool = False) -> Manifest:
    """Write everything as it is now; files after the rows that name them, so that none of them is missing."""
    with SealedWriter(target, passphrase) as sealed, tarfile.open(fileobj=sealed, mode="w|gz") as tar:
        with snapshot() as alias:
            manifest = Manifest(at.astimezone(dt.UTC).isoformat(), settings.VERSION, migrations_of(alias))
            manifest.keys = next_keys(alias)
            for model in carried():
                manifest.tables[model._meta.label] = _table(tar, model._meta.label, lines_of(model, alias))
        for name, path in _files():
            content = _content(path)
            if content is not None:
                _add(tar, name, content)
                manifest.files[name] = hashlib.sha256(content).hexdigest()
        if with_key:
            _add(tar, KEY, settings.SECRET_KEY.encode())
            sealing = _content(Path(settings.VAR_DIR) / SEALING_KEY)
            if sealing is not None:
                _add(tar, SEALING_KEY, sealing)
            manifest.has_key = True
        _add(tar, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False).encode())
    return manifest


def _table(tar: tarfile.TarFile, label: str, lines: Iterator[bytes]) -> list[object]:
    digest, count = hashlib.sha256(), 0
    for number, some in enumerate(batched(lines, ROWS_AT_ONCE)):
        part = b"".join(line + b"\n" for line in some)
        digest.update(part)
        count += len(some)
        _add(tar, f"tables/{label}/{number:06}.jsonl", part)
    return [count, digest.hexdigest()]


def _files() -> Iterator[tuple[str, Path]]:
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _content(path: Path) -> bytes | None:
    """Read a file; None for one that was taken away meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


@contextmanager
def entries(path: Path, passphrase: str) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Give the parts of a backup by their names. Raises :class:`Refused` for any damage, at the place where it is."""
    with path.open("rb") as file, io.BufferedReader(SealedReader(file, passphrase)) as opened:
        yield _read(opened)


def _read(opened: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Read the parts. An error of whoever uses them, such as a full disk, is none of the file's."""
    try:
        with tarfile.open(fileobj=opened, mode="r|gz") as tar:
            for entry in tar:
                content = tar.extractfile(entry)
                if content is not None:
                    yield entry.name, content.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise damaged() from error


def opens(path: Path, passphrase: str) -> bool:
    """Return whether this passphrase is the one of a backup; what else may be wrong with it shows when it is read."""
    with path.open("rb") as file:
        try:
            SealedReader(file, passphrase).read(1)
        except Refused as refusal:
            return refusal.code != "passphrase"
    return True


def verify(path: Path, passphrase: str) -> Manifest:
    """Read a whole backup and compare every sum. Raises :class:`Refused` for any damage."""
    sums: dict[str, hashlib._Hash] = {}
    manifest = None
    with entries(path, passphrase) as parts:
        for name, content in parts:
            if name == MANIFEST:
                manifest = Manifest(**json.loads(content))
            else:
                sums.setdefault(_whole(name), hashlib.sha256()).update(content)
    if manifest is None:
        raise damaged()
    told = {name: str(total) for name, (count, total) in manifest.tables.items() if count} | manifest.files
    found = {name: digest.hexdigest() for name, digest in sums.items() if name not in (KEY, SEALING_KEY)}
    if told != found:
        raise damaged()
    return manifest


def _whole(name: str) -> str:
    """Name what a part belongs to: a table by its label, a file by itself."""
    return name.split("/")[1] if name.startswith("tables/") else name
