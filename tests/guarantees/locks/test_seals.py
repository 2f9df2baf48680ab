"""The record's seal, closed by two at once; its keys, changed by two at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.db import transaction

from starrating.operations.models import AuditEvent
from starrating.operations.seal_models import Seal, SealedRow, SealKey
from starrating.operations.seals import closing, keys
from tests.guarantees.locks.interleaving import code, interleaved
from tests.operations.seals.own_keys import own_keys
from tests.students.staff_factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_two_keys_made_at_once_follow_each_other() -> None:
    with own_keys():
        keys.current()
        rotate = partial(keys.rotate, by=None, at=NOW)
        answers = interleaved(rotate, rotate, before="operations_auditevent")
        assert [code(answer) for answer in answers] == ["SealKey", "SealKey"]
        made = list(SealKey.objects.order_by("pk"))
        assert [key.previous_id for key in made[1:]] == [key.pk for key in made[:-1]]
        assert keys.public_of(keys._private()) == made[-1].public


def test_of_two_workers_at_once_one_closes_the_next_seal() -> None:
    with own_keys():
        AuditEvent.objects.create(action="a", target_type="t", target_id="1", at=NOW, source="web")
        keys.current()
        close = partial(closing.close_due, at=NOW)
        answers = interleaved(close, close, before="operations_seal")
        assert sorted(str(answer) for answer in answers) == ["0", str(SealedRow.objects.count())]
        assert [seal.number for seal in Seal.objects.chain()] == [1]


def test_a_writer_waits_for_no_seal_and_no_seal_for_a_writer() -> None:
    """While one is half way with the other's table, the other is done."""
    with own_keys():
        AuditEvent.objects.create(action="a", target_type="t", target_id="1", at=NOW, source="web")
        keys.current()
        close = partial(closing.close_due, at=NOW)

        def write() -> object:
            with transaction.atomic():
                return AuditEvent.objects.create(action="b", target_type="t", target_id="1", at=NOW, source="web")

        done = []
        interleaved(close, lambda: done.append(write()), before="operations_sealedrow")
        assert len(done) == 1
        assert close() == 1
        assert [seal.rows for seal in Seal.objects.chain()] == [1, 1]
