"""One moment of a database, read while people go on writing."""

import copy
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

_COPY = "snapshot"
# Seconds; no copy is needed for so long.
_LEFT_AFTER = 24 * 60 * 60


@contextmanager
def snapshot(using: str = "default") -> Iterator[str]:
    """Give the alias of a connection in which nothing changes for the time of the block.

    PostgreSQL shows one moment by itself. SQLite is copied first, by its own means and in one go, into a file of
    this account's alone: a reader that takes its time would hold up everybody's writing.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield using
        return
    with folder_of_a_copy("snapshot-") as folder:
        path = folder / "copy.sqlite3"
        connection.ensure_connection()
        target = sqlite3.connect(path)
        try:
            connection.connection.backup(target)
        finally:
            target.close()
        with opened(_COPY, {"NAME": str(path)}, like=using):
            yield _COPY


@contextmanager
def folder_of_a_copy(prefix: str) -> Iterator[Path]:
    """Give a folder of this account's alone for the time of the block.

    A process that is killed leaves its own, with everything that stood in the database: those go a day later.
    """
    for left in Path(settings.VAR_DIR).glob(f"{prefix}*"):
        if left.stat().st_mtime < time.time() - _LEFT_AFTER:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=prefix) as folder:
        yield Path(folder)


@contextmanager
def opened(alias: str, changes: dict[str, Any], like: str = "default") -> Iterator[None]:
    """Open another database under ``alias`` for the time of the block, set up as ``like`` but for ``changes``."""
    connections.databases[alias] = copy.deepcopy(connections[like].settings_dict) | changes
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
