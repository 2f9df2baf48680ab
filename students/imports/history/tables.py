"""The tables that imports of pupils, staff and groups write, and what taking back has to know of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from starrating.joiners import beside
from students.imports.record.trail import table_of
from students.models import (
    CommitteeMember,
    Enrolment,
    GroupLeader,
    Guardian,
    Movement,
    SchoolClass,
    Staffing,
    StaffingRole,
    Student,
    StudentGroup,
    Subject,
    User,
)

Slot = tuple[object, ...]


@dataclass(frozen=True)
class Table:
    """One table: how a row is called (``related`` is read with it), and what two open rows cannot share, if anything.

    ``slot`` gives that of a row, whose ``slot_column`` finds those that may share it. ``kept``: rows are never
    deleted, another one says that they no longer hold.
    """

    model: type[Model]
    name: Callable[[Any], str]
    related: Sequence[str] = ()
    slot: Callable[[Any], Slot] | None = None
    slot_column: str = ""
    kept: bool = False

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)


def _pupil(student: Student) -> str:
    return f"{student.name} {student.number}"


def _task(row: Staffing) -> str:
    return beside(f"{row.school_class} {row.subject or row.get_role_display()}", row.user)


def _task_slot(row: Staffing) -> Slot:
    if row.role == StaffingRole.HOMEROOM:
        return (row.school_class_id,)
    return (row.school_class_id, row.subject_id, row.user_id)


# In the order in which things are told: the first of what belongs together stands for it.
TABLES = {
    table_of(one.model): one
    for one in (
        Table(SchoolClass, str),
        Table(Subject, str),
        Table(User, lambda row: f"{row.name} {row.username}"),
        Table(Student, _pupil),
        Table(StudentGroup, lambda row: f"{row.school_class} {row}", ["school_class"]),
        Table(
            Enrolment,
            lambda row: beside(_pupil(row.student), row.school_class),
            ["student", "school_class"],
            lambda row: (row.student_id,),
            "student",
        ),
        Table(Staffing, _task, ["school_class", "subject", "user"], _task_slot, "school_class"),
        Table(
            GroupLeader,
            lambda row: beside(_pupil(row.student), f"{row.group.school_class} {row.group}"),
            ["student", "group__school_class"],
            lambda row: (row.group_id,),
            "group",
        ),
        Table(
            CommitteeMember,
            lambda row: beside(_pupil(row.student), row.school_class),
            ["student", "school_class"],
            lambda row: (row.school_class_id, row.student_id),
            "student",
        ),
        # Whose it is; never the number.
        Table(Guardian, lambda row: _pupil(row.student), ["student"]),
        Table(Movement, lambda row: _pupil(row.student), ["student"], kept=True),
    )
}
