"""How the database is emptied after a test that commits: only the tables that got rows, and without ceremony.

Django's own flush truncates every table, which PostgreSQL answers with new files for each, and then writes the same
content types and permissions again that it has just taken away.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.triggers import guarded_tables, lifted

# What migrations put there and no test changes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete every row of every table of the program, as if nothing had been written since the migrations.

    Tables with triggers refuse this like any other deletion; only here are they let off.
    """
    filled = _filled(connection)
    if not filled:
        return
    if connection.vendor == "postgresql":
        _empty_postgresql(connection, filled)
    else:
        _empty_sqlite(connection, filled)


def _filled(connection: BaseDatabaseWrapper) -> list[str]:
    names = connection.introspection.django_table_names(only_existing=False, include_views=False)
    quote = connection.ops.quote_name
    questions = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in names if name not in KEPT)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return [str(name) for (name,) in cursor.fetchall()]


def _empty_postgresql(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    """Foreign keys are deferred to the end of the transaction, so the order of the tables does not matter."""
    quote = connection.ops.quote_name
    guarded = [quote(table) for table in guarded_tables(connection) if table in tables]
    statements = [
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
        *(f"DELETE FROM {quote(table)}" for table in tables),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
    ]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("; ".join(statements))


def _empty_sqlite(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    quote = connection.ops.quote_name
    # Foreign keys can be let off only outside a transaction.
    with (
        connection.constraint_checks_disabled(),
        transaction.atomic(using=connection.alias),
        lifted(connection),
        connection.cursor() as cursor,
    ):
        for table in tables:
            cursor.execute(f"DELETE FROM {quote(table)}")
