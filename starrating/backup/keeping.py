"""Backups that the worker makes by itself, a day each, and the try of the latest one, a week each."""

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings

from starrating.backup import passphrase, records, restoring
from starrating.backup.folder import backups_in, forget_all_but, write_into
from starrating.refused import Refused

logger = logging.getLogger(__name__)

BETWEEN_BACKUPS, BETWEEN_DRILLS = dt.timedelta(days=1), dt.timedelta(days=7)


def keep(*, at: dt.datetime) -> None:
    """Back up and try what is due where BACKUP_DIR is set and a passphrase is known; what fails is in the log.

    Without a passphrase nothing is made: one that nobody has written down would open nothing.
    """
    if not settings.BACKUP_DIR or not passphrase.known():
        return
    folder = Path(settings.BACKUP_DIR)
    if _due(records.BACKUP, at, BETWEEN_BACKUPS):
        _back_up(folder, at)
    if _due(records.DRILL, at, BETWEEN_DRILLS):
        _drill(folder, at)


def _due(name: str, at: dt.datetime, between: dt.timedelta) -> bool:
    last = records.read(name)
    return last is None or at - last.at >= between


def _back_up(folder: Path, at: dt.datetime) -> None:
    try:
        write_into(folder, passphrase.known(), at=at)
    except FileExistsError:
        # Another worker is at it.
        return
    except OSError as error:
        logger.error("The backup could not be written: %s", error)
        return
    forget_all_but(folder, settings.BACKUP_KEEP)


def _drill(folder: Path, at: dt.datetime) -> None:
    latest = next(iter(backups_in(folder)), None)
    if latest is not None:
        try:
            restoring.check(latest, passphrase.known(), at=at)
        except Refused as refusal:
            logger.error("The backup %s cannot be restored: %s", latest.name, refusal.message)
