"""What somebody may fetch here: the scope is in the query, and what is outside it is a 404."""

from __future__ import annotations

from django.utils.translation import gettext as _

from starrating.refused import Refused
from students.models import School, Term
from students.models.school import TermQuerySet


def terms_of(school: School) -> TermQuerySet:
    """The school's terms, latest first, each with the scheme it is held under."""
    return Term.objects.filter(school=school).select_related("school", "pinned__scheme").order_by("-starts_on")


def term_with_code(school: School, code: str) -> Term:
    """For commands: the term that ``code`` such as 2025-1 names. Raises :class:`Refused` where there is none."""
    term = terms_of(school).with_code(code).first()
    if term is None:
        raise Refused(_("This school has no term %(code)s.") % {"code": code})
    return term
