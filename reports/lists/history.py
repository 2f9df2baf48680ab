"""The audit as found, a few hundred events at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.audit.forms import AuditForm
from awards.audit.page import AuditLine, audit_lines
from awards.audit.search import events_asked
from awards.audit.values import Value
from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown

# Each lot's objects are named by a query a kind of object.
AT_A_TIME = 1000


class AuditResource(ListResource):
    at = Shown(gettext_lazy("When"), "event__at")
    who = Shown(gettext_lazy("Who"), "who")
    action = Shown(pgettext_lazy("audit", "What"), "action")
    about = Shown(pgettext_lazy("audit", "About"), "about")
    reason = Shown(gettext_lazy("Reason"), "event__reason")
    values = Shown(gettext_lazy("Values"), lambda line: "\n".join(said(value) for value in line.values))
    source = Shown(gettext_lazy("From where"), "event__get_source_display")
    address = Shown(pgettext_lazy("audit", "Address"), "event__address")


def said(value: Value) -> str:
    """What stood before and after, as the page says it."""
    change = " → ".join(filter(None, (value.before, value.after)))
    return f"{value.name}: {change}"


def audit(asked: Asked) -> Listed:
    return Listed(AuditResource(), _lines(asked))


def _lines(asked: Asked) -> Iterator[AuditLine]:
    events = events_asked(asked.school, AuditForm(asked.params or None)).iterator(AT_A_TIME)
    while lot := list(islice(events, AT_A_TIME)):
        yield from audit_lines(lot, asked.school)
