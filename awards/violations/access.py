"""Which violations somebody may fetch; the scope is in the query, anything else is a 404."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards.models import Violation
from students.models import School
from students.permits.reach import reach_of
from students.permits.roles import Standing


def violations_for(school: School, standing: Standing) -> QuerySet[Violation]:
    """Give the office every record of the school, a homeroom teacher those of the own class, others none."""
    found = Violation.objects.filter(student__school=school).select_related(
        "student", "ground", "school_class__school", "term__pinned__scheme", "proposed_by", "decided_by", "revoked_by"
    )
    return found.filter(reach_of(standing, "awards:violation").within("school_class"))


def violation_for(school: School, standing: Standing, pk: int) -> Violation:
    return get_object_or_404(violations_for(school, standing), pk=pk)
