"""The audit as people read it: who, what, on what, and what stood there before and after."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.audit.values import Known, Value, values_of
from awards.models import ClassRound, Entitlement, Exam, Round, Scheme, StarEntry, Violation
from starrating.operations.actions import label_of
from starrating.operations.models import AuditEvent
from students.models import Guardian, School, SchoolClass, Student, StudentGroup, Term, User

_PUPIL = "students.student"


@dataclass(frozen=True)
class AuditLine:
    event: AuditEvent
    who: str
    action: str
    about: str
    values: Sequence[Value]


def audit_lines(events: Sequence[AuditEvent], school: School) -> list[AuditLine]:
    """Give the events with their objects named, by one query a kind of object."""
    names, known = _names(events, school), Known.of(events, school)
    worker = str(_("the program itself"))
    return [
        AuditLine(
            event=event,
            who=str(event.actor) if event.actor else worker,
            action=label_of(event.action),
            about=names.get((event.target_type, event.target_id))
            or names.get((_PUPIL, str(event.student_key)))
            or f"{event.target_type} {event.target_id}",
            values=values_of(event, known),
        )
        for event in events
    ]


def _names(events: Sequence[AuditEvent], school: School) -> dict[tuple[str, str], str]:
    keys: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.target_id.isdecimal():
            keys[event.target_type].add(int(event.target_id))
        if event.student_key is not None:
            # What has no name of its own here, such as a paper, goes by its pupil.
            keys[_PUPIL].add(event.student_key)
    found = {(School._meta.label_lower, str(school.pk)): school.name}
    for model, (of_school, related, said) in _SAID.items():
        label = model._meta.label_lower
        if keys[label]:
            rows = model._default_manager.filter(pk__in=keys[label], **{of_school: school})
            found |= {(label, str(row.pk)): said(row) for row in (rows.select_related(*related) if related else rows)}
    return found


def _pupil(student: Student) -> str:
    return f"{student.name} {student.number}"


# By kind of object: the way to its school, what is read with it, and what it is called.
_SAID: dict[type[models.Model], tuple[str, Sequence[str], Callable[[Any], str]]] = {
    ClassRound: ("school_class__school", ["round__term", "school_class__school"], lambda row: row.name),
    StarEntry: (
        "student__school",
        ["student", "item", "round"],
        lambda row: f"{row.student.name} {row.item or row.get_source_display()} {row.round.full_name}",
    ),
    Round: ("term__school", [], lambda row: row.full_name),
    Scheme: ("school", [], lambda row: row.name),
    Violation: ("student__school", ["student", "ground"], lambda row: f"{_pupil(row.student)} {row.ground.name}"),
    Entitlement: ("student__school", ["student"], lambda row: f"{_pupil(row.student)} {row.get_kind_display()}"),
    Exam: ("term__school", [], str),
    Guardian: ("student__school", ["student"], lambda row: _pupil(row.student)),
    Student: ("school", [], _pupil),
    StudentGroup: ("school_class__school", ["school_class__school"], lambda row: f"{row.school_class} {row}"),
    User: ("school", [], str),
    Term: ("school", [], lambda row: row.name),
    SchoolClass: ("school", [], str),
}
