"""Backups in a folder: written whole or not at all, named by their moment, the oldest gone."""

import datetime as dt
import errno
import os
from pathlib import Path

from django.utils import timezone

from starrating.backup import records
from starrating.backup.package import Manifest, write

NAME = "starrating-{:%Y%m%d-%H%M%S}.backup"
# One at a time, whoever makes it.
PART = "starrating.part"
# Since something was last written into it.
_BROKEN_AFTER = dt.timedelta(hours=1)
PATTERN = "starrating-????????-??????.backup"


def write_into(folder: Path, passphrase: str, *, at: dt.datetime, with_key: bool = False) -> tuple[Path, Manifest]:
    """Write a backup into ``folder``; it has its name only once it is whole and on the disk."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME.format(timezone.localtime(at))
    part = folder / PART
    _forget_broken(part, at)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            manifest = write(file, passphrase, at=at, with_key=with_key)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except FileExistsError:
        raise
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = error.filename or str(folder)
        raise
    records.write(records.BACKUP, records.Record(at))
    return path, manifest


def _forget_broken(part: Path, at: dt.datetime) -> None:
    """Take away what a backup left that was ended half way."""
    if part.exists() and part.stat().st_mtime < (at - _BROKEN_AFTER).timestamp():
        part.unlink(missing_ok=True)


def backups_in(folder: Path) -> list[Path]:
    """Give the backups of a folder, the latest first."""
    return sorted(folder.glob(PATTERN), reverse=True)


def forget_all_but(folder: Path, keep: int) -> list[Path]:
    """Take away all but the latest ``keep`` backups; gives those that went."""
    gone = backups_in(folder)[keep:]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone
