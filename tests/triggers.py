"""Triggers as the database itself knows them: which tables have some, and taking them off for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from starrating.db.guards import APPEND_ONLY, FROZEN, LIMITED, Guard, run


def append_only_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Give the tables that only grow, in alphabetical order."""
    return tables_with(connection, f"_delete{APPEND_ONLY}")


def frozen_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Give the tables whose rows freeze once something is decided, in alphabetical order."""
    events = ("insert", "update", "delete")
    return sorted({table for event in events for table in tables_with(connection, f"_{event}{FROZEN}")})


def limited_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Give the tables that take only so many rows of a kind, in alphabetical order."""
    acts = ("insert", "update")
    return sorted({table for act in acts for table in tables_with(connection, f"_{act}{LIMITED}")})


def tables_with(connection: BaseDatabaseWrapper, ending: str) -> list[str]:
    """Give the tables that have a trigger named after them with this ending, in alphabetical order."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [str(name) for (name,) in cursor.fetchall()]
    return sorted(name.removesuffix(ending) for name in names if name.endswith(ending))


def guarded_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Give every table with a trigger of the program's own, of whatever kind."""
    if connection.vendor == "sqlite":
        query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(str(name) for (name,) in cursor.fetchall())


@contextmanager
def without(guard: Guard) -> Iterator[None]:
    """Take one guard off for the time of the block."""
    guard.take_off(connection)
    yield
    guard.put(connection)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the protection of all tables for the time of the block."""
    if connection.vendor != "sqlite":
        run(connection, ["SET session_replication_role = replica"])
        try:
            yield
        finally:
            run(connection, ["SET session_replication_role = origin"])
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = list(cursor.fetchall())
    run(connection, [f"DROP TRIGGER {connection.ops.quote_name(name)}" for name, _sql in found])
    try:
        yield
    finally:
        run(connection, [sql for _name, sql in found])
