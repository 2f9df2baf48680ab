"""Models and migrations say the same, and what migrations protect stays protected."""

import io
from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from starrating.db.guards import AppendOnly, Frozen, Guard, Limited
from tests.triggers import append_only_tables, frozen_tables, limited_tables

# The history that the database itself has to keep.
APPEND_ONLY = ("awards.StarEntry", "awards.Decision", "awards.TermLevel", "operations.AuditEvent")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        pytest.fail(f"Models have changed without a migration:\n{output.getvalue()}")


@pytest.mark.django_db
@pytest.mark.parametrize("label", APPEND_ONLY)
def test_history_is_protected_after_all_migrations(label: str) -> None:
    """A later migration that rebuilds a table on SQLite would drop its triggers without a word."""
    assert apps.get_model(label)._meta.db_table in append_only_tables(connection)


@pytest.mark.django_db
def test_the_lists_say_what_is_in_force(frozen_by_migrations: frozenset[str]) -> None:
    guards: list[Guard] = [guard for app in settings.OWN_APPS for guard in import_module(f"{app}.guards").GUARDS]
    tables = {kind: sorted({guard.table for guard in guards if isinstance(guard, kind)}) for kind in _IN_FORCE}
    assert tables == {kind: found(connection) for kind, found in _IN_FORCE.items()} | {
        Frozen: sorted(frozen_by_migrations)
    }


_IN_FORCE: dict[type[Guard], Callable[[BaseDatabaseWrapper], list[str]]] = {
    AppendOnly: append_only_tables,
    Frozen: frozen_tables,
    Limited: limited_tables,
}
