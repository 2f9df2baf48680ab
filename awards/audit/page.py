"""The audit as people read it: who, what, on what, and what stood there before and after."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.audit.sittings import lines_of, sittings
from awards.audit.values import Known, Value, values_of
from awards.models import Ceremony, ClassRound, Entitlement, Exam, Round, Scheme, StarEntry, Violation
from starrating import joiners
from starrating.operations.actions import label_of
from starrating.operations.models import AuditEvent
from students.models import (
    FileImport,
    GradeSettlement,
    Guardian,
    School,
    SchoolClass,
    Student,
    StudentGroup,
    Term,
    User,
)
from students.names.class_names import grade_number

_PUPIL = "students.student"
# What is longer is opened by whoever wants it.
LONGEST = 80


@dataclass(frozen=True)
class AuditLine:
    event: AuditEvent
    who: str
    action: str
    about: str
    values: Sequence[Value]

    @property
    def plain(self) -> list[Value]:
        """Give the values that no sentence says."""
        return [value for value in self.values if not value.sentence]

    @property
    def short(self) -> str:
        """Say the values in a line where they fit in one, so that nobody has to open them; else nothing."""
        told = joiners.in_a_series(value.told for value in self.plain if value.before or value.after)
        return told if len(told) <= LONGEST else ""


def merged_lines(events: Sequence[AuditEvent], school: School) -> list[AuditLine]:
    """Give the events, latest first, with the changes of one sitting in one line of its latest moment."""
    shown = []
    for sitting in sittings(events):
        latest = copy(sitting[0])
        if len(sitting) > 1:
            latest.new_codes, latest.words = {**latest.new, "lines": lines_of(sitting)}, None
        shown.append(latest)
    return audit_lines(shown, school)


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
            or _kind(event),
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


def _kind(event: AuditEvent) -> str:
    """Say of what kind an object is that has no name, or is gone; its key tells two of them apart."""
    try:
        kind = apps.get_model(event.target_type)._meta.verbose_name
    except (LookupError, ValueError):
        kind = event.target_type
    return f"{kind} {event.target_id}"


def _grade(row: GradeSettlement) -> str:
    school = row.term.school
    grade = grade_number(row.entry_year, row.term.school_year, school.first_grade)
    return joiners.beside(row.term.name, school.grade_name(grade))


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
    Ceremony: ("school", ["school"], str),
    GradeSettlement: ("term__school", ["term__school"], _grade),
    Exam: ("term__school", [], str),
    Guardian: ("student__school", ["student"], lambda row: _pupil(row.student)),
    Student: ("school", [], _pupil),
    StudentGroup: ("school_class__school", ["school_class__school"], lambda row: f"{row.school_class} {row}"),
    User: ("school", [], str),
    Term: ("school", [], lambda row: row.name),
    FileImport: ("school", [], str),
    SchoolClass: ("school", [], str),
}
