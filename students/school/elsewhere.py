"""What is set on pages of their own, for the one place where people look for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from students.permits.reach import may_go
from students.permits.roles import Standing


@dataclass(frozen=True)
class Elsewhere:
    label: str | Promise
    text: str | Promise
    url: str


_PLACES: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    (
        "awards:scheme",
        _("Scheme"),
        _("Stars, quotas, levels, deductions and notices of a term."),
    ),
    (
        "awards:schemes",
        _("Versions of the scheme"),
        _("Drafts of other rules, what they change, and publishing them for a term to come."),
    ),
    ("awards:terms", _("Terms and months"), _("When a term and its months begin and end, and by when sheets are due.")),
    ("reports:wordings", _("Wording of papers"), _("What letters, certificates and invitations say.")),
    ("students:accounts", _("Accounts"), _("Who may sign in, with which roles and tasks.")),
    ("students:start_year", _("New school year"), _("The graduating grade leaves, the other classes move up.")),
)


def elsewhere(standing: Standing) -> list[Elsewhere]:
    """The pages among them that the reader may open and this installation has."""
    found = []
    for view, label, text in _PLACES:
        try:
            if may_go(standing, view):
                found.append(Elsewhere(label, text, reverse(view)))
        except (KeyError, NoReverseMatch):
            continue
    return found
