"""The term's row, locked: what is settled no longer changes, and nothing changes while it is being settled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from starrating.refused import Refused
from students.models import Term, TermState


def locked_term(term_pk: int) -> Term:
    """The term with its school and pinned scheme, locked until the transaction ends.

    It is locked before any sheet or record of it. Its key stays free (NO KEY), since rows that point at it are written
    meanwhile.
    """
    return (
        Term.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school", "pinned__scheme")
        .get(pk=term_pk)
    )


def demand_open(term: Term) -> None:
    """Raises :class:`Refused` for a settled term: an administrator must reopen it first."""
    if term.state != TermState.OPEN:
        raise Refused(_("The term is settled."), code="settled")
