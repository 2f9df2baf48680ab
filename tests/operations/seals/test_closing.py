"""Seals are closed: what is committed is covered once, whatever its key, and by one chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from starrating.db.guards import AppendOnly
from starrating.operations.management.commands.worker import Command
from starrating.operations.models import AuditEvent
from starrating.operations.seal_models import Seal, SealedRow, SealKey
from starrating.operations.seals import closing, keys
from starrating.operations.seals.closing import close_due, is_urgent
from starrating.operations.seals.findings import Walked
from starrating.operations.seals.rows import columns_of, model_of, read, rows_of, sealed_tables
from starrating.operations.seals.state import state
from starrating.operations.seals.walking import walk
from starrating.registry import summed
from starrating.texts.keeping import keep
from students.models import GradeSettlement, School
from tests.factories import make_administrator, make_school, make_term
from tests.guarantees.constraints.rows import make_rows
from tests.operations.seals.own_keys import own_keys
from tests.students.staff_factories import NOW
from tests.triggers import lifted

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with own_keys():
        yield


def event(at: dt.datetime = NOW, **more: object) -> AuditEvent:
    return AuditEvent.objects.create(
        action="school.changed", target_type="students.school", target_id="1", at=at, source="web", **more
    )


def bad(at: dt.datetime) -> list[str]:
    return [f"{one.what} {one.table} {one.key}" for one in walk(Walked(), at=at)]


def test_every_table_that_only_grows_is_sealed_but_for_the_seals_themselves() -> None:
    growing = {guard.table for guard in summed("guards", "GUARDS") if isinstance(guard, AppendOnly)}
    assert {"awards_starentry", "operations_auditevent", "reports_issueddocument"} <= growing
    assert growing - {sealed.table for sealed in sealed_tables()} == {"operations_seal", "operations_sealedrow"}


def test_what_is_named_as_sealed_is_there() -> None:
    for sealed in sealed_tables():
        names = {field.attname for field in model_of(sealed.table)._meta.local_concrete_fields}
        assert {sealed.at, *sealed.leaving_out, *sealed.only} <= names
        assert columns_of(sealed)
        assert rows_of(sealed).count() == 0


def test_each_row_of_each_table_is_covered_once() -> None:
    make_rows()
    assert close_due(at=NOW) > 40
    tables = set(SealedRow.objects.values_list("table", flat=True))
    assert tables == {sealed.name for sealed in sealed_tables() if rows_of(sealed).exists()}
    assert close_due(at=NOW + MINUTE) == 0
    assert Seal.objects.count() == 1
    assert bad(NOW + MINUTE) == []


def test_a_chain_grows_by_what_is_new() -> None:
    event()
    close_due(at=NOW)
    event(NOW + MINUTE)
    close_due(at=NOW + MINUTE)
    first, second = Seal.objects.chain()
    assert (second.previous, second.since, second.rows) == (first.digest, first.closed_at, 1)
    assert bad(NOW + MINUTE) == []


def test_many_rows_are_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "MOST_ROWS", 2)
    for _number in range(5):
        event()
    assert close_due(at=NOW) == 5
    assert list(Seal.objects.chain().values_list("rows", "since")) == [(2, None), (2, None), (1, None)]


def test_a_row_committed_late_with_a_smaller_key_goes_into_the_next_seal() -> None:
    early, late = event(), event()
    event()
    with lifted(connection):
        AuditEvent.objects.filter(pk=late.pk)._raw_delete("default")
    close_due(at=NOW)
    AuditEvent.objects.create(pk=late.pk, action="a", target_type="t", target_id="1", at=NOW, source="web")
    assert close_due(at=NOW + MINUTE) == 1
    assert SealedRow.objects.order_by("pk").last().row == late.pk > early.pk  # type: ignore[union-attr]


def test_what_lies_below_the_keys_of_an_hour_ago_is_not_asked_for_each_minute() -> None:
    low, _high = event(), event()
    with lifted(connection):
        AuditEvent.objects.filter(pk=low.pk)._raw_delete("default")
    close_due(at=NOW)
    put_in = AuditEvent.objects.create(pk=low.pk, action="a", target_type="t", target_id="1", at=NOW, source="web")
    assert close_due(at=NOW + DAY) == 0
    assert bad(NOW + DAY) == [f"inserted operations_auditevent {put_in.pk}"]


def test_in_its_first_hour_a_large_record_is_not_looked_through_each_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was reached an hour ago: the keys bound how far back is looked."""
    late, *events = [event() for _number in range(4)]
    with lifted(connection):
        AuditEvent.objects.filter(pk=late.pk)._raw_delete("default")
    close_due(at=NOW)
    monkeypatch.setattr(closing, "KEYS", 2)
    assert closing.reached(NOW - closing.WINDOW) == {"operations_auditevent": events[-1].pk - 2}
    AuditEvent.objects.create(pk=late.pk, action="a", target_type="t", target_id="1", at=NOW, source="web")
    assert close_due(at=NOW + MINUTE) == 0
    monkeypatch.setattr(closing, "KEYS", 3)
    assert closing.reached(NOW - closing.WINDOW) == {"operations_auditevent": late.pk}
    monkeypatch.setattr(closing, "KEYS", 4)
    assert close_due(at=NOW + MINUTE) == 1


