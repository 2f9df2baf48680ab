"""The list of appeals."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.appeals.access import appeals_to_read
from awards.appeals.page import rows_of
from starrating.spreadsheets.columns import Column, FileColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class AppealsResource(ListResource):
    """Who raised an appeal and what was said stands in the case alone: lists lie about."""

    title = _("Appeals")
    number = Column(
        "appeal__label", pgettext_lazy("running number", "No."), heads=True, link="awards:appeal", key="appeal__pk"
    )
    pupil = Column("appeal__student__name", _("Pupil"))
    about = Column("title", pgettext_lazy("appeal", "About"))
    route = Column("appeal__get_route_display", _("How it came in"))
    received_on = Column("appeal__received_on", pgettext_lazy("when", "Received"), css="nowrap")
    due_on = Column("appeal__due_on", _("Answer due"), template="awards/appeals/cells/due.html", css="nowrap")
    late = FileColumn(column_name=_("Days late"), dehydrate_method=lambda row: row.late_days or None)
    state = Column("appeal__get_state_display", _("State"), badge="look")


def appeals(asked: Asked) -> Listed:
    rows = rows_of(appeals_to_read(asked.standing, asked.user), asked.today)
    return Listed(AppealsResource(), rows, pupils=[row.appeal.student_id for row in rows])


LISTS = (ListExport("appeals", "awards:appeals", appeals),)
