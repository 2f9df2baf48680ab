"""Whose opinions somebody may fetch; the scope is in the query, anything else is a 404."""

from django.shortcuts import get_object_or_404

from awards.models import Opinion
from students.permits.reach import reach_of
from students.permits.roles import Standing


def opinion_to_answer(standing: Standing, pk: int) -> Opinion:
    """Give an opinion on a sheet of the own class."""
    reach = reach_of(standing, "awards:opinion_reply")
    opinions = Opinion.objects.filter(class_round__school_class__school=standing.school_id)
    return get_object_or_404(opinions.filter(reach.within("class_round__school_class")), pk=pk)
