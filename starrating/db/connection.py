"""How each database engine is spoken to. The two engines keep the same promises with different settings."""

import sqlite3
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

# So many seconds a transaction waits for SQLite's one writer: then whoever asked is told to try again.
SQLITE_PATIENCE = 10
# From this version on, a write-ahead log can no longer corrupt the file when two connections reset it together.
WAL_IS_SAFE_FROM = (3, 51, 3)


def configuration(url: dict[str, Any] | None, default_file: Path) -> dict[str, Any]:
    """Give the DATABASES entry for a parsed address, or for the embedded file where there is none."""
    if url is None:
        return sqlite({"NAME": str(default_file)})
    if url.get("ENGINE") == SQLITE:
        return sqlite(url)
    if url.get("ENGINE") == POSTGRESQL:
        return postgresql(url)
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://.")


def sqlite(url: dict[str, Any], version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> dict[str, Any]:
    """Set SQLite up so that every answer is synced to disk before it is given.

    IMMEDIATE takes the write lock at the start of a transaction: it is the lock that quotas count under, since
    SQLite has no SELECT ... FOR UPDATE, and a transaction that read first can no longer fail half way.
    """
    return {
        "ENGINE": SQLITE,
        "NAME": url["NAME"],
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_PATIENCE,
            "init_command": sqlite_pragmas(version),
        },
    }


def sqlite_pragmas(version: tuple[int, int, int]) -> str:
    """Give the first statements of each connection, by the version of the SQLite library."""
    if version >= WAL_IS_SAFE_FROM:
        journal = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
    else:
        journal = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
    # Without recursive triggers REPLACE would delete a row of an append-only table unseen by its trigger.
    # What is erased is overwritten, and not left in pages that wait to be used again.
    return f"{journal} PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;"


def postgresql(url: dict[str, Any]) -> dict[str, Any]:
    """Set PostgreSQL up with limits, so that one stuck request cannot hold up a school, nor a server that is away.

    Times of the server's are in milliseconds, as is what is sent and not taken; a new connection waits so many seconds.
    """
    limits = {"lock_timeout": 3_000, "statement_timeout": 15_000, "idle_in_transaction_session_timeout": 30_000}
    options = {"connect_timeout": 2, "tcp_user_timeout": 5_000, **url.get("OPTIONS", {})}
    options["options"] = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return {**url, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
