"""The list of rewards: what is still to do, or everything."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.rewards.eligibility import EligibilityResource, eligible_rows
from awards.rewards.forms import QueueForm
from awards.rewards.page import QueueRow, queue_page
from awards.terms.access import term_of_school
from starrating.joiners import in_a_series
from starrating.spreadsheets.columns import Column, FileColumn, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class RewardsResource(ListResource):
    """The page has remarks and reason in one cell."""

    title = _("Rewards")
    name = Column("entitlement__student__name", _("Name"), heads=True, template="awards/rewards/cells/name.html")
    class_name = Column("class_name", _("Class"), css="brief")
    kind = Column("entitlement__get_kind_display", _("Kind"), css="brief")
    level = Column("level", _("Level"))
    number = Column("entitlement__number", pgettext_lazy("certificate", "Number"), css="nowrap")
    state = Column("entitlement__get_state_display", _("State"))
    flags = FileColumn("entitlement__flag_labels", _("Remarks"))
    reason = FileColumn("entitlement__reason", _("Reason"))
    remarks = PageColumn(column_name=_("Remarks"))
    act = PageColumn(column_name=_("Actions"), template="awards/rewards/cells/change.html", unnamed=True)

    def dehydrate_remarks(self, row: QueueRow) -> str:
        return in_a_series(filter(None, (*row.entitlement.flag_labels, row.entitlement.reason)))


class RewardsToRead(RewardsResource):
    """The register for whoever hands nothing out."""

    name = Column("entitlement__student__name", _("Name"), heads=True)

    def __init__(self) -> None:
        super().__init__(without=("act",))


def rewards(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    page = queue_page(term, QueueForm(asked.params, term=term))
    return Listed(RewardsResource(), page.rows, term.name, term)


def eligibility(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    return Listed(EligibilityResource(), eligible_rows(term), term.name, term)


LISTS = (
    ListExport("rewards", "awards:entitlements", rewards),
    ListExport("eligibility", "awards:eligible", eligibility),
)
