"""Whoever changes the record by SQL, with the triggers off, is found, whatever is changed; what is untouched passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from starrating.operations.seals import walking
from starrating.operations.seals.findings import Bad
from tests.lock_order import taken_back
from tests.security.tools.playing import chance, say, size
from tests.security.tools.sealing import found, sealed_school
from tests.security.tools.tampering import KINDS
from tests.triggers import lifted

AMOUNT = {"short": 40, "long": 500}


@pytest.fixture(scope="module")
def record(db: None) -> Iterator[None]:
    with sealed_school():
        yield


def test_an_untouched_record_passes(record: None) -> None:
    assert found() == []


def test_every_change_is_found(record: None) -> None:
    unseen, tried = played(found)
    say(f"seals: {tried} changes on {connection.vendor}, unseen {len(unseen)}")
    assert unseen == []


def test_without_the_chain_some_would_not_be_found(record: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the script would not show that the chain is what finds them."""
    monkeypatch.setattr(walking, "chain", lambda *_args: iter(()))
    unseen, _tried = played(found)
    assert unseen != []


def played(look: Callable[[], list[Bad]]) -> tuple[list[str], int]:
    """Make so many changes, each on a record of its own; give those that were not seen."""
    draw, unseen, tried = chance("seals"), [], 0
    while tried < size("SEALS", **AMOUNT):
        with taken_back(), lifted(connection):
            try:
                with transaction.atomic():
                    what = draw.choice(KINDS)(draw)
            except DatabaseError:
                # A constraint, which no trigger is, has refused it: another one is drawn.
                continue
            tried += 1
            if not look():
                unseen.append(what)
    return unseen, tried
