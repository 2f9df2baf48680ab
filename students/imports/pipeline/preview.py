"""What the previews of roster, staff and groups have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Folded, fold, has_errors
from starrating.text import Level


class RowState(TextChoices):
    """What an import would do with a row of the file."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    CONFLICT = "conflict", _("conflict")
    ERROR = "error", _("error")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that an import would change: which, from what (may be empty), to what. Labels are for people."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class that is not there yet and is made when the import is confirmed."""

    entry_year: int
    number: int
    name: str
    pupils: int = 0


class HasState(Protocol):
    @property
    def state(self) -> RowState: ...


class Countable:
    """What a preview says of its rows as a whole. Whoever inherits it has ``rows`` and ``findings``."""

    rows: tuple[HasState, ...]
    findings: tuple[Finding, ...]

    @cached_property
    def counts(self) -> dict[RowState, int]:
        return counted(row.state for row in self.rows)

    @property
    def blocked(self) -> bool:
        """Whether an error keeps the whole import from being confirmed: it is all or nothing."""
        return has_errors(self.findings) or not self.rows

    @property
    def writes(self) -> bool:
        """Whether confirming would change anything."""
        return bool(self.counts[RowState.NEW] or self.counts[RowState.CHANGED])


def told(findings: Iterable[Finding]) -> list[Folded]:
    """In the order to show: every error with its own place, then warnings and notes, like ones folded into one."""
    every = list(findings)
    errors = [Folded(one) for one in every if one.level is Level.ERROR]
    return [*errors, *fold(one for one in every if one.level is not Level.ERROR)]


def counted(states: Iterable[RowState]) -> dict[RowState, int]:
    """How many rows there are of each state, every state present."""
    counts = dict.fromkeys(RowState, 0)
    for state in states:
        counts[state] += 1
    return counts


def digest_of(parts: Iterable[object]) -> str:
    """A short checksum of what a preview said: a preview made later that says the same has the same one."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(repr(part).encode())
        whole.update(b"\n")
    return whole.hexdigest()[:32]
