"""The sealing key: made once, put on record, replaced by one that it vouches for, and never in the database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import Settings

from starrating.doctor.findings import State
from starrating.operations.models import AuditEvent
from starrating.operations.seal_models import SealKey
from starrating.operations.seals import keys
from starrating.operations.seals.health import look_at_the_key
from tests.students.staff_factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def test_a_key_is_made_once_for_this_account_of_the_machine_alone() -> None:
    signature = keys.sign(b"words")
    assert keys.path().stat().st_mode & 0o077 == 0
    [public] = keys.public_keys()
    assert keys.verify_signature(b"words", signature, public.public)
    assert keys.sign(b"words") == signature
    assert [path.name for path in keys.path().parent.iterdir()] == [keys.path().name]


def test_another_signature_another_text_or_another_key_is_told_apart() -> None:
    signature, [public] = keys.sign(b"words"), keys.public_keys()
    assert not keys.verify_signature(b"Words", signature, public.public)
    assert not keys.verify_signature(b"words", bytes(64), public.public)
    assert not keys.verify_signature(b"words", signature, "00" * 32)
    assert not keys.verify_signature(b"words", signature, "no figures")


def test_a_fingerprint_is_short_enough_to_be_compared() -> None:
    assert keys.fingerprint("00" * 32) == "6668-7AAD-F862-BD77-6C8F-C18B-8E9F-8E20"


def test_the_private_half_is_not_in_the_database() -> None:
    keys.sign(b"words")
    private = keys._private().private_bytes_raw().hex()
    assert private not in str(list(SealKey.objects.values()))


def test_a_new_key_is_vouched_for_by_the_old_one() -> None:
    first = keys.sign(b"words")
    new = keys.rotate(by=None, at=NOW)
    old, now = keys.public_keys()
    assert (old.retired_at, now.retired_at, now.public) == (NOW, None, new.public)
    said = keys.statement_of(new)
    assert keys.verify_signature(said, bytes.fromhex(new.statement), new.public)
    assert keys.verify_signature(said, bytes.fromhex(new.endorsement), old.public)
    assert keys.verify_signature(b"words", first, old.public)
    assert keys.verify_signature(b"words", keys.sign(b"words"), new.public)
    assert AuditEvent.objects.get().new == {"fingerprint": new.fingerprint}


def test_a_lost_key_is_followed_by_one_that_nobody_vouches_for() -> None:
    keys.sign(b"words")
    keys.path().unlink()
    keys.sign(b"words")
    first, second = SealKey.objects.order_by("pk")
    assert (second.previous, second.endorsement, first.retired_at is None) == (first, "", False)


def test_a_key_that_was_retired_signs_nothing() -> None:
    keys.sign(b"words")
    old = keys.path().read_bytes()
    keys.rotate(by=None, at=NOW)
    keys.path().write_bytes(old)
    with translation.override("en"), pytest.raises(ImproperlyConfigured, match="was retired on"):
        keys.sign(b"words")


def test_a_file_that_holds_no_key_is_said_to() -> None:
    keys.path().write_bytes(b"")
    with translation.override("en"), pytest.raises(ImproperlyConfigured, match="holds no usable key"):
        keys.sign(b"words")


def test_a_key_of_another_account_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    keys.current()
    monkeypatch.setattr(Path, "read_bytes", mock.Mock(side_effect=PermissionError(13, "Permission denied")))
    with translation.override("en"):
        with pytest.raises(ImproperlyConfigured, match="belongs to another account of this machine"):
            keys.current()
        found = look_at_the_key(NOW)
    assert (found.state, "another account" in found.text) == (State.ILL, True)


def test_what_a_key_says_of_itself_stays() -> None:
    key = keys.current()
    keys.rotate(by=None, at=NOW)
    for change in ({"public": "0" * 64}, {"retired_at": None}, {"retired_at": NOW + dt.timedelta(1)}):
        with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
            SealKey.objects.filter(pk=key.pk).update(**change)
    with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
        SealKey.objects.filter(pk=key.pk)._raw_delete("default")
