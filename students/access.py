"""Which classes somebody may see: the scope is in the query, what is outside of it is not there (404)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from students.models import School, SchoolClass
from students.permits import Reach, reach_of
from students.roles import Standing


def classes_for(school: School, standing: Standing) -> QuerySet[SchoolClass]:
    """Every class for office and administrator, their own classes for teachers."""
    classes = SchoolClass.objects.filter(school=school).select_related("school")
    return classes.filter(reach_of(standing, "students:class").within("pk"))


def class_for(school: School, standing: Standing, pk: int) -> SchoolClass:
    return get_object_or_404(classes_for(school, standing), pk=pk)


def class_within(school: School, reach: Reach, pk: int) -> SchoolClass:
    """A class within the reach of the address asked for, or 404."""
    classes = SchoolClass.objects.filter(school=school).select_related("school")
    return get_object_or_404(classes.filter(reach.within("pk")), pk=pk)
