"""Ending and beginning a pupil's place in a class; the verbs of movements call these inside their transaction."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Q, QuerySet

from students.models import Enrolment, GroupLeader, SchoolClass, Student, StudentGroup


def open_enrolment(student: Student) -> Enrolment | None:
    """The place without an end, with its class and group."""
    return _of(student).filter(ends_on__isnull=True).first()


def last_enrolment(student: Student) -> Enrolment | None:
    """The latest place, ended or not."""
    return _of(student).order_by("-starts_on", "-pk").first()


def begin(
    student: Student,
    school_class: SchoolClass,
    on: dt.date,
    *,
    seat: int | None = None,
    group: StudentGroup | None = None,
) -> Enrolment:
    """A place from ``on``, in that seat if it is free, else in the one after the last."""
    seat = _free_seat(school_class, on, seat)
    return Enrolment.objects.create(student=student, school_class=school_class, seat=seat, group=group, starts_on=on)


def end(enrolment: Enrolment, on: dt.date) -> None:
    """The place ends the day before ``on``, and so does leading a group of that class."""
    _end_leading(enrolment, on)
    enrolment.ends_on = on - dt.timedelta(days=1)
    enrolment.save(update_fields=["ends_on"])


def put_right(enrolment: Enrolment, school_class: SchoolClass, *, seat: int | None = None) -> None:
    """A place that was in the wrong class from its first day on."""
    _end_leading(enrolment, enrolment.starts_on)
    enrolment.seat = _free_seat(school_class, enrolment.starts_on, seat)
    enrolment.school_class, enrolment.group = school_class, None
    enrolment.save(update_fields=["school_class", "seat", "group"])


def _end_leading(enrolment: Enrolment, on: dt.date) -> None:
    leading = GroupLeader.objects.filter(
        student_id=enrolment.student_id, ends_on__isnull=True, group__school_class=enrolment.school_class_id
    )
    for row in leading:
        # A period of no day is not possible: who leads since today leads for today.
        row.ends_on = max(on - dt.timedelta(days=1), row.starts_on)
        row.save(update_fields=["ends_on"])


def _free_seat(school_class: SchoolClass, on: dt.date, wanted: int | None) -> int:
    in_class = Enrolment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), school_class=school_class)
    if wanted is not None and not in_class.filter(seat=wanted).exists():
        return wanted
    return (in_class.aggregate(last=Max("seat"))["last"] or 0) + 1


def _of(student: Student) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(student=student).select_related("school_class__school", "group")
