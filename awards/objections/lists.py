"""The list of objections."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.objections.access import objections_to_read
from awards.objections.page import objections_page, pupils_of
from awards.terms.access import chosen_round, rounds_of
from starrating.spreadsheets.columns import Column, FileColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport

PAGE, CELLS = "awards:objection", "awards/objections/cells"


class ObjectionsResource(ListResource):
    """The page says beside the day how late an answer is, and beside the answer when and how it was given."""

    title = _("Objections")
    number = Column(
        "objection__label",
        pgettext_lazy("running number", "No."),
        heads=True,
        link="awards:objection",
        key="objection__pk",
    )
    class_name = Column("objection__class_round__class_name", _("Class"))
    about = Column("objection__about", pgettext_lazy("objection", "About"))
    route = Column("objection__get_route_display", _("How it came in"))
    received_at = Column("objection__received_at", pgettext_lazy("when", "Received"), css="nowrap")
    due_on = Column("objection__due_on", _("Answer due"), template=f"{CELLS}/due.html", css="nowrap")
    late = FileColumn(column_name=_("Days late"), dehydrate_method=lambda row: row.late_days or None)
    state = Column("objection__get_state_display", _("State"), badge="look")
    answer = Column("objection__answer", pgettext_lazy("noun", "Answer"), template=f"{CELLS}/answer.html")
    answered_on = FileColumn("answered_on", _("Answered on"))
    answered_how = FileColumn("objection__answered_how", _("How it was answered"))


def objections(asked: Asked) -> Listed:
    rounds, number = list(rounds_of(asked.school)), asked.number("round")
    round_ = chosen_round(rounds, asked.today, number) if number is not None else None
    page = objections_page(objections_to_read(asked.standing), rounds, round_, asked.today)
    rows = [*page.open, *page.decided]
    return Listed(ObjectionsResource(), rows, round_.full_name if round_ else "", round_, pupils_of(rows))


LISTS = (ListExport("objections", "awards:objections", objections),)
