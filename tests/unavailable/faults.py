"""Errors as the two databases raise them, wrapped as Django wraps them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.db import InterfaceError, OperationalError, connection


class _WithCode(Exception):
    """What psycopg2 raises has its code from the server alone; a double of it says one."""

    diag = SimpleNamespace(table_name=None, constraint_name=None)

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
    error.__cause__ = import_module("psycopg2").InterfaceError("connection already closed")
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


# Another program at the same file, such as a backup or a virus scanner.
_HOLDS = """
import sqlite3, sys
own = sqlite3.connect(sys.argv[1], timeout=30)
own.execute(sys.argv[2])
print(flush=True)
input()
"""


@contextmanager
def another_process_holds(statement: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Hold the lock that ``statement`` takes in SQLite's file, in another process."""
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", _HOLDS, name, statement]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            yield
        finally:
            holder.communicate("\n", timeout=30)


def waits_at_most(seconds: float) -> None:
    """Let the SQLite connections that are opened from now on wait so long: the tests have no ten seconds."""
    connection.close()
    connection.settings_dict["OPTIONS"]["timeout"] = seconds
