"""Which sheets are a pupil's own: those of the class sat in on the round's last day (A44)."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from awards.models import ClassRound
from students.models import Enrolment
from students.permits.reach import reach_of
from students.permits.roles import Standing


def own_sheets(standing: Standing, day: dt.date) -> QuerySet[ClassRound]:
    """Give sheets of rounds that have begun, latest first, of the classes in which the pupil may stand on them."""
    student = reach_of(standing, "awards:my_month").student_id
    begun = ClassRound.objects.filter(school_class__school=standing.school_id, round__starts_on__lte=day)
    last_day = OuterRef("round__ends_on")
    places = Enrolment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=last_day),
        student=student,
        school_class=OuterRef("school_class"),
        starts_on__lte=last_day,
    )
    return begun.filter(Exists(places)).whole().order_by("-round__starts_on")


def own_sheet(standing: Standing, pk: int, day: dt.date) -> ClassRound:
    return get_object_or_404(own_sheets(standing, day), pk=pk)


def class_has_sheet(standing: Standing, day: dt.date) -> bool:
    """Tell whether today's class takes part in a round that runs: without a sheet the pupil is about to leave it."""
    running = ClassRound.objects.filter(round__starts_on__lte=day, round__ends_on__gte=day)
    return running.filter(school_class__in=standing.pupil_in).exists()
