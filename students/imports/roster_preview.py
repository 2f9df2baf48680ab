"""The preview of a roster: its choices, its rows, what was found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from starrating.cells.findings import Finding, has_errors
from students.imports.classes import ClassKey
from students.imports.preview import FieldChange, NewClass, RowState, counted
from students.imports.roster_file import RosterLine
from students.models import School, Student


@dataclass(frozen=True)
class RosterOptions:
    """``school_year`` gives class names their meaning; pupils are enrolled from ``starts_on``; ``today`` dates moves.

    ``renames``: numbers whose new name is taken; ``rename_all`` takes every one.
    """

    school_year: int
    starts_on: dt.date
    today: dt.date
    renames: frozenset[str] = frozenset()
    rename_all: bool = False

    def takes_name(self, number: str) -> bool:
        return self.rename_all or number in self.renames


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line and what becomes of it. ``number`` is the pupil's, with zeros given back where they were lost."""

    line: RosterLine
    state: RowState
    number: str
    class_key: ClassKey | None
    class_name: str
    student: Student | None = None
    changes: tuple[FieldChange, ...] = ()
    moves_on: dt.date | None = None

    @property
    def known_name(self) -> str:
        """The name on record, for a conflict."""
        return self.student.name if self.student else ""


@dataclass(frozen=True)
class RosterPreview:
    """What applying would do. ``digest`` is the same as long as file and database are; the choice of names is apart."""

    school: School
    options: RosterOptions
    lines: tuple[RosterLine, ...]
    rows: tuple[RosterRow, ...]
    new_classes: tuple[NewClass, ...]
    findings: tuple[Finding, ...]
    file_findings: tuple[Finding, ...]
    files: tuple[tuple[str, str], ...] = ()
    absent: int = 0
    digest: str = ""

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

    def rows_in(self, state: RowState) -> list[RosterRow]:
        return [row for row in self.rows if row.state == state]

    @property
    def fresh(self) -> list[RosterRow]:
        return self.rows_in(RowState.NEW)

    @property
    def changed(self) -> list[RosterRow]:
        return self.rows_in(RowState.CHANGED)

    @property
    def conflicts(self) -> list[RosterRow]:
        return self.rows_in(RowState.CONFLICT)
