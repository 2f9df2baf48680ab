"""Whose facts somebody may fetch; the scope is in the query, anything else is a 404."""

import datetime as dt

from django.shortcuts import get_object_or_404

from awards.models import Deed, Round
from awards.models.deed import DeedQuerySet
from starrating.web.keys import key_in
from students.classes.access import pupils_within
from students.models import Enrolment, SchoolClass, User
from students.permits.reach import reach_of
from students.permits.roles import Standing


def reads_deeds(standing: Standing, school_class: SchoolClass) -> bool:
    """Tell whether somebody reads the facts beside the names of a class: who teaches it."""
    return reach_of(standing, "awards:class_deeds").holds(school_class)


def own_deeds(standing: Standing) -> DeedQuerySet:
    """Give the facts about a pupil, latest first."""
    student = reach_of(standing, "awards:my_deeds").student_id
    rows = Deed.objects.filter(student=student, term__school=standing.school_id)
    return rows.select_related("item", "noted_by").order_by("-happened_on", "-pk")


def own_deed(standing: Standing, round_: Round, sent: str) -> Deed | None:
    """Give the pupil's own fact that was pressed, one that may speak in the round; None for anything else."""
    key = key_in(sent)
    return own_deeds(standing).of_round(round_).filter(pk=key).first() if key is not None else None


def noted_by(user: User, school_class: SchoolClass, day: dt.date) -> DeedQuerySet:
    """Give what somebody has noted of pupils who sit in the class on ``day``, latest first."""
    seated = Enrolment.objects.of_class(school_class, day).order_by().values("student")
    rows = Deed.objects.filter(noted_by=user, student__in=seated)
    return rows.select_related("item", "student", "noted_by").order_by("-noted_at", "-pk")


def deed_to_mend(standing: Standing, action: str, pk: int, day: dt.date) -> Deed:
    """Give a fact about oneself, or about a pupil of a class one teaches; who may change which is the verbs' to say."""
    reach = reach_of(standing, action)
    if reach.student_id is not None:
        rows = Deed.objects.of_pupils([reach.student_id])
    else:
        rows = Deed.objects.filter(student__in=pupils_within(reach, day).values("pk"))
    found = rows.filter(term__school=standing.school_id).select_related("student", "item", "term__pinned__scheme")
    return get_object_or_404(found, pk=pk)
