"""Accounts: one-time passwords, their reset, and the change to a password of one's own."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import Enrolment, KnownDevice, School, SchoolRole, SchoolRoleKind, User
from students.names.pinyin import full_pinyin
from students.permits.reach import reach_of
from students.permits.roles import Role, Standing, standing_of
from students.sessions import attempts, sign_ins
from students.sessions.one_time import one_time_password, pupil_password

_PASSWORD_FIELDS = ["password", "must_change_password", "password_issued_at", "is_active"]


@dataclass(frozen=True)
class Slip:
    """One person's account with its one-time password in plain text: shown once, kept nowhere."""

    user: User
    password: str = field(repr=False)
    encoded: str = field(repr=False)


def staff_accounts(school: School) -> QuerySet[User]:
    """Give the active accounts of a school's staff, by name."""
    return User.objects.filter(school=school, student__isnull=True, is_active=True).order_by("name", "username")


def resettable(school: School, standing: Standing, day: dt.date) -> QuerySet[User]:
    """Give the accounts whose password somebody of this standing may issue anew, of staff and of pupils."""
    staff = resettable_staff(school, standing, day).values("pk")
    return User.objects.filter(Q(pk__in=staff) | Q(pk__in=resettable_pupils(school, standing, day).values("pk")))


def in_pinyin_order(accounts: Iterable[User]) -> list[User]:
    """Order people as a list of names is read in China, and as slips are handed out from it."""
    return sorted(accounts, key=lambda user: (full_pinyin(user.name)[:1], user.name, user.username))


def resettable_staff(school: School, standing: Standing, day: dt.date) -> QuerySet[User]:
    """Give the staff's accounts that somebody may reset: the administrator all, others none.

    The office has all but the administrators', since it could otherwise make itself one.
    """
    accounts = staff_accounts(school)
    if Role.ADMINISTRATOR in standing.school_roles:
        return accounts
    if Role.OFFICE not in standing.school_roles:
        return accounts.none()
    held = SchoolRole.objects.active_on(day).filter(role=SchoolRoleKind.ADMINISTRATOR)
    return accounts.exclude(pk__in=held.values("user_id")).exclude(is_superuser=True)


def resettable_pupils(school: School, standing: Standing, day: dt.date) -> QuerySet[User]:
    """Give pupils' accounts to reset: office and administrator all, a homeroom teacher those in the class on ``day``.

    A closed account is among them where its pupil sits in a class again: the new slip opens it.
    """
    reach = reach_of(standing, "students:pupil_passwords")
    seats = Enrolment.objects.active_on(day).filter(student=OuterRef("student"))
    sits_here = Exists(seats.filter(reach.within("school_class")))
    pupils = User.objects.filter(school=school, student__isnull=False)
    if reach.school_id != school.pk:
        return pupils.none()
    return pupils.filter(sits_here | Q(is_active=True) if reach.whole_school else sits_here)


def draw_slips(users: Sequence[User]) -> list[Slip]:
    """Draw passwords for these people, not in force yet; hashing is slow by intent, so do it outside a transaction."""
    passwords = [one_time_password() if user.student_id is None else pupil_password() for user in users]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        encoded = pool.map(make_password, passwords)
        return [Slip(*slip) for slip in zip(users, passwords, encoded, strict=True)]


def issue_passwords(
    users: Sequence[User], *, by: User | None, at: dt.datetime, slips: Sequence[Slip] | None = None
) -> list[Slip]:
    """Give each account a one-time password that must be changed at the first sign-in; gives the slips to print.

    ``by`` is ``None`` where the program itself sets a school up. ``slips`` come from :func:`draw_slips` if drawn
    before. Raises :class:`Refused` for an account that ``by`` may not reset. Sessions under the old password end.
    """
    drawn = list(slips) if slips is not None else draw_slips(users)
    _put_in_force(drawn, by=by, at=at)
    return drawn


@transaction.atomic
def _put_in_force(slips: Sequence[Slip], *, by: User | None, at: dt.datetime) -> None:
    encoded = {slip.user.pk: slip.encoded for slip in slips}
    users = list(lock(User.objects.all()).filter(pk__in=encoded))
    _demand(users, by, at)
    closed = [user for user in users if not user.is_active]
    for user in users:
        user.password = encoded[user.pk]
        user.must_change_password = True
        user.password_issued_at = at
        user.is_active = True
    User.objects.bulk_update(users, _PASSWORD_FIELDS, batch_size=500)
    audit.record_all(
        audit.event_for("account.reactivated", user, by=by, at=at, school_id=user.school_id) for user in closed
    )
    record_issued(users, by=by, at=at)
    sign_ins.drop(users)
    # Whoever was slowed down by wrong passwords may come in with the new one at once.
    attempts.forget_everywhere([user.username for user in users])


def record_issued(users: Sequence[User], *, by: User | None, at: dt.datetime) -> None:
    """Record that one-time passwords were issued: whose, never which."""
    audit.record_all(audit.event_for("password.issued", user, by=by, at=at, school_id=user.school_id) for user in users)


def close(users: Sequence[User], *, by: User | None, at: dt.datetime) -> None:
    """Close these accounts, for verbs that have locked them: they open again only with a new slip."""
    for user in users:
        user.is_active = False
        # Sessions hang on the password: without it, no old one comes alive again with the account.
        user.set_unusable_password()
        user.must_change_password = True
        user.password_issued_at = None
    User.objects.bulk_update(users, _PASSWORD_FIELDS, batch_size=500)
    sign_ins.drop(users)
    KnownDevice.objects.filter(user__in=[user.pk for user in users]).delete()
    audit.record_all(
        audit.event_for("account.deactivated", user, by=by, at=at, school_id=user.school_id) for user in users
    )


def _demand(users: Sequence[User], by: User | None, at: dt.datetime) -> None:
    if by is None:
        return
    day = timezone.localdate(at)
    allowed: set[int] = set()
    if by.school is not None:
        mine = resettable(by.school, standing_of(by, day), day)
        allowed = set(mine.filter(pk__in=[user.pk for user in users]).values_list("pk", flat=True))
    if any(user.pk not in allowed for user in users):
        raise Refused(
            _(
                "You cannot give this account a new password. Teachers do it for the pupils of their "
                "class, the administrator for the staff."
            ),
            code="not_allowed",
        )


@transaction.atomic
def change_password(user: User, password: str, *, this: str | None = None, at: dt.datetime) -> None:
    """Keep a password of one's own choice, which the form has checked; every session but ``this`` ends."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    sign_ins.drop([user], but=this)
    audit.record("password.changed", user, by=user, at=at, school_id=user.school_id)
