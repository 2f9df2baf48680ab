"""The audit as found, a few hundred events at a time."""

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.audit.forms import AuditForm
from awards.audit.page import AuditLine, audit_lines
from awards.audit.search import events_asked
from starrating.operations.models import AuditEvent
from starrating.spreadsheets.columns import Column, FileColumn, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport

# Each lot's objects are named by a query a kind of object.
AT_A_TIME = 1000


class AuditResource(ListResource):
    """The page has reason and values in one cell, and the address beside where the act came from."""

    title = pgettext_lazy("navigation", "Audit")
    at = Column("event__at", _("When"), date="Y-m-d H:i:s", heads=True)
    who = Column("who", _("Who"), css="brief")
    action = Column("action", pgettext_lazy("audit", "What"), css="brief")
    about = Column("about", pgettext_lazy("audit", "About"))
    reason = FileColumn("event__reason", _("Reason"))
    values = FileColumn(column_name=_("Values"))
    details = PageColumn(column_name=_("Details"), template="awards/audit/cells/details.html", css="audit__details")
    source = FileColumn("event__get_source_display", _("From where"))
    address = FileColumn("event__address", pgettext_lazy("audit", "Address"))
    origin = PageColumn(column_name=_("From where"))

    def dehydrate_values(self, line: AuditLine) -> str:
        """Say what stood before and after, as the page says it."""
        return "\n".join(value.told for value in line.values)

    def dehydrate_origin(self, line: AuditLine) -> str:
        return f"{line.event.get_source_display()} {line.event.address or ''}"


def audit(asked: Asked) -> Listed:
    events = events_asked(asked.school, AuditForm(asked.params or None))
    keys = events.order_by().values_list("student_key", flat=True).distinct()
    pupils = (key for key in keys if key is not None)
    return Listed(AuditResource(), _lines(asked, events.iterator(AT_A_TIME)), pupils=pupils)


def _lines(asked: Asked, events: Iterator[AuditEvent]) -> Iterator[AuditLine]:
    while lot := list(islice(events, AT_A_TIME)):
        yield from audit_lines(lot, asked.school)


LISTS = (ListExport("audit", "awards:audit", audit),)
