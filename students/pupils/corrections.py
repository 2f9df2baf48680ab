"""Putting movements and records right: a wrong day, and two records of one pupil. What was entered stays readable."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from starrating.texts.keeping import keep
from students.consents import photos
from students.models import Enrolment, Guardian, Movement, MovementKind, Photo, SchoolClass, Student, User
from students.permits.rows import MOVING_PUPILS
from students.pupils.enrolments import begin, end, last_enrolment, open_enrolment
from students.pupils.movements import (
    demand,
    demand_begun,
    demand_day,
    demand_ended,
    demand_open_grades,
    demand_open_term,
    locked,
    moved,
)

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def correct_day(movement: Movement, *, on: dt.date, reason: str, by: User, at: dt.datetime) -> Movement:
    """Enter a movement for another day: the enrolments are put right, a row that points at the wrong one is added.

    Raises :class:`Refused` without a reason, for a movement that is corrected already or is a joining of records, and
    where the new day would run into what came before or after.
    """
    student = movement.student
    demand(MOVING_PUPILS, student.school, by, at)
    student = locked(student)
    reason = demand_reason(reason)
    _demand_correctable(movement, on)
    demand_day(student.school, on, at)
    demand_open_term(student.school, min(on, movement.on))
    places = [movement.from_class, movement.to_class]
    demand_open_grades(min(on, movement.on), places, leaving=movement.to_class is None)
    _move_ends(movement, on)
    right = Movement.objects.create(
        student=student,
        kind=movement.kind,
        on=on,
        from_class_id=movement.from_class_id,
        to_class_id=movement.to_class_id,
        reason_kept=keep(reason, about=student.pk),
        # The same proof, and the same text: erased for the one row it is erased for both.
        proof_kept_id=movement.proof_kept_id,
        corrects=movement,
        by=by,
        at=at,
    )
    old, new = {"from": movement.on.isoformat()}, {"kind": movement.kind, "from": on.isoformat()}
    audit.record(
        "pupil.day_corrected", student, by=by, at=at, school_id=student.school_id, old=old, new=new, reason=reason
    )
    return right


@transaction.atomic
def merge(duplicate: Student, into: Student, *, on: dt.date, reason: str, by: User, at: dt.datetime) -> None:
    """Join two records of one pupil: ``duplicate`` is closed on ``on`` and points at ``into``, which goes on.

    ``into`` takes over the place in the class where it has none, the guardians, and the account where it has none.
    Consents are not taken over: they were given for the record they name, and can be given again; a photo kept by one
    of them goes.
    Raises :class:`Refused` without a reason, for who may not, for records of two schools and for one joined already.
    """
    demand(MOVING_PUPILS, into.school, by, at)
    if duplicate.pk == into.pk or duplicate.school_id != into.school_id:
        raise Refused(_("Choose two records of this school."), code="same")
    # In the order of their keys, so that two who join the same pair do not wait for each other.
    rows = {row.pk: locked(row) for row in sorted((duplicate, into), key=lambda row: row.pk)}
    duplicate, into = rows[duplicate.pk], rows[into.pk]
    for row in (duplicate, into):
        if row.merged_into_id is not None:
            raise Refused(
                _("%(number)s has been joined to another already. Choose the record that is still in use.")
                % {"number": row.number},
                code="merged",
            )
    reason = demand_reason(reason)
    demand_day(into.school, on, at)
    _join_places(duplicate, into, on, reason, by=by, at=at)
    _join_people(duplicate, into)
    for photo in Photo.objects.filter(student=duplicate):
        photos.discard(photo)
    duplicate.merged_into = into
    duplicate.save(update_fields=["merged_into"])
    new = {"into": into.pk}
    audit.record("pupil.merged", duplicate, by=by, at=at, school_id=into.school_id, new=new, reason=reason)


def _demand_correctable(movement: Movement, on: dt.date) -> None:
    if Movement.objects.filter(corrects=movement).exists():
        raise Refused(_("This day has been corrected already. Correct the latest one in the list."), code="twice")
    if movement.kind == MovementKind.MERGED:
        raise Refused(_("The day of joining two records cannot be corrected. Leave it as it is."), code="merged")
    if on == movement.on:
        raise Refused(_("This is the day on record already. Give the day that is right."), code="same")


def _move_ends(movement: Movement, on: dt.date) -> None:
    """Let the place left end, and the place entered begin, by the other day."""
    rows = Enrolment.objects.filter(student=movement.student_id)
    left = _found(rows.filter(ends_on=movement.on - ONE_DAY), movement.from_class)
    entered = _found(rows.filter(starts_on=movement.on), movement.to_class)
    others = rows.exclude(pk__in=[row.pk for row in (left, entered) if row is not None])
    if left is not None:
        _demand_free(others, left.starts_on, on - ONE_DAY)
        left.ends_on = on - ONE_DAY
        left.save(update_fields=["ends_on"])
    if entered is not None:
        _demand_free(others, on, entered.ends_on)
        entered.starts_on = on
        entered.save(update_fields=["starts_on"])


def _found(rows: QuerySet[Enrolment], school_class: SchoolClass | None) -> Enrolment | None:
    if school_class is None:
        return None
    row = rows.filter(school_class=school_class).first()
    if row is None:
        raise Refused(
            _("The pupil's places have changed since; correct the later enrolment change first."), code="changed"
        )
    return row


def _demand_free(others: QuerySet[Enrolment], first: dt.date, last: dt.date | None) -> None:
    """Raise :class:`Refused` unless the days are free; ``last`` None: from ``first`` on for good."""
    if last is not None and last < first:
        raise Refused(_("The pupil was not there long enough; choose another day."), code="day")
    overlapping = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    if last is not None:
        overlapping = overlapping.filter(starts_on__lte=last)
    if overlapping.exists():
        raise Refused(_("On this day the pupil was in another place; choose another day."), code="day")


def _join_places(duplicate: Student, into: Student, on: dt.date, reason: str, *, by: User, at: dt.datetime) -> None:
    old, own = open_enrolment(duplicate), last_enrolment(into)
    demand_open_grades(on, [row.school_class for row in (old, own) if row is not None])
    if old is None:
        moved(duplicate, MovementKind.MERGED, on, reason=reason, by=by, at=at)
        return
    demand_begun(old, on)
    end(old, on)
    moved(duplicate, MovementKind.MERGED, on, from_class=old.school_class, reason=reason, by=by, at=at)
    if own is None or own.ends_on is not None:
        demand_ended(own, on)
        begin(into, old.school_class, on, seat=old.seat, group=old.group)
        moved(into, MovementKind.MERGED, on, to_class=old.school_class, reason=reason, by=by, at=at)


def _join_people(duplicate: Student, into: Student) -> None:
    Guardian.objects.bulk_create(
        (Guardian(student=into, name=row.name, phone=row.phone) for row in Guardian.objects.filter(student=duplicate)),
        ignore_conflicts=True,
    )
    account = User.objects.filter(student=duplicate).first()
    if account is None:
        return
    if User.objects.filter(student=into).exists():
        account.is_active = False
        account.save(update_fields=["is_active"])
    else:
        account.student = into
        account.save(update_fields=["student"])
