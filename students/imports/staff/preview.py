"""The preview of a staff matrix: its choices, its rows, the accounts it would make."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from starrating.cells.findings import Finding
from students.imports.pipeline.classes import ClassKey
from students.imports.pipeline.preview import Countable, NewClass, RowState
from students.imports.staff.file import StaffCell
from students.models import School, Staffing, User


@dataclass(frozen=True)
class StaffOptions:
    """``school_year`` gives class names their meaning; tasks begin on ``starts_on``; ``today`` dates changes."""

    school_year: int
    starts_on: dt.date
    today: dt.date


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who a name means: an account, or one to be made. ``name`` is the one to show and to keep."""

    name: str
    username: str
    user: User | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One task of one class: who has it by the file, who holds it now, and from which day it is otherwise."""

    cell: StaffCell
    state: RowState
    class_key: ClassKey | None
    class_name: str
    teachers: tuple[Teacher, ...] = ()
    held: tuple[Staffing, ...] = ()
    changes_on: dt.date | None = None

    @property
    def shown(self) -> str:
        """Who has the task by the file."""
        return "、".join(one.name for one in self.teachers) or "、".join(one.text for one in self.cell.names)

    @property
    def shown_before(self) -> str:
        """Who holds it now."""
        return "、".join(str(one.user) for one in self.held)


@dataclass(frozen=True)
class StaffPreview(Countable):
    """What applying would do. ``digest`` is the same as long as file and database are."""

    school: School
    options: StaffOptions
    cells: tuple[StaffCell, ...]
    rows: tuple[StaffRow, ...]
    new_classes: tuple[NewClass, ...]
    new_accounts: tuple[Teacher, ...]
    new_subjects: tuple[str, ...]
    findings: tuple[Finding, ...]
    file_findings: tuple[Finding, ...]
    files: tuple[tuple[str, str], ...] = ()
    digest: str = ""

    def rows_in(self, state: RowState) -> list[StaffRow]:
        return [row for row in self.rows if row.state == state]

    @property
    def fresh(self) -> list[StaffRow]:
        return self.rows_in(RowState.NEW)

    @property
    def changed(self) -> list[StaffRow]:
        return self.rows_in(RowState.CHANGED)
