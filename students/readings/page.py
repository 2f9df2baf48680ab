"""Readings as people read them: when, who, what, of whom."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from starrating.joiners import beside
from starrating.operations.models import Reading
from students.models import School, Student
from students.permits.rows import permits

# Each lot's pupils are named by one query.
AT_A_TIME = 2000
_FIELDS = ("at", "account__name", "account__username", "what", "object_key", "student_key", "sitting")


class ReadingLine(NamedTuple):
    """A reading in words. A file has tens of thousands: no row of the database stands behind each."""

    at: dt.datetime
    who: str
    what: str
    object_key: str
    pupil: str
    sitting: str


def rows_of(readings: QuerySet[Reading]) -> QuerySet[Any, tuple[Any, ...]]:
    """Give what lines are made of, without a model's object for each."""
    return readings.values_list(*_FIELDS)


def all_lines(readings: QuerySet[Reading], school: School) -> Iterator[ReadingLine]:
    """Give the lines of a file, lot by lot."""
    return reading_lines(rows_of(readings).iterator(AT_A_TIME), school)


def reading_lines(rows: Iterable[tuple[Any, ...]], school: School) -> Iterator[ReadingLine]:
    """Give rows as :func:`rows_of` has them in words; whoever was forgotten goes by the key."""
    who, what, names = cache(_who), cache(_what), _Names(school)
    rows = iter(rows)
    while lot := list(islice(rows, AT_A_TIME)):
        names.ask({row[5] for row in lot})
        for at, name, username, route, object_key, pupil, sitting in lot:
            yield ReadingLine(at, who(name, username), what(route), object_key, names.of(pupil), sitting)


class _Names:
    """The pupils of a school by their keys, each asked for once."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._known: dict[int | None, str] = {None: ""}

    def ask(self, keys: set[int | None]) -> None:
        new = [key for key in keys if key is not None and key not in self._known]
        pupils = Student.objects.filter(school=self._school, pk__in=new).values_list("pk", "name", "number")
        self._known |= {key: str(key) for key in new}
        self._known |= {pk: f"{name} {number}" for pk, name, number in pupils}

    def of(self, key: int | None) -> str:
        return self._known[key]


def _who(name: str | None, username: str | None) -> str:
    """Name the account; guardians have none."""
    return _("guardians, by their code") if name is None or username is None else beside(name, username)


def _what(route: str) -> str:
    """Say what is done at the address; a table of the administration pages goes by its name."""
    permit = permits().get(route)
    if permit is not None:
        return str(permit.label)
    try:
        return str(apps.get_model(route)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return route
