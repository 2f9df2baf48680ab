"""Whether the program can do its work, for whoever watches over the server."""

import os
import shutil
import sqlite3
from contextlib import closing

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from starrating.db.unavailable import AWAY, DISK, Unavailable, unavailable
from starrating.web.public import public

# Less would not hold the next import.
LEAST_FREE = 16 * 1024 * 1024
# Seconds that a watcher may be kept waiting for SQLite's one writer.
PATIENCE = 3.0


@public
@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Answer `ok` when the database takes a transaction and the disk a file, else with 503 what does not."""
    what = _away()
    if what is None:
        return HttpResponse("ok", content_type="text/plain; charset=utf-8")
    said = "disk" if what == DISK else "database"
    return HttpResponse(
        said, content_type="text/plain; charset=utf-8", status=AWAY.status, headers={"Retry-After": str(what.seconds)}
    )


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
