"""What office, administrator and subject teacher may fetch: the scope is in the query, anything else is a 404."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.models import FILED_STATES, ClassRound, Round, Scheme, SchemeState
from awards.models.round import ClassRoundQuerySet
from students.models import School, Term
from students.models.school import TermQuerySet
from students.permits import reach_of
from students.roles import Standing


def rounds_of(school: School) -> QuerySet[Round]:
    """Every round of the school, latest first, with its term and the scheme pinned by it."""
    return (
        Round.objects.filter(term__school=school)
        .select_related("term__school", "term__pinned__scheme")
        .order_by("-starts_on")
    )


def round_of_day(school: School, day: dt.date) -> Round | None:
    """The round the school works on, None without any; see :func:`chosen_round`."""
    return chosen_round(list(rounds_of(school)), day, None)


def chosen_round(rounds: Sequence[Round], day: dt.date, pk: int | None) -> Round | None:
    """The round with that key among the school's ``rounds``, latest first; 404 if it is none of them.

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


def sheets_of_school(school: School) -> ClassRoundQuerySet:
    return ClassRound.objects.filter(school_class__school=school).select_related(
        "round__term__pinned__scheme", "round__term__school", "school_class__school", "submitted_by", "filed_by"
    )


def sheet_for_office(school: School, pk: int) -> ClassRound:
    return get_object_or_404(sheets_of_school(school), pk=pk)


def sheets_for_teacher(school: School, standing: Standing) -> ClassRoundQuerySet:
    """Sheets of the classes somebody teaches today, whatever the subject; to be read, not changed."""
    return sheets_of_school(school).filter(reach_of(standing, "awards:class_sheets").within("school_class"))


def terms_of(school: School) -> TermQuerySet:
    return Term.objects.filter(school=school, pinned__isnull=False).select_related("school", "pinned__scheme")


def term_for_administrator(school: School, pk: int) -> Term:
    return get_object_or_404(terms_of(school), pk=pk)


def published_schemes(school: School) -> QuerySet[Scheme]:
    return Scheme.objects.filter(school=school).published()


def scheme_to_read(school: School, term_pk: int | None, day: dt.date) -> tuple[Scheme | None, Term | None]:
    """The version a term is held under: of the term with that key (404), or of the school's current one.

    Before the first term it is the newest published version, so that it can be put up before it applies (A58).
    """
    if term_pk is not None:
        term = get_object_or_404(terms_of(school).filter(pinned__scheme__state=SchemeState.PUBLISHED), pk=term_pk)
        return term.pinned.scheme, term
    current = terms_of(school).current_on(day).first() or terms_of(school).order_by("starts_on").first()
    if current is not None:
        return current.pinned.scheme, current
    return published_schemes(school).first(), None
