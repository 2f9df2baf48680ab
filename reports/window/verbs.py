"""The window turned on and off, its codes made and revoked. What is off, over or revoked opens nothing from then on."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Window, WindowCode
from awards.models.window import MOST_DAYS
from reports.window.codes import digest, draw
from reports.window.roster import WindowPlace, places_of
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, SchoolClass, Student, User
from students.permits.reach import demand_pupil, demand_reach, demand_school
from students.permits.roles import standing_of

CHANGE = "reports:window_change"
PRINT = "reports:window_print"
REVOKE_CLASS = "reports:window_revoke_class"
REVOKE = "reports:window_revoke"


@dataclass(frozen=True)
class Slip:
    """A code as it is handed out; it is kept nowhere and cannot be printed again."""

    place: WindowPlace
    until: dt.date
    code: str = field(repr=False)


def encrypted_address() -> str:
    """Give where guardians reach the window. Raises :class:`Refused` unless it is reached over TLS."""
    if not settings.PUBLIC_ADDRESS.startswith("https://"):
        raise Refused(
            _(
                "The window is opened over an encrypted connection only. Have whoever looks after the server set "
                "PUBLIC_ADDRESS to an address that begins with https://."
            ),
            code="tls",
        )
    return f"{settings.PUBLIC_ADDRESS}{reverse('reports:window_door')}"


@transaction.atomic
def change(school: School, *, is_on: bool, days: int, by: User, at: dt.datetime) -> Window:
    """Turn the window on or off, and say for how many days a code is good; codes already handed out keep their day.

    Raises :class:`Refused` for who is no administrator, for days out of bounds, and without an encrypted address.
    """
    demand_school(standing_of(by, timezone.localdate(at)), CHANGE, school.pk)
    if not 1 <= days <= MOST_DAYS:
        sentence = _("Choose a number of days from 1 to %(most)d.")
        raise Refused(sentence % {"most": MOST_DAYS}, code="days")
    if is_on:
        encrypted_address()
    row, _made = lock(Window.objects.all()).get_or_create(school=school)
    old, new = {"on": row.is_on, "days": row.days}, {"on": is_on, "days": days}
    if old == new:
        return row
    row.is_on, row.days = is_on, days
    row.save(update_fields=["is_on", "days"])
    audit.record("window.changed", row, by=by, at=at, school_id=school.pk, old=old, new=new)
    return row


@transaction.atomic
def issue(school_class: SchoolClass, *, only: int | None = None, by: User, at: dt.datetime) -> list[Slip]:
    """Make a code for each pupil of a class whose guardian agrees, or for the one with the key ``only``.

    A new code takes the place of the one before, which opens nothing any more. Raises :class:`Refused` for who has no
    such class, while the window is off or not encrypted, and where nobody can get one.
    """
    day = timezone.localdate(at)
    demand_reach(standing_of(by, day), PRINT, school_class)
    encrypted_address()
    # Of two who print at once the second takes the place of the first, whole.
    window = lock(Window.objects.filter(school=school_class.school_id, is_on=True)).first()
    if window is None:
        raise Refused(_("The guardian's window is off. The administrator turns it on in the settings."), code="off")
    places = [place for place in places_of(school_class, day) if place.is_ready and only in (None, place.student.pk)]
    if not places:
        raise Refused(_("Nobody here can get a code: record first which guardians agree to the window."), code="nobody")
    _let_go([place.student.pk for place in places], at)
    until = day + dt.timedelta(days=window.days)
    slips = [Slip(place, until, draw()) for place in places]
    rows = WindowCode.objects.bulk_create(
        WindowCode(student=slip.place.student, digest=digest(slip.code), until=until, issued_by=by, issued_at=at)
        for slip in slips
    )
    _record("window.code_made", rows, by=by, at=at, school_id=school_class.school_id)
    return slips


@transaction.atomic
def revoke_class(school_class: SchoolClass, *, by: User, at: dt.datetime) -> int:
    """Revoke the codes of all who sit in a class; gives how many there were."""
    day = timezone.localdate(at)
    demand_reach(standing_of(by, day), REVOKE_CLASS, school_class)
    return _revoked([place.student.pk for place in places_of(school_class, day)], school_class.school_id, by=by, at=at)


@transaction.atomic
def revoke(student: Student, *, by: User, at: dt.datetime) -> int:
    """Revoke the code of one pupil; whoever is looking sees nothing from the next page on."""
    demand_pupil(student, REVOKE, by=by, at=at)
    return _revoked([student.pk], student.school_id, by=by, at=at)


def _revoked(students: list[int], school_id: int, *, by: User, at: dt.datetime) -> int:
    rows = list(lock(WindowCode.objects.in_force().filter(student__in=students)))
    _let_go([row.student_id for row in rows], at)
    _record("window.code_revoked", rows, by=by, at=at, school_id=school_id)
    return len(rows)


def _let_go(students: list[int], at: dt.datetime) -> None:
    WindowCode.objects.in_force().filter(student__in=students).update(revoked_at=at)


def _record(action: str, rows: list[WindowCode], *, by: User, at: dt.datetime, school_id: int) -> None:
    audit.record_all(audit.event_for(action, row, by=by, at=at, school_id=school_id) for row in rows)
