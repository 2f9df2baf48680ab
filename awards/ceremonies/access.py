"""Which ceremonies somebody may fetch; the scope is in the query, anything else is a 404."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards.models import Ceremony
from students.models import School


def ceremonies_of(school: School) -> QuerySet[Ceremony]:
    """Give the school's ceremonies, latest first."""
    return Ceremony.objects.filter(school=school).select_related("school").prefetch_related("honoured__term__school")


def ceremony_of_school(school: School, pk: int) -> Ceremony:
    return get_object_or_404(ceremonies_of(school), pk=pk)
