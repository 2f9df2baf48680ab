"""The two questions, each on record in the audit before it is answered; and the end of what is old."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from starrating.operations import audit, readings
from starrating.operations.models import Reading
from students.models import School, Student, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


@transaction.atomic
def ask_who_saw(pupil: Student, since: dt.date, *, by: User, at: dt.datetime) -> QuerySet[Reading]:
    """Give who was shown something of ``pupil``, or of records joined to it, since that day, latest first.

    Raises :class:`Refused` unless ``by`` is an administrator of the school.
    """
    demand_school(standing_of(by, timezone.localdate(at)), "students:pupil_readings", pupil.school_id)
    new = {"since": since.isoformat()}
    audit.record("readings.pupil_asked", pupil, by=by, at=at, school_id=pupil.school_id, new=new)
    joined = Student.objects.filter(merged_into=pupil).values_list("pk", flat=True)
    return Reading.objects.of_pupils([pupil.pk, *joined]).since(_midnight(since))


@transaction.atomic
def ask_what_was_seen(account: User, since: dt.date, *, by: User, at: dt.datetime) -> QuerySet[Reading]:
    """Give what ``account`` was shown since that day, latest first; raises as :func:`ask_who_saw`."""
    demand_school(standing_of(by, timezone.localdate(at)), "students:account_readings", account.school_id or 0)
    new = {"since": since.isoformat()}
    audit.record("readings.account_asked", account, by=by, at=at, school_id=account.school_id, new=new)
    return Reading.objects.filter(account=account).since(_midnight(since))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


@transaction.atomic
def forget_oldest(*, at: dt.datetime) -> int:
    """Delete some thousands of the readings that need not be kept any longer, and record how many of each school."""
    lot = readings.oldest(at)
    Reading.objects.filter(pk__in=list(lot)).delete()
    keys = {key for key in lot.values() if key is not None}
    for school in School.objects.filter(pk__in=keys).order_by("pk"):
        new = {"readings": sum(key == school.pk for key in lot.values())}
        audit.record("readings.removed", school, by=None, at=at, school_id=school.pk, new=new)
    return len(lot)


def forget_due(*, at: dt.datetime) -> int:
    """Delete all of them; gives how many. Safe to repeat, and one look at one row where there are none."""
    gone = 0
    while lot := forget_oldest(at=at):
        gone += lot
    return gone
