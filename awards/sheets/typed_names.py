"""A typed or pasted line of names for one star."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from awards.sheets.entering import Change
from students.names.people import Roster
from students.names.typed import Ask, TypedNames, read_typed

__all__ = ["Ask", "Reading", "read_names"]


@dataclass(frozen=True)
class Reading(TypedNames):
    def changes(self, item_pk: int) -> list[Change]:
        return [Change(person.pk, item_pk, wanted=True) for person in self.people]


def read_names(roster: Roster, text: str, picks: Mapping[str, int]) -> Reading:
    """Read a line; ``picks`` says whom the writer meant by a piece of it, by key. Nothing is guessed."""
    found = read_typed(roster, text, picks)
    return Reading(found.people, found.asks)
