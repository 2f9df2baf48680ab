"""`verify`: what holds passes, what was changed is named, and by which number a script knows it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import translation

from starrating.doctor.findings import State
from starrating.operations.management.commands.verify import DOES_NOT_HOLD, NOTHING_SEALED
from starrating.operations.models import AuditEvent
from starrating.operations.seal_models import Seal, SealedRow, SealKey
from starrating.operations.seals import health, keys
from starrating.operations.seals.chain import digest_of, rows_digest, signed, written
from starrating.operations.seals.closing import close_due
from tests.backup.conftest import other_databases  # noqa: F401 -- a fixture
from tests.operations.seals.own_keys import own_keys
from tests.operations.seals.test_closing import event
from tests.students.staff_factories import NOW
from tests.triggers import lifted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases")]
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with own_keys():
        yield


@pytest.fixture
def three() -> list[AuditEvent]:
    """Three seals of one event each."""
    made = []
    for number in range(3):
        made.append(event(NOW + number * DAY))
        close_due(at=NOW + number * DAY)
    return made


def verified(*arguments: str) -> tuple[int, str]:
    """The code that `verify` ends with, and what it says."""
    out, code = io.StringIO(), 0
    with translation.override("en"):
        try:
            call_command("verify", *arguments, stdout=out)
        except SystemExit as end:
            code = int(str(end.code))
    return code, out.getvalue()


def test_what_is_untouched_passes_on_a_page(three: list[AuditEvent]) -> None:
    code, said = verified()
    assert code == 0
    assert "Seals that hold: 3. Sealed rows that were compared: 3." in said
    assert "Nothing that is sealed was changed." in said
    assert len(said.splitlines()) < 25


def test_where_nothing_is_sealed_it_says_so() -> None:
    event()
    code, said = verified()
    assert code == NOTHING_SEALED
    assert "Rows that no seal covers yet: 1." in said
    assert verified("--newest")[1].startswith("Nothing is sealed yet")


def test_a_changed_row_is_named(three: list[AuditEvent]) -> None:
    with lifted(connection):
        AuditEvent.objects.filter(pk=three[1].pk).update(target_id="2")
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert f"audit event {three[1].pk} (operations_auditevent) was changed after it was sealed." in said


def test_a_row_that_is_gone_is_named(three: list[AuditEvent]) -> None:
    with lifted(connection):
        AuditEvent.objects.filter(pk=three[1].pk)._raw_delete("default")
    assert f"audit event {three[1].pk} (operations_auditevent) is sealed, and no longer there." in verified()[1]


def test_a_row_put_in_with_an_old_day_is_named(three: list[AuditEvent]) -> None:
    put_in = event(NOW - 100 * DAY)
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert f"audit event {put_in.pk} (operations_auditevent) was not written by the program" in said


def test_a_row_that_was_sealed_later_than_it_says_is_shown(three: list[AuditEvent]) -> None:
    put_in = event(NOW - 100 * DAY)
    close_due(at=NOW + 3 * DAY)
    code, said = verified()
    assert code == 0
    assert f"more than a day later than they say: 1, the first is operations_auditevent {put_in.pk}." in said


def test_a_row_that_waits_for_its_minute_is_not_bad(three: list[AuditEvent]) -> None:
    event(NOW + 3 * DAY)
    code, said = verified()
    assert (code, "Rows that no seal covers yet: 1." in said) == (0, True)


def test_a_changed_row_whose_digest_was_put_right_breaks_the_chain(three: list[AuditEvent]) -> None:
    with lifted(connection):
        SealedRow.objects.filter(row=three[1].pk).update(digest=b"0" * 32)
    assert "Seal 2 does not fit its list of rows" in verified()[1]


def test_who_writes_the_seals_anew_with_another_key_is_found(three: list[AuditEvent]) -> None:
    """The whole chain is written anew, and the new key put in the old one's place: the file knows better."""
    real = keys.path().read_bytes()
    keys.path().unlink()
    forged = keys._private()
    keys.path().write_bytes(real)
    with lifted(connection):
        key = SealKey.objects.get()
        key.public = keys.public_of(forged)
        key.fingerprint = keys.fingerprint(key.public)
        key.statement = forged.sign(keys.statement_of(key)).hex()
        key.save()
        before = ""
        for seal in Seal.objects.chain():
            members = SealedRow.objects.filter(seal=seal).order_by("pk").values_list("table", "row", "digest")
            seal.previous = before
            seal.rows_digest = rows_digest((table, row, bytes(own)) for table, row, own in members)
            seal.digest = digest_of(seal)
            seal.signature, before = forged.sign(signed(seal)).hex(), seal.digest
            seal.save()
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert "does not go with the key whose turn it was" in said
    keys.path().unlink()
    assert verified()[0] == 0, "without the file it needs a seal that was written down"


