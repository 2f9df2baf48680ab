"""Tables that only grow, on a table made for the purpose: the tests of each real table are beside its verbs."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from starrating.db.guards import AppendOnly, PutGuards
from tests.triggers import append_only_tables, lifted

TABLE = "diary_for_test"


def run(forwards: bool) -> None:
    operation, state = PutGuards([AppendOnly(TABLE)]), ProjectState()
    with connection.schema_editor() as editor:
        act = operation.database_forwards if forwards else operation.database_backwards
        act("diary", editor, state, state)


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def diary(transactional_db: None) -> Iterator[None]:
    execute(f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, line varchar(20))")
    run(forwards=True)
    execute(f"INSERT INTO {TABLE} VALUES (1, 'first')")
    yield
    execute(f"DROP TABLE {TABLE}")
    execute(f"DROP FUNCTION IF EXISTS {TABLE}_append_only()") if connection.vendor == "postgresql" else None


@pytest.mark.parametrize(
    "statement", [f"UPDATE {TABLE} SET line = 'other'", f"DELETE FROM {TABLE}", f"DELETE FROM {TABLE} WHERE id = 1"]
)
def test_change_is_refused_with_the_name_of_the_table(diary: None, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{TABLE} is append-only"):
        execute(statement)
    execute(f"INSERT INTO {TABLE} VALUES (2, 'second')")


def test_replacing_or_emptying_is_refused(diary: None) -> None:
    statement = (
        f"REPLACE INTO {TABLE} VALUES (1, 'other')" if connection.vendor == "sqlite" else f"TRUNCATE TABLE {TABLE}"
    )
    with pytest.raises(IntegrityError, match=f"{TABLE} is append-only"):
        execute(statement)


def test_lifting_ends_with_the_block_even_when_it_fails(diary: None) -> None:
    with lifted(connection):
        # What counts is that it works: PostgreSQL keeps the triggers and lets them rest.
        execute(f"UPDATE {TABLE} SET line = 'other'")
    with pytest.raises(ZeroDivisionError), lifted(connection):
        raise ZeroDivisionError
    assert TABLE in append_only_tables(connection)
    with pytest.raises(IntegrityError):
        execute(f"DELETE FROM {TABLE}")


def test_migration_can_be_undone_and_done_twice(diary: None) -> None:
    run(forwards=True)
    run(forwards=False)
    execute(f"DELETE FROM {TABLE}")
    assert TABLE not in append_only_tables(connection)
