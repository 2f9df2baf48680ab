"""Accounts of pupils: made for a class at once, found by the school number, closed when the pupil leaves."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from starrating.db.locks import lock
from starrating.operations import audit
from students.accounts.passwords import Slip, close, record_issued
from students.accounts.staff import free_name
from students.models import Enrolment, Movement, MovementKind, SchoolClass, Student, User
from students.permits.reach import demand_reach
from students.permits.roles import standing_of

LEAVING = (MovementKind.TRANSFER_OUT, MovementKind.SUSPENSION, MovementKind.GRADUATION)


def account_meant(typed: str) -> str:
    """Give the account name that somebody means: as typed, in another case, or of the only pupil with that number.

    One query whatever comes of it; where nobody is meant, or several are, what was typed comes back.
    """
    typed = typed.strip()
    mine = Q(username__iexact=typed) | Q(student__number=typed) | Q(student__number=typed.upper())
    rows = list(User.objects.filter(mine).order_by().values_list("username", "student__number")[:3])
    named = [username for username, _number in rows if username.casefold() == typed.casefold()]
    if not typed or named:
        return typed if typed in named or not named else named[0]
    exact = [username for username, number in rows if number == typed] or [username for username, _number in rows]
    return exact[0] if len(exact) == 1 else typed


def sign_in_names(users: Sequence[User]) -> dict[int, str]:
    """Say what each of these types to sign in: pupils their number, where it means no other account.

    Two queries.
    """
    numbers = {user.pk: user.student.number for user in users if user.student is not None}
    held = Counter(User.objects.filter(student__number__in=numbers.values()).values_list("student__number", flat=True))
    names = set(User.objects.filter(username__in=numbers.values()).values_list("username", flat=True))
    clear = {pk: number for pk, number in numbers.items() if held[number] == 1 and number not in names}
    return {user.pk: clear.get(user.pk, user.username) for user in users}


def accounts_of(school_class: SchoolClass, day: dt.date) -> QuerySet[User]:
    """Give the accounts of the pupils who sit in the class on ``day``, closed ones too, in seat order."""
    seats = Enrolment.objects.active_on(day).filter(school_class=school_class, student=OuterRef("student"))
    found = User.objects.filter(Exists(seats)).select_related("student", "school")
    return found.order_by(Subquery(seats.values("seat")[:1]).asc(nulls_last=True), "student__number")


def without_account(school_class: SchoolClass, day: dt.date) -> list[Student]:
    """Give the pupils who sit in the class on ``day`` and have no account yet, in seat order. One query."""
    seats = Enrolment.objects.of_class(school_class, day).filter(student__user__isnull=True)
    return [row.student for row in seats]


def new_accounts(school_class: SchoolClass, students: Iterable[Student]) -> list[User]:
    """Give unsaved accounts for these pupils, to draw one-time passwords for and to hand to :func:`make_accounts`."""
    code = school_class.school.code
    accounts = [
        User(
            school=school_class.school,
            student=student,
            username=f"{code}-{student.number}",
            name=student.name,
            initials=student.initials,
            must_change_password=True,
        )
        for student in students
    ]
    wanted = [user.username for user in accounts]
    taken = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    for user in accounts:
        # Codes and numbers of two schools may make the same name, for both may hold hyphens.
        user.username = free_name(user.username, taken, "-")
    return accounts


@transaction.atomic
def make_accounts(
    school_class: SchoolClass, slips: Sequence[Slip], *, day: dt.date, by: User, at: dt.datetime
) -> list[Slip]:
    """Keep the accounts of these slips; gives the slips of those who had none when it came to it.

    ``slips`` were drawn for :func:`new_accounts`, outside of the transaction. Raises :class:`Refused` unless ``by`` is
    the class's homeroom teacher or an administrator of its school.
    """
    demand_reach(standing_of(by, timezone.localdate(at)), "students:make_pupil_accounts", school_class)
    # The class's row is locked: the same click in two places makes each account once.
    lock(SchoolClass.objects.all()).get(pk=school_class.pk)
    lacking = {student.pk for student in without_account(school_class, day)}
    kept = [slip for slip in slips if slip.user.student_id in lacking]
    for slip in kept:
        slip.user.password = slip.encoded
        slip.user.password_issued_at = at
    users = User.objects.bulk_create([slip.user for slip in kept], batch_size=500)
    audit.record_all(
        audit.event_for(
            "account.created",
            user,
            by=by,
            at=at,
            school_id=school_class.school_id,
            new={"username": user.username, "name": user.name},
        )
        for user in users
    )
    record_issued(users, by=by, at=at)
    return kept


def close_accounts(students: Iterable[int], *, by: User | None, at: dt.datetime) -> int:
    """Close the accounts of pupils who leave, inside the verb that lets them go; gives how many were open.

    A pupil who comes back gets in with a new slip only. Nobody's rights are asked: the verb has done that.
    """
    users = list(lock(User.objects.all()).filter(student__in=list(students), is_active=True))
    close(users, by=by, at=at)
    return len(users)


@transaction.atomic
def close_if_gone(user: User, *, at: dt.datetime) -> bool:
    """Close the account of a pupil whose leaving was entered for a day that has come meanwhile; whether it was so."""
    if user.student_id is None:
        return False
    day = timezone.localdate(at)
    last = Movement.objects.current().of_place().filter(student=user.student_id, on__lte=day).last()
    here = Enrolment.objects.active_on(day).filter(student=user.student_id).exists()
    if last is None or last.kind not in LEAVING or here:
        return False
    close_accounts([user.student_id], by=None, at=at)
    return True
