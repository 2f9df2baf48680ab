"""`verify` over the texts that sealed rows point at: changed, gone, erased as is on record, and erased otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from starrating.operations.management.commands.verify import DOES_NOT_HOLD
from starrating.operations.seals.closing import close_due
from starrating.texts.erasing import erase
from starrating.texts.keeping import keep
from starrating.texts.models import ErasureGround, KeptText
from tests.backup.conftest import other_databases  # noqa: F401 -- a fixture
from tests.operations.seals.own_keys import own_keys
from tests.operations.seals.test_closing import event
from tests.operations.seals.test_verify import verified
from tests.students.staff_factories import NOW
from tests.triggers import lifted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases")]


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with own_keys():
        yield


@pytest.fixture
def kept() -> KeptText:
    text = keep("孩子在校门口等人", about=None)
    assert text is not None
    event(NOW)
    close_due(at=NOW)
    return text


def test_a_text_that_stands_passes(kept: KeptText) -> None:
    assert verified()[0] == 0


def test_a_text_that_was_changed_is_named(kept: KeptText) -> None:
    with lifted(connection):
        KeptText.objects.filter(pk=kept.pk).update(text="孩子在校门口抽烟")
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert f"kept text {kept.pk[:16]}" in said
    assert "was changed after it was sealed" in said


def test_a_text_that_was_blanked_without_a_record_is_named(kept: KeptText) -> None:
    with lifted(connection):
        KeptText.objects.filter(pk=kept.pk).update(text="", salt="", erased_at=NOW)
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert "was deleted, and no record says that it was" in said


def test_a_text_erased_by_its_verb_is_told_and_holds(kept: KeptText) -> None:
    at = NOW + dt.timedelta(days=2)
    with transaction.atomic():
        erase(KeptText.objects.filter(pk=kept.pk), account_key=None, at=at, ground=ErasureGround.REQUEST)
    close_due(at=at)
    code, said = verified()
    assert code == 0
    assert f"Texts deleted under the rules, as is on record: 1, the last on {at:%Y-%m-%d}." in said


def test_an_erased_text_that_was_put_back_is_named(kept: KeptText) -> None:
    at = NOW + dt.timedelta(days=2)
    with transaction.atomic():
        erase(KeptText.objects.filter(pk=kept.pk), account_key=None, at=at, ground=ErasureGround.REQUEST)
    close_due(at=at)
    with lifted(connection):
        KeptText.objects.filter(pk=kept.pk).update(text=kept.text, salt=kept.salt, erased_at=None)
    code, said = verified()
    assert code == DOES_NOT_HOLD
    assert f"kept text {kept.pk[:16]}" in said
    assert "is on record as deleted, and stands again" in said
