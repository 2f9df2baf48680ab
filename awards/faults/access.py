"""Whose notes of minor faults somebody may see; the scope is in the query, anything else is a 404."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from awards.models import FaultRecord
from students.models import SchoolClass, User
from students.permits.reach import reach_of
from students.permits.roles import Standing
from students.permits.rows import CLASS_AND_OFFICE


def faults_to_read(standing: Standing, user: User) -> QuerySet[FaultRecord]:
    """Give the office every note of the school, a homeroom teacher those of the class, other teachers their own."""
    reach = reach_of(standing, CLASS_AND_OFFICE)
    rows = FaultRecord.objects.filter(school_class__school=standing.school_id)
    return (
        rows
        if reach.whole_school
        else rows.filter(reach.within("school_class") | Q(noted_by=user)).select_related(
            "student", "school_class__school", "noted_by", "violation"
        )
    )


def fault_to_remove(standing: Standing, user: User, pk: int) -> FaultRecord:
    return get_object_or_404(faults_to_read(standing, user), pk=pk)


def sees_all(standing: Standing, school_class: SchoolClass) -> bool:
    """Tell whether somebody sees all notes of the class, and so what they add up to."""
    return reach_of(standing, CLASS_AND_OFFICE).holds(school_class)
