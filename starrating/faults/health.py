"""Whether the program lives, can do its work, and is backed up, for whoever watches over the server."""

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from starrating.backup.records import BACKUP, DRILL, read
from starrating.db.unavailable import AWAY, DISK, Unavailable, unavailable
from starrating.doctor.backups import look_at_the_backup, look_at_the_drill
from starrating.doctor.checks import migrations_left
from starrating.doctor.findings import State
from starrating.web.public import public

# Less would not hold the next import.
LEAST_FREE = 16 * 1024 * 1024
# Seconds that a watcher may be kept waiting for SQLite's one writer.
PATIENCE = 3.0
_PLAIN = "text/plain; charset=utf-8"
_HOUR = dt.timedelta(hours=1)


@public
@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Answer `ok` when the database takes a transaction and the disk a file, else with 503 what does not."""
    return _answer(_away())


@public
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer `ok` where this process answers at all: what database or disk lack, no restart would bring."""
    return HttpResponse("ok", content_type=_PLAIN)


@public
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer as :func:`healthy`, and 503 with `migrations` where the database is not that of this version."""
    what = _away()
    if what is None and migrations_left():
        return _not_so("migrations", AWAY)
    return _answer(what)


@public
@require_safe
def backed_up(request: HttpRequest) -> HttpResponse:
    """Say in whole hours how old the last backup and its last try are; 503 where either is too old or went badly."""
    at = timezone.now()
    said = ", ".join(f"{name} {_age(file, at)}" for name, file in (("backup", BACKUP), ("drill", DRILL)))
    well = all(look(at).state == State.WELL for look in (look_at_the_backup, look_at_the_drill))
    return HttpResponse(said, content_type=_PLAIN, status=200 if well else AWAY.status)


def _age(file: str, at: dt.datetime) -> str:
    last = read(file)
    return "never" if last is None else f"{(at - last.at) // _HOUR} h"


def _answer(what: Unavailable | None) -> HttpResponse:
    if what is None:
        return HttpResponse("ok", content_type=_PLAIN)
    return _not_so("disk" if what == DISK else "database", what)


def _not_so(said: str, what: Unavailable) -> HttpResponse:
    later = {"Retry-After": str(what.seconds)}
    return HttpResponse(said, content_type=_PLAIN, status=AWAY.status, headers=later)


def _away() -> Unavailable | None:
    if not os.access(settings.VAR_DIR, os.W_OK) or shutil.disk_usage(settings.VAR_DIR).free < LEAST_FREE:
        return DISK
    try:
        _ask_database()
    except (Error, sqlite3.Error) as error:
        return unavailable(error) or AWAY
    return None


def _ask_database() -> None:
    if connection.vendor == "sqlite":
        # In a connection of its own: the usual one waits longer already where it is opened.
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=PATIENCE)) as own:
            own.execute("BEGIN IMMEDIATE")
            # A file that may only be read lets a transaction begin; this change is taken back.
            own.execute("PRAGMA user_version = 0")
            own.rollback()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
