"""Every lock of the program has the race that it is there for, or the reason why it has none."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
import time_machine
from django.db import DatabaseError, connection

from tests.guarantees.locks.known import KNOWN, MONTHS
from tests.lock_order import Watch
from tests.project.source import Source, functions, modules
from tests.students.staff_factories import NOW

LOCKS = {"select_for_update", "lock", "lock_to_delete", "lock_free"}


def test_every_lock_has_a_race_or_a_reason() -> None:
    found = {f"{source.name}.{name}" for source in modules() for name in locking(source)}
    assert len(found) > 40, "the search finds nothing any more"
    assert sorted(found - set(KNOWN)) == [], "say by which race it is held, or why none is needed"
    assert sorted(set(KNOWN) - found) == [], "these take no lock any more"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", sorted(place for place, held in KNOWN.items() if isinstance(held, tuple)))
def test_without_its_lock_a_race_is_lost(place: str, monkeypatch: pytest.MonkeyPatch, locks: Watch) -> None:
    """Else it would not be the lock that the race is won by."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: there is no lock to take out")
    module = import_module(place.rpartition(".")[0])
    held = KNOWN[place]
    assert isinstance(held, tuple)
    file, name = held
    race = getattr(import_module(file.removesuffix(".py").replace("/", ".")), name)
    for lock in LOCKS:
        if hasattr(module, lock):
            monkeypatch.setattr(module, lock, lambda rows: rows)
    moment = None if file == MONTHS else NOW
    with pytest.raises((AssertionError, DatabaseError)):
        at_moment(race, moment)
    # What is written to a row that was to be locked first comes too late without that.
    locks.wrong.clear()


def at_moment(race: Callable[[], None], moment: dt.datetime | None) -> None:
    """Play it at the moment that its own module plays it at, if it has one."""
    if moment is None:
        race()
        return
    with time_machine.travel(moment, tick=False):
        race()


def locking(source: Source) -> Iterator[str]:
    """The functions of a module that lock rows, but for those that say how a lock is taken."""
    if source.name == "starrating.db.locks":
        return
    for function in functions(source):
        calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
        if any((call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in LOCKS for call in calls):
            yield function.name
