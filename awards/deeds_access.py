"""Which exams and violations somebody may fetch: the scope is in the query, anything else is a 404."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards.models import Champion, Exam, Violation
from students.models import School
from students.permits import reach_of
from students.roles import Standing


def exams_of(school: School) -> QuerySet[Exam]:
    """The school's exams, latest first."""
    found = Exam.objects.filter(term__school=school).select_related(
        "term__school", "term__pinned__scheme", "kind", "round"
    )
    return found.order_by("-held_on", "-pk")


def exam_for(school: School, pk: int) -> Exam:
    return get_object_or_404(exams_of(school), pk=pk)


def champion_for(school: School, pk: int) -> Champion:
    """A first place on record, with its exam; also one that has been taken back."""
    found = Champion.objects.filter(exam__term__school=school).select_related(
        "subject", "exam__kind", "exam__round", "exam__term__school", "exam__term__pinned__scheme"
    )
    return get_object_or_404(found, pk=pk)


def violations_for(school: School, standing: Standing) -> QuerySet[Violation]:
    """Every record of the school for the office, those of the own class for a homeroom teacher, none for others."""
    found = Violation.objects.filter(student__school=school).select_related(
        "student", "ground", "school_class__school", "term__pinned__scheme", "proposed_by", "decided_by", "revoked_by"
    )
    return found.filter(reach_of(standing, "awards:violation").within("school_class"))


def violation_for(school: School, standing: Standing, pk: int) -> Violation:
    return get_object_or_404(violations_for(school, standing), pk=pk)
