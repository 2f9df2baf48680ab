"""What is asked of a list, and what it answers."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from starrating.spreadsheets.resources import ListResource
from starrating.web.keys import key_in
from students.models import School, Term, User
from students.permits.reach import Reach
from students.permits.roles import Standing


@dataclass(frozen=True)
class Asked:
    """Who asks, with what stands in the address of the page. ``reach`` is how far somebody reaches on that page."""

    school: School
    user: User
    standing: Standing
    reach: Reach
    params: QueryDict
    today: dt.date

    def text(self, name: str) -> str:
        return self.params.get(name) or ""

    def number(self, name: str) -> int | None:
        """Give a key chosen on the page, None where nothing is."""
        return key_in(self.text(name))

    def key(self, name: str) -> int:
        """Give a key that is part of the page's own address: 404 without one."""
        found = self.number(name)
        if found is None:
            raise Http404
        return found


@dataclass(frozen=True)
class Listed:
    """The rows with their columns. ``about`` is the class, month or term that they are of, as its page names it.

    ``pupils`` are the keys of those of whom a list says what must be on record.
    """

    resource: ListResource
    rows: Iterable[Any]
    about: str = ""
    target: Model | None = None
    pupils: Iterable[int] = ()


@dataclass(frozen=True)
class ListExport:
    """One list: who may go to its page, ``action`` in the table of permits, may take it away as that page shows it."""

    key: str
    action: str
    read: Callable[[Asked], Listed]


def of_term(name: str, term: Term) -> str:
    """Name the class or pupil of whom a list is, with the term."""
    return _("%(name)s, %(term)s") % {"name": name, "term": term.name}
