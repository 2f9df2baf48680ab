"""Who teaches which class: one task at a time, by hand; a whole school's tasks come with the import."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.days import short_day
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, SchoolClass, Staffing, StaffingRole, Subject, User
from students.permits.school_roles import demand_administrator, demand_can_end, demand_period, demand_staff, overlapping


@transaction.atomic
def assign_homeroom(
    school_class: SchoolClass,
    user: User,
    *,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Staffing:
    """Name the class's new homeroom teacher, whose predecessor ends the day before (接任).

    With ``ends_on`` it is a substitute, beside whom the regular teacher stays (代理).

    Raises :class:`Refused` unless ``by`` is an administrator, when ``user`` has the task in that time already, and
    when the predecessor would not have held the task for a day in the past.
    """
    school = _demand("students:assign_homeroom", school_class, user, starts_on, ends_on, by, at)
    tasks = Staffing.objects.filter(school_class=school_class, role=StaffingRole.HOMEROOM)
    _demand_new(tasks.filter(user=user).filter(overlapping(starts_on, ends_on)).exists(), user)
    before = tasks.filter(ends_on__isnull=True).select_related("user").first() if ends_on is None else None
    if before is not None:
        _end_before(before, starts_on, timezone.localdate(at))
    row = Staffing.objects.create(
        user=user, school_class=school_class, role=StaffingRole.HOMEROOM, starts_on=starts_on, ends_on=ends_on
    )
    old = {"teacher": before.user.username} if before else {}
    _record("task.assigned", row, school, by, at, old=old)
    return row


@transaction.atomic
def assign_subject(
    school_class: SchoolClass,
    user: User,
    subject: Subject,
    *,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Staffing:
    """Name one more teacher of a subject in a class; whoever teaches it already goes on until :func:`end_task`.

    Raises :class:`Refused` unless ``by`` is an administrator, and when ``user`` has the task in that time already.
    """
    school = _demand("students:assign_subject", school_class, user, starts_on, ends_on, by, at)
    if subject.school_id != school.pk:
        raise Refused(_("This is not a subject of the school. Choose one of the list."), code="subject")
    tasks = Staffing.objects.filter(school_class=school_class, subject=subject, user=user)
    _demand_new(tasks.filter(overlapping(starts_on, ends_on)).exists(), user)
    row = Staffing.objects.create(
        user=user,
        school_class=school_class,
        role=StaffingRole.SUBJECT,
        subject=subject,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _record("task.assigned", row, school, by, at)
    return row


@transaction.atomic
def end_task(task: Staffing, *, ends_on: dt.date, by: User, at: dt.datetime) -> None:
    """End a task; ``ends_on`` is the last day.

    A task that began today or later can end the day before: then it goes without having held. Raises :class:`Refused`
    unless ``by`` is an administrator, and when it ends by then already.
    """
    school = demand_administrator(by, task.school_class.school, at, "students:end_task")
    found = lock(Staffing.objects.all()).select_related("user", "subject", "school_class")
    row = found.filter(pk=task.pk).first()
    if row is None:
        raise Refused(_("This has been ended already. Load the page again."), code="ended")
    old = {"until": row.ends_on.isoformat() if row.ends_on else ""}
    vanishes = demand_can_end(row.starts_on, row.ends_on, ends_on, timezone.localdate(at))
    row.ends_on = ends_on
    _record("task.ended", row, school, by, at, old=old)
    if vanishes:
        row.delete()
    else:
        row.save(update_fields=["ends_on"])


def _demand(
    action: str,
    school_class: SchoolClass,
    user: User,
    starts_on: dt.date,
    ends_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> School:
    school = demand_administrator(by, school_class.school, at, action)
    demand_staff(User.objects.get(pk=user.pk), school)
    demand_period(starts_on, ends_on)
    return school


def _demand_new(held: bool, user: User) -> None:
    if held:
        raise Refused(
            _("%(name)s has this task in that time already. Nothing needs to be added.") % {"name": user.name},
            code="twice",
        )


def _end_before(task: Staffing, starts_on: dt.date, today: dt.date) -> None:
    """End the predecessor's task the day before; one who was named today, or for later, is put right in place."""
    if task.starts_on < starts_on:
        task.ends_on = starts_on - dt.timedelta(days=1)
        task.save(update_fields=["ends_on"])
    elif task.starts_on == starts_on >= today:
        task.delete()
    else:
        values = {"name": task.user.name, "day": short_day(task.starts_on)}
        sentence = _("%(name)s has been homeroom teacher since %(day)s; the change must come after that day.")
        raise Refused(sentence % values, code="period")


def _record(
    action: str, row: Staffing, school: School, by: User, at: dt.datetime, *, old: dict[str, str] | None = None
) -> None:
    new = {
        "teacher": row.user.username,
        "task": row.subject.name if row.subject else str(row.role),
        "from": row.starts_on.isoformat(),
        "until": row.ends_on.isoformat() if row.ends_on else "",
    }
    audit.record(action, row.school_class, by=by, at=at, school_id=school.pk, old=old, new=new)
