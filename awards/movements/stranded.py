"""Movements seen from the sheets: whoever is moved must not be left standing on a sheet that is closed (A43, A44)."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from awards.models import ENTRY_STATES, ClassRound, Nomination
from starrating.db.locks import lock
from starrating.joiners import in_a_row
from starrating.operations import audit
from starrating.refused import Refused
from students.models import Enrolment, Student, User

T = TypeVar("T")


class StandsOnSheets(Refused):
    """The movement would leave the pupil standing on these sheets; it needs a confirmation."""

    def __init__(self, sheets: list[ClassRound]) -> None:
        self.sheets = sheets
        names = in_a_row(sheet.name for sheet in sheets)
        sentence = _("The pupil is on sheets of a class left by then: %(sheets)s. The stars would stay there.")
        super().__init__(sentence % {"sheets": names}, code="sheets")


def stranded(student: Student) -> list[ClassRound]:
    """Find the sheets no longer in entry that name a pupil who was not in the class on the round's last day."""
    sheets = _naming(student).exclude(state__in=ENTRY_STATES).select_related("round__term", "school_class__school")
    return [sheet for sheet in sheets.order_by("pk") if not _was_in(student, sheet)]


def _naming(student: Student) -> QuerySet[ClassRound]:
    lines = Nomination.objects.placed().filter(class_round=OuterRef("pk"), student=student)
    return ClassRound.objects.filter(Exists(lines))


@transaction.atomic
def watched(student: Student, act: Callable[[], T], *, accepted: bool, by: User, at: dt.datetime) -> T:
    """Run a verb that moves ``student``; raises :class:`StandsOnSheets`, with nothing done, where that strands names.

    ``accepted``: whoever moves the pupil has seen the sheets and confirms; the stars stay with the class they were won
    in, and the audit names the sheets.
    """
    # Before the pupil: one that is open now must not be submitted meanwhile.
    list(lock(_naming(student)))
    before = set(stranded(student))
    done = act()
    left = [sheet for sheet in stranded(student) if sheet not in before]
    if left and not accepted:
        raise StandsOnSheets(left)
    if left:
        new = {"sheets": [f"{sheet.class_name} {sheet.round.label}" for sheet in left]}
        audit.record("pupil.sheets_accepted", student, by=by, at=at, school_id=student.school_id, new=new)
    return done


def _was_in(student: Student, sheet: ClassRound) -> bool:
    places = Enrolment.objects.active_on(sheet.round.ends_on)
    return places.filter(student=student, school_class=sheet.school_class_id).exists()
