"""The last backup, where it lies, and whether it was seen to come back."""

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from starrating.backup import passphrase, records
from starrating.days import short_moment
from starrating.doctor.findings import Finding, State, well

BACKUP_OLD, DRILL_OLD = dt.timedelta(days=2), dt.timedelta(days=8)


def look_at_the_backup(at: dt.datetime) -> Finding:
    last = records.read(records.BACKUP)
    advice = _("Set BACKUP_DIR to a folder on another disk, or run `manage.py backup --to DIR` each day.")
    if last is None:
        return Finding(State.ILL, _("There has been no backup."), advice)
    text = _("Last backup: %(moment)s.") % {"moment": short_moment(last.at)}
    return well(text) if at - last.at < BACKUP_OLD else Finding(State.ILL, text, advice)


def look_at_the_place(_at: dt.datetime) -> Finding:
    """Where the worker writes backups by itself: a disk that dies takes what lies on it along."""
    if not settings.BACKUP_DIR:
        return Finding(
            State.LOOK, _("Nothing is backed up by itself."), _("Set BACKUP_DIR to a folder on another disk.")
        )
    folder = Path(settings.BACKUP_DIR)
    if not passphrase.known():
        return Finding(
            State.ILL,
            _("There is no passphrase yet, so nothing is backed up by itself."),
            _("Run `manage.py backup --to DIR` once and write the passphrase down on paper."),
        )
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        text = _("Nothing can be written into %(folder)s.") % {"folder": folder}
        return Finding(State.ILL, text, _("Look whether the disk is there and the program's account may write."))
    text = _("Backups are written into %(folder)s.") % {"folder": folder}
    if folder.stat().st_dev == Path(settings.VAR_DIR).stat().st_dev:
        same = _("It is on the same disk as the data.")
        return Finding(
            State.LOOK, f"{text} {same}", _("Set BACKUP_DIR to a folder on another disk, or copy the backups away.")
        )
    return well(text)


def look_at_the_drill(at: dt.datetime) -> Finding:
    last = records.read(records.DRILL)
    advice = _("Run `manage.py restore --check FILE` with the latest backup.")
    if last is None:
        return Finding(State.LOOK, _("No backup has been tried."), advice)
    text = _("A backup was last tried on %(moment)s.") % {"moment": short_moment(last.at)}
    if not last.well:
        return Finding(State.ILL, f"{text} {last.text}", _("Make a new backup, try it, and keep older ones."))
    return well(text) if at - last.at < DRILL_OLD else Finding(State.LOOK, text, advice)
