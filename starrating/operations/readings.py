"""What is shown of a pupil that is nobody else's business leaves a trace before it is shown (条例36).

A page says so in the table of permits and calls one of the two verbs here, each a single statement; where the row
cannot be written the page is not shown.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import Error as DatabaseFault
from django.utils import timezone

from starrating.db.unavailable import NotOnRecord, unavailable
from starrating.operations.models import Reading

# So many are deleted in one transaction.
_AT_ONCE = 5000


@dataclass
class Sitting:
    """What one person sees from signing in to signing out, known by ``key``; whether this request is on record."""

    key: str
    on_record: bool = False

    @property
    def digest(self) -> str:
        return hashlib.blake2b(self.key.encode(), digest_size=16).hexdigest()


class Shown(TypedDict):
    """Who is shown something (None: guardians by their code), of which school, and when (aware)."""

    by: AbstractBaseUser | None
    school_id: int | None
    at: dt.datetime


# Outside of requests and jobs it is one command.
_command = Sitting(f"command:{secrets.token_hex()}")
_sitting: ContextVar[Sitting | None] = ContextVar("sitting", default=None)


@contextmanager
def sitting(key: str) -> Iterator[Sitting]:
    """Mark what is shown inside as seen in one sitting; a request, a visit and a job wrap their work in it."""
    made = Sitting(key)
    token = _sitting.set(made)
    try:
        yield made
    finally:
        _sitting.reset(token)


def is_on_record() -> bool:
    """Tell whether anything has been put on record in this request."""
    return current().on_record


def current() -> Sitting:
    return _sitting.get() or _command


def record(what: str, key: object, student: int | None, shown: Shown) -> None:
    """Put on record that the object ``key`` of one pupil is shown at the address ``what``; once a sitting."""
    _write([_row(what, key, student, shown)])


def record_list(what: str, key: object, students: Iterable[int], shown: Shown) -> None:
    """Put on record that a list is shown, and each pupil of whom it says something; once a sitting each."""
    _write([_row(what, key, student, shown) for student in (None, *sorted(set(students)))])


def _row(what: str, key: object, student: int | None, shown: Shown) -> Reading:
    by = shown["by"]
    return Reading(
        account_id=by.pk if by is not None else None,
        school_id=shown["school_id"],
        what=what,
        object_key=str(key),
        student_key=student,
        at=shown["at"],
        sitting=current().digest,
    )


def _write(rows: list[Reading]) -> None:
    """Write what is not there yet. Raises :class:`NotOnRecord` where the database cannot be written right now."""
    try:
        Reading.objects.bulk_create(rows, ignore_conflicts=True)
    except DatabaseFault as error:
        if unavailable(error) is None:
            raise
        raise NotOnRecord(str(error)) from error
    current().on_record = True


def oldest_kept(at: dt.datetime) -> dt.datetime:
    """Give the moment before which readings are deleted: the beginning of a day, so that it is done once a day."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - dt.timedelta(days=settings.READINGS_DAYS)


def oldest(at: dt.datetime) -> dict[int, int | None]:
    """Give the school of some of the readings that need not be kept any longer, by key.

    Keys grow with time, so that they are found without looking at the others.
    """
    before = oldest_kept(at)
    rows = Reading.objects.order_by("pk").values_list("pk", "school_id", "at")[:_AT_ONCE]
    return {pk: school for pk, school, moment in rows if moment < before}
