"""The preview of a roster: its choices, its rows, what was found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from starrating.cells.findings import Finding
from students.imports.pipeline.classes import ClassKey
from students.imports.pipeline.preview import Countable, FieldChange, NewClass, RowState
from students.imports.roster.file import RosterLine
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
class RosterPreview(Countable):
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