def test_a_reopened_settlement_is_sealed_as_it_is_reopened() -> None:
    school = make_school()
    term, by = make_term(school), make_administrator(school)
    row = GradeSettlement.objects.create(term=term, entry_year=2025, ends_on=term.ends_on, at=NOW, by=by)
    assert is_urgent()
    close_due(at=NOW)
    assert not is_urgent()
    GradeSettlement.objects.filter(pk=row.pk).update(reopened_at=NOW + DAY, reopened_by=by, reason_kept=keep("更正"))
    assert is_urgent()
    assert close_due(at=NOW + DAY) == 1
    assert bad(NOW + DAY) == []
    with lifted(connection):
        GradeSettlement.objects.filter(pk=row.pk).update(reason_kept=keep("另一个理由"))
    assert bad(NOW + DAY) == [f"changed students_gradesettlement.reopened {row.pk}"]


def test_a_digest_is_of_what_is_there_and_not_of_columns_that_are_empty() -> None:
    row = event()
    [audit] = [sealed for sealed in sealed_tables() if sealed.table == "operations_auditevent"]
    [before] = read(audit, rows_of(audit))
    assert before.key == row.pk
    with lifted(connection):
        AuditEvent.objects.filter(pk=row.pk).update(address="10.0.0.1")
    [after] = read(audit, rows_of(audit))
    assert before.digest != after.digest


def test_only_the_key_on_record_closes_a_seal() -> None:
    event()
    plan = closing._plan(closing._next_rows({}), at=NOW)
    keys.rotate(by=None, at=NOW)
    assert closing._close(plan) is None
    assert Seal.objects.count() == 0


def test_without_a_key_that_can_be_used_the_worker_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    event()
    keys.path().write_bytes(b"x")
    assert closing.keep_sealed() == 0
    assert "Nothing is sealed" in caplog.text


def test_the_worker_seals_in_each_round() -> None:
    event()
    Command().round()
    assert SealedRow.objects.filter(table="operations_auditevent").exists()
    event()
    call_command("worker", "--once")
    assert state(NOW).waiting == 0


def test_the_state_says_what_waits_and_since_when() -> None:
    event()
    found = state(NOW)
    assert (found.number, found.digest, found.fingerprint, found.waiting, found.oldest) == (0, "", "", 1, NOW)
    close_due(at=NOW)
    found = state(NOW)
    newest = Seal.objects.newest()
    assert newest is not None
    assert (found.number, found.closed_at, found.waiting) == (1, NOW, 0)
    assert newest.digest.startswith(found.digest)
    assert found.fingerprint == SealKey.objects.get().fingerprint
    assert School.objects.count() == 0
