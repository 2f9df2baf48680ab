"""What an import would do, row by row, before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding


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


class PlannedRow(Protocol):
    """A row of a plan: what happens to it, and what of it must still be so when the import is confirmed."""

    @property
    def state(self) -> RowState: ...

    @property
    def essence(self) -> tuple[object, ...]: ...


Row = TypeVar("Row", bound=PlannedRow)


@dataclass(frozen=True)
class Plan(Generic[Row]):
    """The rows of some files with what becomes of each, and what comparing them with the database has found."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    def rows_in(self, *states: RowState) -> list[Row]:
        return [row for row in self.rows if row.state in states]

    @property
    def fresh(self) -> list[Row]:
        return self.rows_in(RowState.NEW)

    @property
    def changed(self) -> list[Row]:
        return self.rows_in(RowState.CHANGED)

    @property
    def conflicts(self) -> list[Row]:
        return self.rows_in(RowState.CONFLICT)

    @property
    def working(self) -> list[Row]:
        """The rows that confirming would write."""
        return self.rows_in(RowState.NEW, RowState.CHANGED)

    @property
    def size(self) -> int:
        """How much there is to write, for the choice between at once and by the worker."""
        return len(self.working)

    @cached_property
    def counts(self) -> dict[RowState, int]:
        """How many rows there are of each state, every state present."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}

    @property
    def figures(self) -> Mapping[str, object]:
        """What a sentence about the plan may name."""
        return {"rows": len(self.rows), **{state.value: count for state, count in self.counts.items()}}


def digest_of(parts: Iterable[object]) -> str:
    """Give a short checksum of what a preview said: a preview made later that says the same has the same one."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(repr(part).encode())
        whole.update(b"\n")
    return whole.hexdigest()[:32]
