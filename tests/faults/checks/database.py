"""The database that is looked at, by its address alone: SQLite or PostgreSQL, read and never written."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import psycopg2

# Dates in the program are those of the school's clock.
CLOCK = ZoneInfo("Asia/Shanghai")
Row = tuple[Any, ...]


class Database:
    """One connection, in one snapshot where the engine has them, so that a living program may be looked at."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite:")
        self._connection: Any
        if self.is_sqlite:
            path = unquote(urlsplit(url).path)[1:]
            self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60)
            self._connection.execute("BEGIN")
        else:
            self._connection = psycopg2.connect(url)
            self._connection.set_session(isolation_level="REPEATABLE READ", readonly=True)

    def rows(self, sql: str) -> list[Row]:
        cursor = self._connection.cursor()
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]

    def number(self, sql: str) -> int:
        return int(self.rows(sql)[0][0] or 0)

    def begin_anew(self) -> None:
        """Leave a transaction that an error has broken off."""
        self._connection.rollback()

    def close(self) -> None:
        self._connection.close()


def document(value: Any) -> Any:
    """Give a JSON column's value: PostgreSQL hands it over read, SQLite as text."""
    return json.loads(value) if isinstance(value, str) else value


def day_of(moment: Any) -> str:
    """Give the day, as 2025-10-09, on the school's clock at a moment of either engine; SQLite's are texts in UTC."""
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    return str(moment.astimezone(CLOCK).date())
