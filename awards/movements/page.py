"""What the pages of movements print."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from awards.models import StarEntry
from students.models import Enrolment, Movement, MovementKind, School, Student, Term
from students.pupils.movements import is_suspended
from students.school.terms import shown_day

MOST_FOUND = 30


@dataclass(frozen=True)
class MovementList:
    """The movements of a term, latest first, and who was found by what was typed."""

    term: Term | None
    year: int
    rows: Sequence[Movement]
    query: str
    found: Sequence[Student]


@dataclass(frozen=True)
class Place:
    name: str
    seat: int | None
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class PupilMoves:
    """A pupil's places and movements, and what may happen next."""

    pupil: Student
    year: int
    places: Sequence[Place]
    rows: Sequence[Movement]
    kinds: list[MovementKind]
    credits: Sequence[StarEntry]
    creditable: Movement | None


def pupils_of(school: School) -> QuerySet[Student]:
    return Student.objects.filter(school=school).select_related("school", "merged_into")


def pupil_for_office(school: School, pk: int) -> Student:
    return get_object_or_404(pupils_of(school), pk=pk)


def movement_for_office(school: School, pk: int) -> Movement:
    rows = Movement.objects.of_school(school)
    return get_object_or_404(rows.select_related("student__school", "from_class", "to_class"), pk=pk)


def credit_for_office(school: School, pk: int) -> StarEntry:
    rows = StarEntry.objects.filter(student__school=school, credit__isnull=False)
    return get_object_or_404(rows.select_related("student__school"), pk=pk)


def movement_list(school: School, term: Term | None, query: str, today: dt.date) -> MovementList:
    """Gather the movements of a term, every one without a term; four statements."""
    rows = Movement.objects.of_school(school)
    if term is not None:
        rows = rows.between(term.starts_on, term.ends_on)
    year = term.school_year if term else shown_day(school, today)[0]
    query = query.strip()
    return MovementList(term, year, _rows(rows), query, _found(school, query) if query else [])


def pupil_moves(pupil: Student, today: dt.date) -> PupilMoves:
    year = shown_day(pupil.school, today)[0]
    enrolments = Enrolment.objects.filter(student=pupil).select_related("school_class__school").order_by("-starts_on")
    places = [Place(row.school_class.name_in(year), row.seat, row.starts_on, row.ends_on) for row in enrolments]
    rows = _rows(Movement.objects.filter(student=pupil))
    found = StarEntry.objects.standing().filter(student=pupil, credit__isnull=False)
    credits_ = list(found.select_related("term__pinned__scheme"))
    arrived = [row for row in rows if row.kind == MovementKind.TRANSFER_IN and not hasattr(row, "corrected_by")]
    brought = any(entry.item_id is None and entry.stars > 0 for entry in credits_)
    creditable = arrived[0] if arrived and not brought and pupil.merged_into is None else None
    return PupilMoves(pupil, year, places, rows, _kinds(pupil, places), credits_, creditable)


def _kinds(pupil: Student, places: Sequence[Place]) -> list[MovementKind]:
    """Say what may happen to a pupil who is in a class, suspended, or gone."""
    if pupil.merged_into is not None:
        return []
    guest = MovementKind.NO_GUEST if pupil.is_guest else MovementKind.GUEST
    if any(place.until is None for place in places):
        return [MovementKind.CHANGE_CLASS, MovementKind.TRANSFER_OUT, MovementKind.SUSPENSION, guest]
    return [MovementKind.RETURN] if is_suspended(pupil) else []


def _found(school: School, query: str) -> list[Student]:
    """Find by the beginning of the number, a part of the name, or pinyin and initials."""
    letters = query.lower()
    match = Q(number__startswith=query) | Q(name__contains=query)
    if letters.isascii() and letters.isalpha():
        match |= Q(initials__contains=letters) | Q(pinyin__contains=letters)
    return list(pupils_of(school).filter(match).order_by("number")[:MOST_FOUND])


def _rows(movements: QuerySet[Movement]) -> list[Movement]:
    return list(
        movements.select_related(
            "student",
            "from_class__school",
            "to_class__school",
            "by",
            "corrects",
            "corrected_by",
            "reason_kept",
            "proof_kept",
        ).order_by("-on", "-pk")
    )
