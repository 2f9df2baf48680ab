"""Which exams somebody may fetch; the scope is in the query, anything else is a 404."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards.models import Champion, Exam
from students.models import School


def exams_of(school: School) -> QuerySet[Exam]:
    """Give the school's exams, latest first."""
    found = Exam.objects.filter(term__school=school).select_related(
        "term__school", "term__pinned__scheme", "kind", "round"
    )
    return found.order_by("-held_on", "-pk")


def exam_for(school: School, pk: int) -> Exam:
    return get_object_or_404(exams_of(school), pk=pk)


def champion_for(school: School, pk: int) -> Champion:
    """Give a first place on record, with its exam; also one that has been taken back."""
    found = Champion.objects.filter(exam__term__school=school).select_related(
        "subject", "exam__kind", "exam__round", "exam__term__school", "exam__term__pinned__scheme"
    )
    return get_object_or_404(found, pk=pk)
