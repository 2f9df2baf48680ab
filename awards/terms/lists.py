"""The list of terms."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.terms.page import counted_terms
from starrating.spreadsheets.columns import Column, FileColumn, Kind, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.models import Term


class TermsResource(ListResource):
    """The page has both days in one cell."""

    title = _("Terms")
    name = Column("name", _("Term"), heads=True, link="awards:term")
    starts_on = FileColumn("starts_on", _("First day"))
    ends_on = FileColumn("ends_on", _("Last day"))
    days = PageColumn(column_name=pgettext_lazy("from-until", "Days"), css="nowrap")
    rounds = Column("round_count", pgettext_lazy("how many", "Months"), kind=Kind.NUMBER)
    scheme = Column("pinned__scheme", _("Scheme"), link="awards:scheme_of_term")
    state = Column("get_state_display", _("State"))

    def dehydrate_days(self, row: Term) -> str:
        return f"{row.starts_on} – {row.ends_on}"


def terms(asked: Asked) -> Listed:
    return Listed(TermsResource(), counted_terms(asked.school))


LISTS = (ListExport("terms", "awards:terms", terms),)
