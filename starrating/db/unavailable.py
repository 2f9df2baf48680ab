"""When a database or a disk is away, and for how long it is worth to try again."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from django.core.exceptions import BadRequest
from django.db import Error as DatabaseFault, OperationalError, connection

logger = logging.getLogger(__name__)
# The kinds of errors among which there are such.
FAULTS = (DatabaseFault, sqlite3.Error, OSError)
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Unavailable:
    """What is not there right now: ``status`` of the answer, and after how many ``seconds`` to ask again."""

    status: HTTPStatus
    seconds: int


BUSY = Unavailable(HTTPStatus.SERVICE_UNAVAILABLE, 5)
AWAY = Unavailable(HTTPStatus.SERVICE_UNAVAILABLE, 10)
DISK = Unavailable(HTTPStatus.INSUFFICIENT_STORAGE, 60)

# PostgreSQL's codes, or the classes that they begin with (its manual, appendix A).
_DEADLOCKS = {"40P01", "40001"}
_BY_CODE = {
    # Serialization failure and deadlock; lock not available; statement timeout; idle in a transaction.
    **dict.fromkeys(("40001", "40P01", "55P03", "57014", "25P03"), BUSY),
    # Read-only transaction (a standby); the server stops, has crashed, starts.
    **dict.fromkeys(("25006", "57P01", "57P02", "57P03", "57P05"), AWAY),
    # Connections; too many of them, or too little memory.
    **dict.fromkeys(("08", "53"), AWAY),
    # The disk is full; a file cannot be read or written.
    **dict.fromkeys(("53100", "58030"), DISK),
}
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_PROTOCOL: AWAY,
    sqlite3.SQLITE_FULL: DISK,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_READONLY: DISK,
}
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES}


class NotOnRecord(DatabaseFault):
    """What would be shown cannot be put on record right now, so that it is not shown: whatever is away, ask again."""


def unavailable(error: BaseException | None) -> Unavailable | None:
    """Say what ``error``, or what it was raised from, tells to be away; None where it is no such error."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if found := _of(error):
            return found
        error = error.__cause__ or error.__context__
    return None


def _of(error: BaseException) -> Unavailable | None:
    if isinstance(error, NotOnRecord):
        return AWAY
    if isinstance(error, OSError):
        return DISK if error.errno in _DISK_ERRORS else None
    if isinstance(error, sqlite3.Error):
        # The low byte is the code, the rest of it says more.
        return _BY_SQLITE_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    code = getattr(error, "pgcode", None)
    if code:
        return _BY_CODE.get(code) or _BY_CODE.get(code[:2])
    # psycopg2 has no code where there is no connection to be told one by.
    no_answer = type(error).__module__.startswith("psycopg2") and type(error).__name__ in _WITHOUT_CODE
    return AWAY if no_answer else None


_WITHOUT_CODE = {"OperationalError", "InterfaceError"}


def is_deadlock(error: DatabaseFault) -> bool:
    """Tell whether the database has ended a transaction because two waited for each other."""
    return getattr(error.__cause__, "pgcode", None) in _DEADLOCKS


def trying_again(act: Callable[[], T]) -> T:
    """Run ``act``, and once more where it was ended by a deadlock: a verb that was undone can be run again whole.

    Inside a transaction it is run once: what was done before in it is gone with the deadlock. Waiting too long for a
    lock is no deadlock, and whoever has waited is told so.
    """
    try:
        return act()
    except OperationalError as error:
        if connection.in_atomic_block or not is_deadlock(error):
            raise
        logger.warning("A deadlock; it is tried once more")
    return act()


def tried_again(act: Callable[P, T]) -> Callable[P, T]:
    """Decorate a view that holds the transaction itself: it is run as :func:`trying_again` does."""

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return trying_again(lambda: act(*args, **kwargs))

    return run


# How long a page waits to write what it can do without, in milliseconds.
_A_MOMENT = 500


def if_possible(write: Callable[[], T]) -> T | None:
    """Write what a page can do without: where that cannot be done right now, it is left, and not waited for (None).

    Inside a transaction the error goes on, for that is broken.
    """
    try:
        with _waiting_a_moment():
            return write()
    except (*FAULTS, BadRequest) as error:
        # Django says of a session that could not be written that it is no more.
        if unavailable(error) is None or connection.in_atomic_block:
            raise
        logger.info("Left, for it cannot be written right now: %s", error)
        return None


@contextmanager
def _waiting_a_moment() -> Iterator[None]:
    """On SQLite, where the wait for the one writer is the connection's; PostgreSQL locks these rows for nobody else."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = round(connection.settings_dict["OPTIONS"]["timeout"] * 1000)
    _wait_at_most(_A_MOMENT)
    try:
        yield
    finally:
        _wait_at_most(usual)


def _wait_at_most(milliseconds: int) -> None:
    connection.ensure_connection()
    # Past Django, which would count it among the page's queries.
    connection.connection.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
