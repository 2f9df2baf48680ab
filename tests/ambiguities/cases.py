"""What the tables of settled defaults share."""

from __future__ import annotations

from awards.models import Scheme
from students.models import Term

PRESET = "monthly-stars"


def set_scheme(term: Term, **values: object) -> None:
    """Another setting of the scheme that the term is held under."""
    Scheme.objects.filter(pk=term.pinned.scheme_id).update(**values)
    term.pinned.scheme.refresh_from_db()
