"""Tables that only grow: the database itself refuses UPDATE and DELETE, whoever asks.

A promise in Python would not hold against `QuerySet.update`, the database's own shell or the next programmer.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation

SUFFIX = "_append_only"


def append_only_operations(table: str) -> list[Operation]:
    """Give the migration operations that make `table` refuse UPDATE and DELETE, on PostgreSQL TRUNCATE as well.

    The refusal is an IntegrityError that names the table. SQLite loses triggers when a later migration rebuilds the
    table (most changes of a column do): such a migration must end with these operations again.
    """

    def protect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        run(editor.connection, _drop_statements(editor.connection, table))
        run(editor.connection, _create_statements(editor.connection, table))

    def unprotect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        run(editor.connection, _drop_statements(editor.connection, table))

    return [RunPython(protect, unprotect, elidable=False)]


def append_only_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Give the protected tables of a database, as the database itself knows them, in alphabetical order."""
    return tables_with(connection, f"_delete{SUFFIX}")


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
    """Give every table with a trigger of the program's own, these and those of :mod:`starrating.db.frozen`."""
    if connection.vendor == "sqlite":
        query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(str(name) for (name,) in cursor.fetchall())


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the protection of all tables for the time of the block; for tests alone."""
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


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Run one statement after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _events(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    events = [("UPDATE", "FOR EACH ROW"), ("DELETE", "FOR EACH ROW")]
    return events if connection.vendor == "sqlite" else [*events, ("TRUNCATE", "FOR EACH STATEMENT")]


def _message(table: str) -> str:
    return f"{table} is append-only: rows are never changed or deleted, a correction is a new row"


def _create_statements(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    quote = connection.ops.quote_name
    if connection.vendor == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"
        statements = []
    else:
        function = quote(table + SUFFIX)
        refusal = f"EXECUTE FUNCTION {function}()"
        # The class of the error makes Django raise the same IntegrityError as on SQLite.
        statements = [
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN "
            f"RAISE EXCEPTION '{_message(table)}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $refuse$"
        ]
    for event, scope in _events(connection):
        name = quote(f"{table}_{event.lower()}{SUFFIX}")
        statements.append(f"CREATE TRIGGER {name} BEFORE {event} ON {quote(table)} {scope} {refusal}")
    return statements


def _drop_statements(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    quote = connection.ops.quote_name
    names = [quote(f"{table}_{event.lower()}{SUFFIX}") for event, _ in _events(connection)]
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    dropped = [f"DROP TRIGGER IF EXISTS {name} ON {quote(table)}" for name in names]
    return [*dropped, f"DROP FUNCTION IF EXISTS {quote(table + SUFFIX)}()"]
