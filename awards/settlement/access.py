"""Which terms the pages of settlement may fetch; anything else is a 404."""

from __future__ import annotations

import datetime as dt

from django.shortcuts import get_object_or_404

from awards.terms.access import terms_of
from students.models import School, Term


def term_of_school(school: School, pk: int) -> Term:
    return get_object_or_404(terms_of(school), pk=pk)


def term_to_settle(school: School, day: dt.date) -> Term | None:
    """Give the term to look at first: the one under way or last ended, else the first to come; None without any."""
    return terms_of(school).current_on(day).first() or terms_of(school).order_by("starts_on").first()
