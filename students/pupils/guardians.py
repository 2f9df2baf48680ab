"""Guardians' phone numbers: masked on every page; who asks for one says what for, and that is recorded first."""

import datetime as dt
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _, pgettext_lazy

from starrating.operations import audit
from starrating.refused import Refused
from students.models import Guardian, SchoolClass, Student, User
from students.permits.reach import class_today, demand_pupil, reach_of
from students.permits.roles import Standing

ACTION = "students:guardian_phone"
# What stays readable at either end of a number; of a short one only the end.
_HEAD, _TAIL, _SHORT = 3, 4, 8


class PhoneReason(models.TextChoices):
    """What a guardian is called for."""

    ILL = "ill", pgettext_lazy("what a guardian is called for", "The pupil is ill or hurt")
    TALK = "talk", pgettext_lazy("what a guardian is called for", "A talk about the pupil")
    STARS = "stars", pgettext_lazy("what a guardian is called for", "Stars, a deduction or an objection")
    CHECK = "check", pgettext_lazy("what a guardian is called for", "To check the number itself")


def masked(phone: str) -> str:
    """Mask a number: ``139****0000`` for ``13900000000``; empty stays empty."""
    if not phone:
        return ""
    head = _HEAD if len(phone) > _SHORT else 0
    return f"{phone[:head]}****{phone[-_TAIL:] if len(phone) > _TAIL else ''}"


@dataclass(frozen=True)
class Contact:
    """A guardian as a page shows one: the number masked, empty where none is known."""

    pk: int
    name: str
    phone: str


def contacts(student: Student, standing: Standing, day: dt.date) -> list[Contact]:
    """Give the pupil's guardians for who may ask for their numbers; none for others. Two queries."""
    if not may_read(standing, class_today(student, day)):
        return []
    rows = Guardian.objects.filter(student=student).order_by("pk")
    return [Contact(row.pk, row.name, masked(row.phone)) for row in rows]


def may_read(standing: Standing, school_class: SchoolClass | None) -> bool:
    """Tell whether the block of guardians belongs on the page of a pupil of that class."""
    reach = reach_of(standing, ACTION)
    return reach.whole_school if school_class is None else reach.holds(school_class)


@transaction.atomic
def read_phone(guardian: Guardian, reason: PhoneReason, *, by: User, at: dt.datetime) -> str:
    """Give the number, once it is recorded who asked for it and what for.

    Raises :class:`Refused` unless ``by`` is homeroom teacher of the pupil's class, office or administrator on that
    day, and where no number is known.
    """
    student = Student.objects.select_related("school").get(pk=guardian.student_id)
    demand_pupil(student, ACTION, by=by, at=at)
    if not guardian.phone:
        raise Refused(
            _("No phone number is known. Import the roster with the guardians' numbers to add it."), code="none"
        )
    new = {"guardian": guardian.name, "phone": masked(guardian.phone), "why": reason.value}
    audit.record("guardian.phone_read", guardian, by=by, at=at, school_id=student.school_id, new=new)
    return guardian.phone
