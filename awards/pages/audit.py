"""The audit as people ask for it: who, about which pupil or class, on which days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models import ClassRound, Nomination, Round, Scheme, StarEntry
from awards.pages.audit_actions import ACTIONS
from starrating.operations.models import AuditEvent
from students.class_names import parse_class_name
from students.models import School, SchoolClass, Student, Term, User


@dataclass(frozen=True)
class AuditLine:
    event: AuditEvent
    who: str
    action: str
    about: str

    @property
    def details(self) -> list[tuple[str, str]]:
        """Before and after, where the verb kept them."""
        pairs = [
            (str(pgettext_lazy("audit", "Before")), self.event.old),
            (str(pgettext_lazy("audit", "After")), self.event.new),
        ]
        return [(label, _plain(values)) for label, values in pairs if values]


def events_of(
    school: School,
    *,
    person: str = "",
    about: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> QuerySet[AuditEvent]:
    """The school's events, latest first: done by ``person`` (part of a name or account), ``about`` a pupil or class."""
    events = AuditEvent.objects.filter(school_code=school.code).select_related("actor")
    if person:
        events = events.filter(Q(actor__name__icontains=person) | Q(actor__username__iexact=person))
    if about:
        events = events.filter(_about(school, about))
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    return events


def audit_lines(events: Sequence[AuditEvent], school: School) -> list[AuditLine]:
    """The events with their objects named, by one query a kind of object."""
    names = _names(events, school)
    worker = str(_("the program itself"))
    return [
        AuditLine(
            event=event,
            who=str(event.actor) if event.actor else worker,
            action=str(ACTIONS.get(event.action, event.action)),
            about=names.get((event.target_type, event.target_id), f"{event.target_type} {event.target_id}"),
        )
        for event in events
    ]


def _about(school: School, text: str) -> Q:
    """Events on a pupil, on the stars and sheets that name the pupil; or on a class and its sheets."""
    pupils = Student.objects.filter(school=school).filter(Q(name=text) | Q(number=text))
    entries = StarEntry.objects.filter(student__in=pupils)
    sheets = ClassRound.objects.filter(pk__in=Nomination.objects.filter(student__in=pupils).values("class_round"))
    classes = _classes(school, text)
    of_class = ClassRound.objects.filter(school_class__in=classes)
    found = Q(pk__in=[])
    for rows in (pupils, entries, sheets, SchoolClass.objects.filter(pk__in=classes), of_class):
        # The key of the object is text in the audit, so that it is matched as text: a cast would cost the index.
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        found |= Q(target_type=rows.model._meta.label_lower, target_id__in=keys)
    return found


def _classes(school: School, text: str) -> list[int]:
    """The class that ``text`` names in the newest term; an own name also counts."""
    term = Term.objects.filter(school=school).order_by("-starts_on").first()
    found = SchoolClass.objects.filter(school=school)
    year = term.school_year if term else 0
    parsed = parse_class_name(text, school_year=year, first_grade=school.first_grade, last_grade=school.last_grade)
    if parsed is None or parsed.number is None or parsed.entry_year is None:
        return list(found.filter(alias=text).exclude(alias="").values_list("pk", flat=True))
    rows = found.filter(entry_year=parsed.entry_year, number=parsed.number)
    return list(rows.values_list("pk", flat=True))


def _names(events: Sequence[AuditEvent], school: School) -> dict[tuple[str, str], str]:
    keys: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.target_id.isdecimal():
            keys[event.target_type].add(int(event.target_id))
    found = {}
    for label, read in _READERS.items():
        for pk, name in read(keys[label], school) if keys[label] else ():
            found[label, str(pk)] = name
    return found


Named = Iterable[tuple[int, str]]


def _sheets(pks: set[int], school: School) -> Named:
    rows = ClassRound.objects.filter(pk__in=pks, school_class__school=school)
    for sheet in rows.select_related("round__term", "school_class__school"):
        yield sheet.pk, f"{sheet.school_class.name_in(sheet.round.term.school_year)} {sheet.round.label}"


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


_READERS: dict[str, Callable[[set[int], School], Named]] = {
    "awards.classround": _sheets,
    "awards.starentry": _entries,
    "awards.round": _rounds,
    "awards.scheme": _schemes,
    "students.student": _students,
    "students.user": _users,
    "students.term": _terms,
    "students.school": _schools,
    "students.schoolclass": _school_classes,
}


def _plain(values: dict[str, object]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())
