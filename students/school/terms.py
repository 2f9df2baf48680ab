"""Which term and which school year a school is in."""

import datetime as dt

from starrating.days import year_of
from students.models import School, Term, TermState


def shown_day(school: School, today: dt.date) -> tuple[int, dt.date]:
    """Give the school year to show and its day: today, or the first day of a term that is still to begin."""
    term = latest_term(school)
    if term is None:
        return year_of(today), today
    return term.school_year, max(today, term.starts_on)


def latest_term(school: School) -> Term | None:
    """Give the open term that began last."""
    return Term.objects.filter(school=school, state=TermState.OPEN).order_by("-starts_on").first()