def test_a_cut_tail_is_found_by_a_seal_written_down(three: list[AuditEvent]) -> None:
    last = Seal.objects.newest()
    assert last is not None
    assert written(last) in verified("--newest")[1]
    assert verified("--against", written(last))[0] == 0
    assert verified("--against", written(last)[:20])[0] == 0
    with lifted(connection):
        SealedRow.objects.filter(seal=last)._raw_delete("default")
        Seal.objects.filter(pk=last.pk)._raw_delete("default")
        AuditEvent.objects.filter(pk=three[2].pk)._raw_delete("default")
    assert verified()[0] == 0
    code, said = verified("--against", written(last))
    assert (code, "Seal 3 is not the one that was written down." in said) == (DOES_NOT_HOLD, True)


@pytest.mark.parametrize("text", ["3", "3:", "x:0123456789abcdef", "3:0123", "3:0123456789abcdeg"])
def test_what_is_no_seal_is_refused(text: str) -> None:
    with pytest.raises(CommandError):
        verified("--against", text)


def test_what_cannot_be_read_is_named(three: list[AuditEvent]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no such day")
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE operations_auditevent SET at = '2025-13-45 00:00' WHERE id = %s", [three[1].pk])
    code, said = verified()
    assert (code, "holds what the program never writes" in said) == (DOES_NOT_HOLD, True)


@pytest.mark.parametrize(
    "form",
    [
        "at = replace(at, ' ', 'T')",
        "at = replace(at, '-', '')",
        "at = at || '+00:00'",
        "at = at || '.000000'",
        "target_type = CAST(target_type AS BLOB)",
    ],
)
def test_the_same_value_in_another_form_is_named(three: list[AuditEvent], form: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has one form for each value")
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(f"UPDATE operations_auditevent SET {form} WHERE id = %s", [three[1].pk])
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert f"audit event {three[1].pk} (operations_auditevent) " in said


def test_a_key_after_a_lost_one_is_shown_and_the_old_seals_hold(three: list[AuditEvent]) -> None:
    keys.path().unlink()
    event(NOW + 3 * DAY)
    close_due(at=NOW + 3 * DAY)
    code, said = verified()
    assert code == 0
    assert "Seals that hold: 4." in said
    assert f"No older key vouches for {SealKey.objects.current()}" in said


def test_a_replaced_key_is_vouched_for(three: list[AuditEvent]) -> None:
    out = io.StringIO()
    with translation.override("en"):
        call_command("seal_key", "--rotate", stdout=out)
    assert [line.endswith("seals the record now.") for line in out.getvalue().splitlines()] == [False, True]
    event(NOW + 3 * DAY)
    close_due(at=NOW + 3 * DAY)
    code, said = verified()
    assert (code, "vouches" in said) == (0, False)


def test_who_takes_the_vouching_off_is_found(three: list[AuditEvent]) -> None:
    new = keys.rotate(by=None, at=NOW + 3 * DAY)
    with lifted(connection):
        SealKey.objects.filter(pk=new.pk).update(endorsement="")
    assert f"sealing key {new.fingerprint} (operations_sealkey) does not go with" in verified()[1]


def test_a_seal_by_a_key_before_its_turn_is_found(three: list[AuditEvent]) -> None:
    new = keys.rotate(by=None, at=NOW + 3 * DAY)
    with lifted(connection):
        Seal.objects.filter(number=2).update(key=new)
    assert "Seal 2 does not go with the key whose turn it was." in verified()[1]


def test_the_doctor_looks_at_key_and_seal() -> None:
    with translation.override("en"):
        assert health.look_at_the_key(NOW).state == State.LOOK
        event(NOW)
        assert health.look_at_the_seal(NOW + MINUTE).state == State.ILL
        close_due(at=NOW)
        assert health.look_at_the_key(NOW).state == health.look_at_the_seal(NOW).state == State.WELL
        event(NOW + DAY)
        assert health.look_at_the_seal(NOW + DAY).state == State.ILL
        assert health.look_at_the_seal(NOW - DAY).state == State.LOOK
        keys.path().unlink()
        assert health.look_at_the_key(NOW).state == State.LOOK
        keys._make()
        assert health.look_at_the_key(NOW).state == State.ILL
        keys.path().write_bytes(b"x")
        assert health.look_at_the_key(NOW).state == State.ILL
