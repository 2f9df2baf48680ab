"""Opening a term: its dates, the scheme it is held under, its rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import Round, Scheme, SchemeState, TermScheme
from starrating.operations import audit
from starrating.refused import Refused
from students.calendar import seed_calendar
from students.models import School, Term, User

# A sheet may come in for so many days after the round's last day before it counts as late.
DAYS_TO_SUBMIT = 5


@transaction.atomic
def open_term(
    school: School,
    *,
    school_year: int,
    ordinal: int,
    starts_on: dt.date,
    ends_on: dt.date,
    scheme: Scheme | None = None,
    by: User | None,
    at: dt.datetime,
) -> Term:
    """A new term with one round a month, under ``scheme`` or the school's newest published one (A53, A58).

    Dates are the school's own days, both inside the term. Raises :class:`Refused` when the term is open already,
    when its days are out of order or overlap another term, or when no scheme has been published.
    """
    pinned = _publishable(scheme or Scheme.objects.filter(school=school).published().first())
    _check_days(school, school_year, ordinal, starts_on, ends_on)
    term = Term.objects.create(
        school=school, school_year=school_year, ordinal=ordinal, starts_on=starts_on, ends_on=ends_on
    )
    TermScheme.objects.create(term=term, scheme=pinned)
    grades = list(school.grades)
    Round.objects.bulk_create(
        Round(
            term=term,
            label=f"{first:%Y-%m}",
            starts_on=first,
            ends_on=last,
            due_on=last + dt.timedelta(days=DAYS_TO_SUBMIT),
            grades=grades,
        )
        for first, last in months_between(starts_on, ends_on)
    )
    seed_calendar(school, sorted({starts_on.year, ends_on.year}))
    new = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    audit.record("term.opened", term, by=by, at=at, school_code=school.code, new=new)
    return term


def months_between(starts_on: dt.date, ends_on: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The first and last day of each calendar month of a term, cut to the term (A51: rows that may be changed)."""
    first = starts_on
    while first <= ends_on:
        next_month = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yield first, min(ends_on, next_month - dt.timedelta(days=1))
        first = next_month


def _publishable(scheme: Scheme | None) -> Scheme:
    if scheme is None or scheme.state != SchemeState.PUBLISHED:
        raise Refused(_("Publish a scheme first: a term cannot start under rules that nobody has seen."))
    return scheme


def _check_days(school: School, school_year: int, ordinal: int, starts_on: dt.date, ends_on: dt.date) -> None:
    if ordinal not in (1, 2):
        raise Refused(_("A school year has a first and a second term."))
    if ends_on <= starts_on:
        raise Refused(_("The last day of the term must come after its first day."))
    terms = Term.objects.filter(school=school)
    if terms.filter(school_year=school_year, ordinal=ordinal).exists():
        raise Refused(_("This term is open already."), code="twice")
    other = terms.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other is not None:
        raise Refused(_("These days overlap another term: %(term)s.") % {"term": other.name})
