"""Whose pupil somebody is today: what verbs about one pupil ask first."""

import datetime as dt

from django.utils import timezone

from students.models import Enrolment, SchoolClass, Student, User
from students.permits.reach import demand_reach, demand_school
from students.permits.roles import standing_of


def class_today(student: Student, day: dt.date) -> SchoolClass | None:
    """Find the class where the pupil sits on ``day``; None for one who has left."""
    place = Enrolment.objects.active_on(day).filter(student=student).select_related("school_class").first()
    return place.school_class if place else None


def demand_pupil(student: Student, action: str, *, by: User, at: dt.datetime) -> None:
    """Raise :class:`Refused` unless ``by`` reaches the pupil's class at that address; who has left is the school's."""
    day = timezone.localdate(at)
    standing = standing_of(by, day)
    school_class = class_today(student, day)
    if school_class is None:
        demand_school(standing, action, student.school_id)
    else:
        demand_reach(standing, action, school_class)
