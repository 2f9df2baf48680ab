"""The audit as people read it: who, what, on what, and what stood there before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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
    found = {}
    for label, read in _READERS.items():
        for pk, name in read(keys[label], school) if keys[label] else ():
            found[label, str(pk)] = name
    return found


Named = Iterable[tuple[int, str]]


def _sheets(pks: set[int], school: School) -> Named:
    rows = ClassRound.objects.filter(pk__in=pks, school_class__school=school)
    for sheet in rows.select_related("round__term", "school_class__school"):
        yield sheet.pk, sheet.name


def _entries(pks: set[int], school: School) -> Named:
    rows = StarEntry.objects.filter(pk__in=pks, student__school=school).select_related("student", "item", "round")
    return (
        (entry.pk, f"{entry.student.name} {entry.item or entry.get_source_display()} {entry.round.label}")
        for entry in rows
    )


def _students(pks: set[int], school: School) -> Named:
    rows = Student.objects.filter(pk__in=pks, school=school)
    return ((pupil.pk, f"{pupil.name} {pupil.number}") for pupil in rows)


def _users(pks: set[int], school: School) -> Named:
    return ((user.pk, str(user)) for user in User.objects.filter(pk__in=pks, school=school))


def _terms(pks: set[int], school: School) -> Named:
    return ((term.pk, term.name) for term in Term.objects.filter(pk__in=pks, school=school))


def _rounds(pks: set[int], school: School) -> Named:
    return ((row.pk, row.label) for row in Round.objects.filter(pk__in=pks, term__school=school))


def _schemes(pks: set[int], school: School) -> Named:
    return ((row.pk, row.name) for row in Scheme.objects.filter(pk__in=pks, school=school))


def _schools(pks: set[int], school: School) -> Named:
    return [(school.pk, school.name)] if school.pk in pks else []


def _school_classes(pks: set[int], school: School) -> Named:
    return ((row.pk, str(row)) for row in SchoolClass.objects.filter(pk__in=pks, school=school))


def _groups(pks: set[int], school: School) -> Named:
    rows = StudentGroup.objects.filter(pk__in=pks, school_class__school=school).select_related("school_class__school")
    return ((row.pk, f"{row.school_class} {row}") for row in rows)


def _guardians(pks: set[int], school: School) -> Named:
    rows = Guardian.objects.filter(pk__in=pks, student__school=school).select_related("student")
    return ((row.pk, f"{row.student.name} {row.student.number}") for row in rows)


def _violations(pks: set[int], school: School) -> Named:
    rows = Violation.objects.filter(pk__in=pks, student__school=school).select_related("student", "ground")
    return ((row.pk, f"{row.student.name} {row.student.number} {row.ground.name}") for row in rows)


def _entitlements(pks: set[int], school: School) -> Named:
    rows = Entitlement.objects.filter(pk__in=pks, student__school=school).select_related("student")
    return ((row.pk, f"{row.student.name} {row.student.number} {row.get_kind_display()}") for row in rows)


def _exams(pks: set[int], school: School) -> Named:
    return ((row.pk, row.name) for row in Exam.objects.filter(pk__in=pks, term__school=school))


_READERS: dict[str, Callable[[set[int], School], Named]] = {
    "awards.classround": _sheets,
    "awards.starentry": _entries,
    "awards.round": _rounds,
    "awards.scheme": _schemes,
    "awards.violation": _violations,
    "awards.entitlement": _entitlements,
    "awards.exam": _exams,
    "students.guardian": _guardians,
    _PUPIL: _students,
    "students.studentgroup": _groups,
    "students.user": _users,
    "students.term": _terms,
    "students.school": _schools,
    "students.schoolclass": _school_classes,
}
