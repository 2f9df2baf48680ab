"""The guards of all tables off, for the one case in which rows come as they were: into an empty database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from starrating.db.guards import run


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the program's own triggers off within a transaction, which puts them back whatever happens."""
    off, on = _sqlite(connection) if connection.vendor == "sqlite" else _postgresql(connection)
    run(connection, off)
    yield
    run(connection, on)


def _sqlite(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = [(str(name), str(sql)) for name, sql in cursor.fetchall()]
    return [f"DROP TRIGGER {connection.ops.quote_name(name)}" for name, _sql in found], [sql for _name, sql in found]


def _postgresql(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [str(table) for (table,) in cursor.fetchall()]
    return tuple([f"ALTER TABLE {table} {way} TRIGGER USER" for table in tables] for way in ("DISABLE", "ENABLE"))  # type: ignore[return-value]
