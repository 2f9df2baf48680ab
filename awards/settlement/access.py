"""Which terms the pages of settlement may fetch; anything else is a 404."""

import datetime as dt

from django.db.models import QuerySet

from awards.models import TermLevel
from awards.terms.access import terms_of
from students.models import School, SchoolClass, Term


def term_to_settle(school: School, day: dt.date) -> Term | None:
    """Give the term to look at first: the one under way or last ended, else the first to come; None without any."""
    return terms_of(school).current_on(day).first() or terms_of(school).order_by("starts_on").first()


def settled_classes(term: Term) -> QuerySet[SchoolClass]:
    """Give the classes that have pupils settled in ``term``, lowest grade first; not those of a reopened grade."""
    settled = TermLevel.objects.filter(term=term).settled().values("school_class")
    return SchoolClass.objects.filter(pk__in=settled).select_related("school")
