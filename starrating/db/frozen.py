"""Rows that no longer change once something is decided: the database itself refuses, whoever asks.

Unlike tables that only grow (`triggers`), these may be written freely until a condition holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation

from starrating.db.triggers import run, tables_with

SUFFIX = "_frozen"


@dataclass(frozen=True)
class Frozen:
    """A table, and for each event (INSERT, UPDATE, DELETE) the condition under which it is refused.

    A condition is SQL of both databases over ``NEW`` and ``OLD``.
    """

    table: str
    conditions: Mapping[str, str]
    message: str


def frozen_operations(rule: Frozen) -> list[Operation]:
    """Give the migration operations that put ``rule`` in force; the refusal is an IntegrityError with its message.

    A later migration that rebuilds the table on SQLite must end with these operations again.
    """

    def up(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        freeze(editor.connection, rule)

    def down(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        thaw(editor.connection, rule)

    return [RunPython(up, down, elidable=False)]


def frozen_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Give the tables with such a rule, as the database itself knows them, in alphabetical order."""
    return tables_with(connection, f"_update{SUFFIX}")


def freeze(connection: BaseDatabaseWrapper, rule: Frozen) -> None:
    """Put the rule in force, in place of what is there under its name."""
    thaw(connection, rule)
    run(connection, _statements(connection, rule))


def thaw(connection: BaseDatabaseWrapper, rule: Frozen) -> None:
    """Take the rule off; outside of migrations for tests alone."""
    run(connection, _dropped(connection, rule.table))


def _statements(connection: BaseDatabaseWrapper, rule: Frozen) -> list[str]:
    quote, table, message = connection.ops.quote_name, rule.table, rule.message
    statements = []
    if connection.vendor == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    else:
        function = quote(table + SUFFIX)
        refusal = f"EXECUTE FUNCTION {function}()"
        tests = " ".join(
            f"IF TG_OP = '{event}' THEN IF {condition} THEN RAISE EXCEPTION '{message}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF; END IF;"
            for event, condition in rule.conditions.items()
        )
        statements.append(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN {tests} "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $refuse$"
        )
    for event, condition in rule.conditions.items():
        name = quote(f"{table}_{event.lower()}{SUFFIX}")
        when = f"WHEN {condition} " if connection.vendor == "sqlite" else ""
        statements.append(f"CREATE TRIGGER {name} BEFORE {event} ON {quote(table)} FOR EACH ROW {when}{refusal}")
    return statements


def _dropped(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    quote = connection.ops.quote_name
    names = [quote(f"{table}_{event}{SUFFIX}") for event in ("insert", "update", "delete")]
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    dropped = [f"DROP TRIGGER IF EXISTS {name} ON {quote(table)}" for name in names]
    return [*dropped, f"DROP FUNCTION IF EXISTS {quote(table + SUFFIX)}()"]
