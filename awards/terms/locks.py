"""Rows that are locked first: what is settled no longer changes, nor does anything while it is being settled."""

from django.utils.translation import gettext as _

from awards.models import Round
from starrating.db.locks import lock
from starrating.refused import Refused
from students.models import Term, TermState


def locked_term(term_pk: int) -> Term:
    """Fetch the term with its school and pinned scheme, locked until the transaction ends."""
    return lock(Term.objects.select_related("school", "pinned__scheme")).get(pk=term_pk)


def demand_open(term: Term) -> None:
    """Raise :class:`Refused` for a settled term: an administrator must reopen it first."""
    if term.state != TermState.OPEN:
        raise Refused(
            _("The term is settled and stays as it is. To change it, an administrator reopens the term first."),
            code="settled",
        )


def locked_round(round_: Round) -> Round:
    round_ = lock(Round.objects.select_related("term__school", "term__pinned__scheme")).get(pk=round_.pk)
    demand_open(round_.term)
    return round_
