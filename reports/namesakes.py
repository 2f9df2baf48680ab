"""Pupils of one class who have one name, told apart by seat wherever a paper names them."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from awards.models import TermLevel
from students.models import Enrolment, Term

# Class, pupil, name, seat.
Place = tuple[int, int, str, int | None]
# By pupil.
Seats = Mapping[int, int]


def seats_of_namesakes(places: Iterable[Place]) -> dict[int, int]:
    """Give by pupil the seat of those whose name another of the class bears: of the whole class, whoever is named."""
    rows = list(places)
    bearers = Counter((class_pk, name) for class_pk, _pk, name, _seat in rows)
    return {pk: seat for class_pk, pk, name, seat in rows if bearers[class_pk, name] > 1 and seat is not None}


def namesakes_on(day: dt.date, class_pks: Collection[int]) -> dict[int, int]:
    """Give the seats of namesakes in these classes on ``day``; one statement."""
    rows = Enrolment.objects.active_on(day).filter(school_class__in=class_pks)
    return seats_of_namesakes(rows.values_list("school_class_id", "student_id", "student__name", "seat"))


def namesakes_settled(term: Term) -> dict[int, int]:
    """Give the seats of namesakes as ``term`` was settled; one statement."""
    rows = TermLevel.objects.filter(term=term).current().listed()
    return seats_of_namesakes(rows.values_list("school_class_id", "student_id", "student__name", "seat"))


def told_apart(name: str, pk: int, seats: Seats) -> str:
    """Write a name on a paper; one of several carries the seat, so that the right one gets the paper."""
    return f"{name}（{seats[pk]}号）" if pk in seats else name
