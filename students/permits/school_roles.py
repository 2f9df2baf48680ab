"""Office and administrator: who holds a role of the school, from when until when."""

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.days import short_day
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, SchoolRole, SchoolRoleKind, SignIn, User
from students.permits.reach import demand_school, permit_for
from students.permits.refusals import not_yours_at
from students.permits.roles import standing_of


def demand_administrator(by: User, school: School | None, at: dt.datetime, action: str = "students:account") -> School:
    """Lock ``school`` and give it: people are changed one after the other.

    Raises :class:`Refused` unless ``by`` reaches all of it at the address ``action`` on that day.
    """
    if school is None:
        raise not_yours_at(permit_for(action))
    demand_school(standing_of(by, timezone.localdate(at)), action, school.pk)
    return lock(School.objects.all()).get(pk=school.pk)


def demand_staff(user: User, school: School) -> None:
    """Raise :class:`Refused` for an account of another school, of a pupil, or one that is deactivated."""
    if user.school_id != school.pk or user.student_id is not None:
        raise Refused(
            _("This is not an account of the school's staff. Choose somebody on the staff."), code="not_staff"
        )
    if not user.is_active:
        raise Refused(
            _("The account of %(name)s is deactivated. Ask the administrator to reactivate it first.")
            % {"name": user.name},
            code="inactive",
        )


def demand_another_administrator(user: User, school: School, day: dt.date) -> None:
    """Raise :class:`Refused` when nobody but ``user`` can sign in and administer the school with no end in sight."""
    others = SchoolRole.objects.active_on(day).filter(
        role=SchoolRoleKind.ADMINISTRATOR, ends_on__isnull=True, user__school=school, user__is_active=True
    )
    # An account without a password lets nobody in, and the one to issue it would be missing.
    no_password = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not others.exclude(user=user).exclude(no_password).exists():
        sentence = _("A school needs an administrator who can sign in. Make somebody else one first.")
        raise Refused(sentence, code="last_administrator")


def demand_period(starts_on: dt.date, ends_on: dt.date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day is before the first day. Correct one of the two."), code="period")


def overlapping(starts_on: dt.date, ends_on: dt.date | None) -> Q:
    """Select rows whose period shares a day with this one; no end is for ever."""
    runs_on = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    return runs_on if ends_on is None else runs_on & Q(starts_on__lte=ends_on)


def demand_can_end(starts_on: dt.date, held_until: dt.date | None, ends_on: dt.date, today: dt.date) -> bool:
    """Tell whether a period that ends on ``ends_on`` would vanish, as it has not held for a whole day.

    Raises :class:`Refused` when it ends by then already (``held_until``) or would end before it began.
    """
    if held_until is not None and held_until <= ends_on:
        raise Refused(
            _("This ends on %(day)s already. Choose an earlier day.") % {"day": short_day(held_until)}, code="ended"
        )
    if ends_on >= starts_on:
        return False
    if starts_on < today:
        raise Refused(_("The last day is before the first day. Correct one of the two."), code="period")
    return True


@transaction.atomic
def grant_role(
    user: User, role: SchoolRoleKind, *, starts_on: dt.date, by: User, at: dt.datetime, ends_on: dt.date | None = None
) -> SchoolRole:
    """Make somebody of the staff office or administrator, who signs in anew.

    Raises :class:`Refused` unless ``by`` is an administrator, and when the role is held in that time already.
    """
    school = demand_administrator(by, user.school, at, "students:grant_role")
    user = lock(User.objects.all()).get(pk=user.pk)
    demand_staff(user, school)
    demand_period(starts_on, ends_on)
    if SchoolRole.objects.filter(overlapping(starts_on, ends_on), user=user, role=role).exists():
        raise Refused(_("This account has this role in that time already. Nothing needs to be added."), code="twice")
    row = SchoolRole.objects.create(user=user, role=role, starts_on=starts_on, ends_on=ends_on)
    _sign_out(user, by)
    audit.record("role.granted", user, by=by, at=at, school_id=school.pk, new=_told(row))
    return row


@transaction.atomic
def end_role(row: SchoolRole, *, ends_on: dt.date, by: User, at: dt.datetime) -> None:
    """End a role and the holder's sessions; ``ends_on`` is the last day. The last administrator stays.

    A role that began today or later can end the day before: then it goes without having held.
    """
    school = demand_administrator(by, row.user.school, at, "students:end_role")
    found = lock(SchoolRole.objects.all()).select_related("user").filter(pk=row.pk).first()
    if found is None:
        raise Refused(_("This has been ended already. Load the page again."), code="ended")
    today = timezone.localdate(at)
    vanishes = demand_can_end(found.starts_on, found.ends_on, ends_on, today)
    if found.role == SchoolRoleKind.ADMINISTRATOR and found.user.is_active:
        demand_another_administrator(found.user, school, today)
    old = _told(found)
    if vanishes:
        found.delete()
    else:
        found.ends_on = ends_on
        found.save(update_fields=["ends_on"])
    _sign_out(found.user, by)
    new = {"role": found.role, "until": ends_on.isoformat()}
    audit.record("role.ended", found.user, by=by, at=at, school_id=school.pk, old=old, new=new)


def _sign_out(user: User, by: User) -> None:
    """End the sessions of somebody who is more or less than at sign-in; who changes the own roles stays."""
    if user.pk != by.pk:
        SignIn.objects.filter(user=user).end()


def _told(row: SchoolRole) -> dict[str, object]:
    return {
        "role": str(row.role),
        "from": row.starts_on.isoformat(),
        "until": row.ends_on.isoformat() if row.ends_on else "",
    }
