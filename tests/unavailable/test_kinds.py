"""Which errors mean that something is away, and which are mistakes of ours."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import IntegrityError

from starrating.db.unavailable import AWAY, BUSY, DISK, Unavailable, is_deadlock, unavailable
from starrating.faults.command_line import sentence
from tests.unavailable.faults import connection_gone, from_postgresql, from_sqlite


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("40P01", BUSY),
        ("40001", BUSY),
        ("55P03", BUSY),
        ("57014", BUSY),
        ("25P03", BUSY),
        ("25006", AWAY),
        ("57P01", AWAY),
        ("57P03", AWAY),
        ("08006", AWAY),
        ("53300", AWAY),
        ("53100", DISK),
        ("58030", DISK),
        ("42703", None),
        ("22003", None),
    ],
)
def test_postgresql_says_by_its_code_what_is_away(code: str, what: Unavailable | None) -> None:
    assert unavailable(from_postgresql(code)) == what


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (sqlite3.SQLITE_BUSY, BUSY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, BUSY),
        (sqlite3.SQLITE_LOCKED, BUSY),
        (sqlite3.SQLITE_CANTOPEN, AWAY),
        (sqlite3.SQLITE_FULL, DISK),
        (sqlite3.SQLITE_READONLY, DISK),
        (sqlite3.SQLITE_IOERR_WRITE, DISK),
        (sqlite3.SQLITE_ERROR, None),
    ],
)
def test_sqlite_says_by_its_code_what_is_away(code: int, what: Unavailable | None) -> None:
    assert unavailable(from_sqlite(code)) == what


def test_a_cut_connection_has_no_code() -> None:
    assert unavailable(connection_gone()) == AWAY


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EFBIG, errno.EDQUOT])
def test_a_disk_that_takes_nothing_is_told_with_its_path(number: int) -> None:
    error = OSError(number, "no room", "/srv/media/a.jpg")
    assert unavailable(error) == DISK
    assert "/srv/media/a.jpg" in sentence(error)


@pytest.mark.parametrize("error", [ValueError(), FileNotFoundError(errno.ENOENT, "x"), IntegrityError("twice"), None])
def test_a_mistake_of_ours_is_none_of_it(error: BaseException | None) -> None:
    assert unavailable(error) is None


def test_what_was_raised_from_it_is_it() -> None:
    """Django says of a session that could not be written that it has been deleted."""
    error = SessionInterrupted("deleted")
    error.__context__ = from_sqlite(sqlite3.SQLITE_BUSY)
    assert unavailable(error) == BUSY


def test_only_a_deadlock_is_one() -> None:
    assert is_deadlock(from_postgresql("40P01"))
    assert not is_deadlock(from_postgresql("55P03"))
    assert not is_deadlock(from_sqlite(sqlite3.SQLITE_BUSY))
