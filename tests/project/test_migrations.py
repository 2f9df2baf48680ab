"""Models and migrations say the same, and what migrations protect stays protected."""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from starrating.db.guards import Frozen
from tests.triggers import append_only_tables

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
    guards = [guard for app in settings.OWN_APPS for guard in import_module(f"{app}.guards").GUARDS]
    frozen = [guard.table for guard in guards if isinstance(guard, Frozen)]
    assert frozen_by_migrations == set(frozen)
    assert append_only_tables(connection) == sorted({guard.table for guard in guards} - set(frozen))
