"""Errors as the two databases raise them, wrapped as Django wraps them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg2
from django.db import InterfaceError, OperationalError, connection


class _WithCode(Exception):
    """What psycopg2 raises has its code from the server alone; a double of it says one."""

    def __init__(self, pgcode: str) -> None:
        super().__init__("said by the server")
        self.pgcode = pgcode


def from_postgresql(code: str) -> OperationalError:
    error = OperationalError("said by the server\nand more")
    error.__cause__ = _WithCode(code)
    return error


def from_sqlite(code: int) -> OperationalError:
    error, cause = OperationalError("said by the file"), sqlite3.OperationalError("said by the file")
    cause.sqlite_errorcode = code
    error.__cause__ = cause
    return error


def connection_gone() -> InterfaceError:
    error = InterfaceError("connection already closed")
    error.__cause__ = psycopg2.InterfaceError("connection already closed")
    return error


def failing(times: int, error: Callable[[], BaseException], act: Callable[..., Any]) -> Callable[..., Any]:
    """``act``, that first writes what it does and is then ended by an error of the database, so many times."""
    left = [times]

    def run(*args: Any, **options: Any) -> Any:
        done = act(*args, **options)
        if left[0]:
            left[0] -= 1
            raise error()
        return done

    run.left = left  # type: ignore[attr-defined]
    return run


def terminate_backends() -> None:
    """Cut every other connection to this PostgreSQL database, as a restart does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
