"""A database of another version's making is told from one of our own, and left alone."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation

from starrating.db.history import is_of_these_migrations
from starrating.operations.management.commands import run

pytestmark = pytest.mark.django_db


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_these_migrations_made_is_ours() -> None:
    assert is_of_these_migrations(connection)


def test_so_is_one_that_lacks_the_last_step() -> None:
    """Who updates the program has migrations to come."""
    MigrationRecorder(connection).record_unapplied("awards", "0002_guards")
    assert is_of_these_migrations(connection)


def test_so_is_one_with_nothing_in_it() -> None:
    with mock.patch.object(MigrationRecorder, "applied_migrations", return_value={}):
        assert is_of_these_migrations(connection)


def test_a_migration_that_is_not_here() -> None:
    MigrationRecorder(connection).record_applied("operations", "0002_of_another_version")
    assert not is_of_these_migrations(connection)


def test_a_step_without_the_one_before_it() -> None:
    MigrationRecorder(connection).record_unapplied("students", "0001_initial")
    assert not is_of_these_migrations(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE operations_job ADD COLUMN school_code varchar(40)",
        "ALTER TABLE operations_job DROP COLUMN message",
        "DROP TABLE operations_idempotencykey",
        "DROP INDEX audit_school_day",
    ],
)
def test_the_same_names_with_other_tables(statement: str) -> None:
    execute(statement)
    assert not is_of_these_migrations(connection)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "其中未作任何改动"), ("en", "nothing in it has been changed")]
)
def test_run_says_so_in_a_sentence_and_changes_nothing(language: str, words: str) -> None:
    MigrationRecorder(connection).record_applied("operations", "0002_of_another_version")
    called = mock.Mock()
    with (
        mock.patch.object(run, "call_command", called),
        mock.patch.object(run, "refuse_taken"),
        translation.override(language),
        pytest.raises(CommandError) as refusal,
    ):
        call_command("run", bind="127.0.0.1:8000", demo=True, stdout=io.StringIO())
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert [call.args[0] for call in called.call_args_list] == ["prepare"]
