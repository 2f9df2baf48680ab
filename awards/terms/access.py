"""Which rounds and terms of a school may be fetched; anything else is a 404."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.models import FILED_STATES, ClassRound, Round, Scheme
from students.models import School, Term
from students.models.school import TermQuerySet


def rounds_of(school: School) -> QuerySet[Round]:
    """Give every round of the school, latest first, with its term and the scheme pinned by it."""
    return (
        Round.objects.filter(term__school=school)
        .select_related("term__school", "term__pinned__scheme")
        .order_by("-starts_on")
    )


def chosen_round(rounds: Sequence[Round], day: dt.date, pk: int | None) -> Round | None:
    """Give the round with that key among the school's ``rounds``, latest first; 404 if it is none of them.

    Without a key it is the one to work on: the latest that is over and has sheets not on file yet, since a month's
    sheets are chased and filed in the first days of the next; else the latest that has begun, else the first to come.
    """
    if pk is not None:
        found = [row for row in rounds if row.pk == pk]
        if not found:
            raise Http404
        return found[0]
    begun = [row for row in rounds if row.starts_on <= day]
    over = [row.pk for row in begun if row.ends_on < day]
    unfinished = set(
        ClassRound.objects.filter(round__in=over).exclude(state__in=FILED_STATES).values_list("round", flat=True)
    )
    chased = [row for row in begun if row.pk in unfinished]
    return next(iter([*chased, *begun]), rounds[-1] if rounds else None)


def round_for_office(school: School, pk: int) -> Round:
    return get_object_or_404(rounds_of(school), pk=pk)


def terms_of(school: School) -> TermQuerySet:
    return Term.objects.filter(school=school, pinned__isnull=False).select_related("school", "pinned__scheme")


def term_of_school(school: School, pk: int) -> Term:
    return get_object_or_404(terms_of(school), pk=pk)


def published_schemes(school: School) -> QuerySet[Scheme]:
    return Scheme.objects.filter(school=school).published()
