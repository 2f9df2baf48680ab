"""Which term and which round a day belongs to (A16, A17, A27)."""

import datetime as dt

from django.utils.translation import gettext as _

from awards.models import Round
from starrating.days import long_day
from starrating.refused import Refused
from students.models import School, Term


def term_of_day(school: School, day: dt.date) -> Term:
    """Find the term that holds ``day``; days between two terms are the earlier one's. :class:`Refused` before them all.

    The term comes with its pinned scheme and its school.
    """
    terms = Term.objects.filter(school=school).select_related("school", "pinned__scheme")
    term = terms.current_on(day).first()
    if term is None:
        raise Refused(no_term(day), code="no_term")
    return term


def no_term(day: dt.date) -> str:
    return _("No term of the school had begun on %(day)s.") % {"day": long_day(day)}


def round_of_day(term: Term, day: dt.date) -> Round:
    """Find the round of ``term`` that holds ``day``; else the next one, and after the last round the last one (A16)."""
    rounds = Round.objects.filter(term=term)
    found = (
        rounds.holding(day).first() or rounds.filter(starts_on__gt=day).first() or rounds.order_by("-starts_on").first()
    )
    if found is None:
        raise Refused(_("The term has no months yet. Ask the administrator to open one."), code="no_round")
    return found


def open_round_for(round_: Round) -> Round:
    """``round_`` while it is open, else the next one of its term that is (A16); itself where none is left open."""
    own_and_later = Round.objects.filter(term=round_.term_id, starts_on__gte=round_.starts_on)
    closed = own_and_later.closed().values("pk")
    return own_and_later.exclude(pk__in=closed).order_by("starts_on").first() or round_
