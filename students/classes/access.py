"""Which classes and pupils somebody may see: the scope is in the query, what is outside of it is not there (404)."""

import datetime as dt

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from students.models import Enrolment, Guardian, School, SchoolClass, Student
from students.permits.reach import Reach, reach_of
from students.permits.roles import Standing


def classes_for(school: School, standing: Standing) -> QuerySet[SchoolClass]:
    """Give every class for office and administrator, their own classes for teachers."""
    classes = SchoolClass.objects.filter(school=school).select_related("school")
    return classes.filter(reach_of(standing, "students:class").within("pk"))


def class_for(school: School, standing: Standing, pk: int) -> SchoolClass:
    return get_object_or_404(classes_for(school, standing), pk=pk)


def class_within(school: School, reach: Reach, pk: int) -> SchoolClass:
    """Give a class within the reach of the address asked for, or 404."""
    classes = SchoolClass.objects.filter(school=school).select_related("school")
    return get_object_or_404(classes.filter(reach.within("pk")), pk=pk)


def pupils_within(reach: Reach, day: dt.date) -> QuerySet[Student]:
    """Give the school's pupils; for teachers only those who sit in a class of theirs on ``day``."""
    pupils = Student.objects.filter(school=reach.school_id).select_related("school")
    if reach.whole_school:
        return pupils
    seated = Enrolment.objects.active_on(day).filter(reach.within("school_class"))
    return pupils.filter(pk__in=seated.values("student"))


def guardian_for(reach: Reach, pk: int, day: dt.date) -> Guardian:
    """Fetch a guardian of a pupil in a class within reach on ``day``; for who keeps the record, of any pupil."""
    pupils = pupils_within(reach, day).values("pk")
    return get_object_or_404(Guardian.objects.filter(student__in=pupils).select_related("student"), pk=pk)
