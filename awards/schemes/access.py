"""Which version of the scheme somebody may read or draft; anything else is a 404."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.models import Scheme, SchemeState
from awards.models.scheme import SchemeQuerySet
from awards.terms.access import published_schemes, terms_of
from students.models import School, Term, User


def school_to_read(user: User) -> School:
    """Give the school whose scheme somebody reads; an account of the installation has none."""
    if user.school is None:
        raise Http404
    return user.school


def schemes_of(school: School) -> SchemeQuerySet:
    """Give every version of the school, drafts and published ones."""
    return Scheme.objects.filter(school=school).select_related("school")


def scheme_to_look_at(school: School, pk: int) -> Scheme:
    return get_object_or_404(schemes_of(school), pk=pk)


def published_to_read(school: School, pk: int) -> Scheme:
    """Give a published version of the school; a draft is nobody's rule yet."""
    return get_object_or_404(schemes_of(school).published(), pk=pk)


def draft_to_edit(school: School, pk: int) -> Scheme:
    """Give a draft of the school; what is published is read, not edited."""
    return get_object_or_404(schemes_of(school).filter(state=SchemeState.DRAFT), pk=pk)


def scheme_to_read(school: School, term_pk: int | None, day: dt.date) -> tuple[Scheme | None, Term | None]:
    """Give the version a term is held under: of the term with that key (404), or of the school's current one.

    Before the first term it is the newest published version, so that it can be put up before it applies (A58).
    """
    if term_pk is not None:
        term = get_object_or_404(terms_of(school).filter(pinned__scheme__state=SchemeState.PUBLISHED), pk=term_pk)
        return term.pinned.scheme, term
    current = terms_of(school).current_on(day).first() or terms_of(school).order_by("starts_on").first()
    if current is not None:
        return current.pinned.scheme, current
    return published_schemes(school).first(), None
