"""Commands that end in a sentence, where what they need is away: the settings, the database, the disk."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _

from starrating.db.unavailable import DISK, FAULTS, unavailable

# Enough that a full disk does not take it.
_TRIED = b" " * 65_536


def run(arguments: list[str]) -> None:
    """Run a command as Django does; what is away, or set wrong, ends it with one sentence and the code 1."""
    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except FAULTS as error:
        if unavailable(error) is None:
            raise
        sys.exit(sentence(error))


def sentence(error: BaseException) -> str:
    """Say of an error that `unavailable` knows what is away, and where that is."""
    if isinstance(error, OSError):
        return _(
            "%(path)s cannot be written: %(why)s. Make room on the disk, or give the program the right to write."
        ) % {"path": error.filename or settings.VAR_DIR, "why": error.strerror}
    why = str(error).strip().partition("\n")[0]
    known = {"database": connection.settings_dict["NAME"], "why": why}
    if unavailable(error) == DISK:
        return _("The database %(database)s cannot be written: %(why)s. Make room on its disk.") % known
    return _("The database %(database)s cannot be reached: %(why)s. Start it, then try again.") % known


def demand_writable(folders: Iterable[Path]) -> None:
    """Raise CommandError with the path of the first of these folders in which no file can be written."""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(_TRIED)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            error.filename = str(folder)
            raise CommandError(sentence(error)) from error
