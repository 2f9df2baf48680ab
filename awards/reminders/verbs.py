"""What a school and a colleague say about reminders."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import CalendarAddress, Reminder, ReminderAddress, ReminderSettings, ReminderWay
from awards.reminders import texts
from awards.reminders.robots import demand_address
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


@dataclass(frozen=True)
class Wanted:
    """What the settings' form says. ``address`` empty keeps the robot's address and secret as they are."""

    service: str = ""
    address: str = ""
    secret: str = ""
    by_mail: bool = False
    from_hour: int = 7
    until_hour: int = 19


@transaction.atomic
def set_up(school: School, wanted: Wanted, *, by: User, at: dt.datetime) -> ReminderSettings:
    """Say where reminders go; no service and no e-mail turns them off.

    Raises :class:`Refused` for who may not, a robot of another service, hours out of order, and e-mail without a
    mail server.
    """
    demand_school(standing_of(by, timezone.localdate(at)), "awards:set_reminders", school.pk)
    lock(School.objects.all()).get(pk=school.pk)
    row = ReminderSettings.objects.filter(school=school).first() or ReminderSettings(school=school)
    old = _shown(row) if row.pk else {}
    _demand_possible(row, wanted)
    renewed = bool(wanted.service and wanted.address)
    if not wanted.service:
        row.address = row.secret = ""
    elif renewed:
        row.address, row.secret = wanted.address, wanted.secret
    row.service, row.by_mail = wanted.service, wanted.by_mail
    row.from_hour, row.until_hour = wanted.from_hour, wanted.until_hour
    row.save()
    new = _shown(row) | ({"new_address": True} if renewed else {})
    audit.record("reminder.settings", row, by=by, at=at, school_id=school.pk, old=old, new=new)
    return row


def _shown(row: ReminderSettings) -> dict[str, str | int | bool]:
    """Give what the record may keep: neither the robot's address nor its secret."""
    return {"service": row.service, "by_mail": row.by_mail, "from_hour": row.from_hour, "until_hour": row.until_hour}


def _demand_possible(row: ReminderSettings, wanted: Wanted) -> None:
    if wanted.service and wanted.address:
        demand_address(wanted.service, wanted.address)
    elif wanted.service and wanted.service != row.service:
        raise Refused(_("A group robot needs its address. Copy it from the group's settings."), code="no_address")
    if wanted.by_mail and not settings.EMAIL_HOST:
        raise Refused(
            _("This installation has no mail server. Ask whoever looks after it to set EMAIL_HOST and EMAIL_FROM."),
            code="no_mail",
        )
    if not 0 <= wanted.from_hour < wanted.until_hour <= 24:
        raise Refused(_("The hours must lie within one day, the first before the last."), code="hours")


@transaction.atomic
def try_robot(school: School, *, by: User, at: dt.datetime) -> Reminder:
    """Put a trial into the outbox; it goes out with the worker's next look. Raises :class:`Refused` without a robot."""
    demand_school(standing_of(by, timezone.localdate(at)), "awards:try_reminders", school.pk)
    row = ReminderSettings.objects.filter(school=school).exclude(service="").first()
    if row is None:
        raise Refused(_("No group robot is set up. Enter its address first."), code="off")
    message = Reminder.objects.create(
        school=school, way=ReminderWay.ROBOT, day=timezone.localdate(at), text=texts.trial(school.name), next_try_at=at
    )
    audit.record("reminder.tried", row, by=by, at=at, school_id=school.pk)
    return message


@transaction.atomic
def change_address(email: str, *, by: User, at: dt.datetime) -> None:
    """Set one's own e-mail address for reminders; an empty one takes it away. The record does not keep it."""
    had = ReminderAddress.objects.filter(user=by).first()
    if (had.email if had else "") == email:
        return
    if email:
        ReminderAddress.objects.update_or_create(user=by, defaults={"email": email})
    else:
        ReminderAddress.objects.filter(user=by).delete()
    old, new = {"has_address": had is not None}, {"has_address": bool(email)}
    audit.record("reminder.address", by, by=by, at=at, school_id=by.school_id, old=old, new=new)


@transaction.atomic
def make_calendar(*, by: User, at: dt.datetime) -> str:
    """Give one's own calendar a new address and return its secret part, kept nowhere; the one before is gone."""
    secret = secrets.token_urlsafe(24)
    CalendarAddress.objects.update_or_create(user=by, defaults={"digest": digest(secret), "made_at": at})
    audit.record("calendar.made", by, by=by, at=at, school_id=by.school_id)
    return secret


@transaction.atomic
def remove_calendar(*, by: User, at: dt.datetime) -> None:
    """Take one's own calendar address away; nothing happens where there is none."""
    if CalendarAddress.objects.filter(user=by).delete()[0]:
        audit.record("calendar.removed", by, by=by, at=at, school_id=by.school_id)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
