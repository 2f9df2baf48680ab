"""History refuses UPDATE and DELETE, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from awards.models import Decision, StarEntry
from starrating.operations.models import AuditEvent
from tests.factories import FILING_DAY, make_final, moment
from tests.triggers import append_only_tables

HISTORY: list[type[models.Model]] = [StarEntry, Decision, AuditEvent]
# A column of each table that a forger would like to change.
COLUMN = {StarEntry: "stars", Decision: "votes_for", AuditEvent: "source"}


def test_the_tables_of_history_are_protected(db: None) -> None:
    tables = {model._meta.db_table for model in HISTORY}
    assert tables == {"awards_starentry", "awards_decision", "operations_auditevent"}
    assert tables <= set(append_only_tables(connection))


def rows(model: type[models.Model]) -> list[dict[str, object]]:
    return list(model._default_manager.order_by("pk").values())


def refused(model: type[models.Model], change: Callable[[], object]) -> None:
    before = rows(model)
    assert before, "nothing to protect"
    with pytest.raises(IntegrityError, match=f"{model._meta.db_table} is append-only"), transaction.atomic():
        change()
    assert rows(model) == before


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("model", HISTORY)
def test_statements_are_refused(model: type[models.Model]) -> None:
    make_final()
    table, column, last = model._meta.db_table, COLUMN[model], rows(model)[-1]["id"]
    statements = [
        f"UPDATE {table} SET {column} = '5'",
        f"UPDATE {table} SET {column} = '5' WHERE id = {last}",
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"DELETE FROM {table} WHERE id = {last}",
        f"INSERT INTO {table} SELECT * FROM {table} WHERE id = {last} "
        f"ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}",
    ]
    if connection.vendor == "sqlite":
        statements.append(f"REPLACE INTO {table} SELECT * FROM {table} WHERE id = {last}")
    for statement in statements:
        refused(model, lambda statement=statement: execute(statement))  # type: ignore[misc]


@pytest.mark.django_db
@pytest.mark.parametrize("model", HISTORY)
def test_the_program_itself_is_refused(model: type[models.Model]) -> None:
    make_final()
    column = COLUMN[model]
    every = model._default_manager.all()
    row = every.order_by("-pk")[0]
    refused(model, lambda: every.update(**{column: 5}))
    refused(model, lambda: every.filter(pk=row.pk).delete())
    refused(model, row.delete)
    refused(model, row.save)
    refused(model, lambda: model._default_manager.bulk_update([row], [column]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", HISTORY)
def test_emptying_the_table_is_refused(model: type[models.Model]) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    make_final()
    refused(model, lambda: execute(f"TRUNCATE TABLE {model._meta.db_table} CASCADE"))


@pytest.mark.django_db
def test_new_rows_are_taken_as_before() -> None:
    sheet = make_final()
    before = Decision.objects.count()
    Decision.objects.create(class_round=sheet, verdict="agreed", at=moment(FILING_DAY))
    assert Decision.objects.count() == before + 1
