"""The list of terms."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.terms.access import terms_of
from awards.terms.page import TermRow, term_rows
from starrating.spreadsheets.columns import Column, FileColumn, Kind, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class TermsResource(ListResource):
    """The page has both days in one cell."""

    title = _("Terms")
    name = Column("term__name", _("Term"), heads=True, link="awards:term", key="term__pk")
    starts_on = FileColumn("term__starts_on", _("First day"))
    ends_on = FileColumn("term__ends_on", _("Last day"))
    days = PageColumn(column_name=pgettext_lazy("from-until", "Days"), css="nowrap")
    rounds = Column("rounds", _("Rounds"), kind=Kind.NUMBER)
    scheme = Column("scheme", _("Scheme"), link="awards:scheme_of_term", key="term__pk")
    state = Column("term__get_state_display", _("State"))

    def dehydrate_days(self, row: TermRow) -> str:
        return f"{row.term.starts_on} – {row.term.ends_on}"


def terms(asked: Asked) -> Listed:
    return Listed(TermsResource(), term_rows(list(terms_of(asked.school))))


LISTS = (ListExport("terms", "awards:terms", terms),)
