"""Which versions of a scheme an administrator may fetch: the school's own, anything else is a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from awards.models import Scheme, SchemeState
from awards.models.scheme import SchemeQuerySet
from students.models import School


def schemes_of(school: School) -> SchemeQuerySet:
    """Every version of the school, drafts and published ones."""
    return Scheme.objects.filter(school=school).select_related("school")


def scheme_to_look_at(school: School, pk: int) -> Scheme:
    return get_object_or_404(schemes_of(school), pk=pk)


def draft_to_edit(school: School, pk: int) -> Scheme:
    """A draft of the school; what is published is read, not edited."""
    return get_object_or_404(schemes_of(school).filter(state=SchemeState.DRAFT), pk=pk)


def newest_published(school: School) -> Scheme | None:
    return schemes_of(school).published().first()
