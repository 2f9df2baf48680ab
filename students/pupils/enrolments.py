"""Ending and beginning a pupil's place in a class; the verbs of movements call these inside their transaction."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Max, Q, QuerySet

from students.models import CommitteeMember, Enrolment, GroupLeader, SchoolClass, Student, StudentGroup

Office = TypeVar("Office", GroupLeader, CommitteeMember)


def open_enrolment(student: Student) -> Enrolment | None:
    """Give the place without an end, with its class and group."""
    return _of(student).filter(ends_on__isnull=True).first()


def last_enrolment(student: Student) -> Enrolment | None:
    """Give the latest place, ended or not."""
    return _of(student).order_by("-starts_on", "-pk").first()


def begin(
    student: Student,
    school_class: SchoolClass,
    on: dt.date,
    *,
    seat: int | None = None,
    group: StudentGroup | None = None,
) -> Enrolment:
    """Begin a place from ``on``, in that seat if it is free, else in the one after the last."""
    seat = _free_seat(school_class, on, seat)
    return Enrolment.objects.create(student=student, school_class=school_class, seat=seat, group=group, starts_on=on)


def end(enrolment: Enrolment, on: dt.date) -> None:
    """End the place the day before ``on``, and with it leading a group of the class and a seat on its committee."""
    end_offices({enrolment.student_id: on})
    enrolment.ends_on = on - dt.timedelta(days=1)
    enrolment.save(update_fields=["ends_on"])


def put_right(enrolment: Enrolment, school_class: SchoolClass, *, seat: int | None = None) -> None:
    """Put right a place that was in the wrong class from its first day on."""
    end_offices({enrolment.student_id: enrolment.starts_on})
    enrolment.seat = _free_seat(school_class, enrolment.starts_on, seat)
    enrolment.school_class, enrolment.group = school_class, None
    enrolment.save(update_fields=["school_class", "seat", "group"])


def end_offices(left: Mapping[int, dt.date]) -> list[GroupLeader | CommitteeMember]:
    """End what leavers of a class held, by pupil's key with the first day away: a group to lead, a committee seat.

    Gives what has ended. Two statements, and one more for each kind of office that ends.
    """
    if not left:
        return []
    leading = list(GroupLeader.objects.filter(student__in=left, ends_on__isnull=True))
    GroupLeader.objects.bulk_update(_ended(leading, left), ["ends_on"], batch_size=500)
    seats = list(CommitteeMember.objects.filter(student__in=left, ends_on__isnull=True))
    CommitteeMember.objects.bulk_update(_ended(seats, left), ["ends_on"], batch_size=500)
    return [*leading, *seats]


def _ended(rows: list[Office], left: Mapping[int, dt.date]) -> list[Office]:
    for row in rows:
        # A period of no day is not possible: who leads since today leads for today.
        row.ends_on = max(left[row.student_id] - dt.timedelta(days=1), row.starts_on)
    return rows


def _free_seat(school_class: SchoolClass, on: dt.date, wanted: int | None) -> int:
    in_class = Enrolment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), school_class=school_class)
    if wanted is not None and not in_class.filter(seat=wanted).exists():
        return wanted
    return (in_class.aggregate(last=Max("seat"))["last"] or 0) + 1


def _of(student: Student) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(student=student).select_related("school_class__school", "group")
