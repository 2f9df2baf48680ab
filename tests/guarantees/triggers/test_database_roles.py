"""PostgreSQL: the account that serves does its work, and can bend no history, nor take off what guards it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction

from awards.models import ClassRound, SheetState
from starrating.db import roles
from starrating.doctor.checks import look_at_the_account
from starrating.doctor.findings import State
from starrating.operations.models import AuditEvent
from starrating.texts.erasing import erase
from starrating.texts.keeping import keep
from starrating.texts.models import ErasureGround, KeptText
from tests.factories import FILING_DAY, make_final, moment
from tests.triggers import append_only_tables

SERVING = "starrating_serving_for_test"
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no accounts")]


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def _serving() -> Iterator[None]:
    """Go on as the account that serves; the test's transaction takes account and role back."""
    execute(f"CREATE ROLE {SERVING}")
    call_command("database_roles", serving=SERVING, stdout=io.StringIO())
    execute(f"SET LOCAL ROLE {SERVING}")
    yield
    execute("RESET ROLE")


def denied(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        execute(statement)


def test_history_is_every_table_that_only_grows() -> None:
    kept = roles.history()
    # Rows of the readings go in time.
    assert kept.pop("operations_reading") == {"UPDATE", "TRUNCATE"}
    # Texts are erased by a function of the owner's.
    assert kept.pop("texts_kepttext") == {"UPDATE", "DELETE", "TRUNCATE"}
    assert sorted(table for table in kept if "DELETE" in kept[table]) == append_only_tables(connection)


@pytest.mark.usefixtures("_serving")
def test_history_is_out_of_reach() -> None:
    """Each is refused before a trigger is asked, and the triggers stay."""
    for table in append_only_tables(connection):
        denied(f"UPDATE {table} SET id = id")
        denied(f"DELETE FROM {table}")
        denied(f"TRUNCATE {table} CASCADE")
        denied(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        denied(f"DROP TRIGGER {table}_update_append_only ON {table}")
    denied("SET session_replication_role = replica")
    denied("DELETE FROM django_migrations")
    denied("CREATE TABLE of_its_own (id integer)")


@pytest.mark.usefixtures("_serving")
def test_a_month_is_lived_through() -> None:
    sheet = make_final()
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.FINAL
    assert AuditEvent.objects.exists()
    call_command("finalize_due", stdout=io.StringIO())


@pytest.mark.usefixtures("_serving")
def test_a_text_is_erased_without_the_right_to_change_one() -> None:
    kept = keep("作文获奖", about=1)
    assert kept is not None
    denied("UPDATE texts_kepttext SET text = ''")
    denied("DELETE FROM texts_kepttext")
    at = moment(FILING_DAY)
    assert erase(KeptText.objects.about([1]), account_key=None, at=at, ground=ErasureGround.LEFT) == 1
    assert KeptText.objects.values_list("text", "salt", "erased_at").get() == ("", "", at)
    execute(f"SELECT texts_erase(ARRAY['{kept.pk}'])")


@pytest.mark.usefixtures("_serving")
def test_the_doctor_knows_which_account_serves() -> None:
    at = moment(FILING_DAY)
    assert look_at_the_account(at).state == State.WELL
    execute("RESET ROLE")
    found = look_at_the_account(at)
    assert (found.state, bool(found.advice)) == (State.LOOK, True)


@pytest.mark.parametrize("serving", ["no_such_account", "postgres"])
def test_an_account_that_cannot_serve_is_refused(serving: str) -> None:
    with pytest.raises(CommandError, match=serving):
        call_command("database_roles", serving=serving)


def test_the_statements_can_be_read_first() -> None:
    out = io.StringIO()
    call_command("database_roles", serving=SERVING, shown=True, stdout=out)
    lines = out.getvalue().splitlines()
    assert f'GRANT SELECT, INSERT ON "awards_starentry" TO "{SERVING}";' in lines
    assert f'GRANT SELECT, INSERT, UPDATE, DELETE ON "awards_nomination" TO "{SERVING}";' in lines
