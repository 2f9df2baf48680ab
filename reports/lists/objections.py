"""Objections as a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.objections.access import objections_to_read
from awards.objections.page import ObjectionRow, objections_page
from awards.terms.access import chosen_round, rounds_of
from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown


class ObjectionsResource(ListResource):
    number = Shown(pgettext_lazy("running number", "No."), "objection__label")
    class_name = Shown(gettext_lazy("Class"), "objection__class_round__class_name")
    about = Shown(pgettext_lazy("objection", "About"), "objection__about")
    route = Shown(gettext_lazy("How it came in"), "objection__get_route_display")
    received_at = Shown(pgettext_lazy("when", "Received"), "objection__received_at")
    due_on = Shown(gettext_lazy("Answer due"), "objection__due_on")
    late = Shown(gettext_lazy("Days late"), lambda row: row.late_days or None)
    state = Shown(gettext_lazy("State"), "objection__get_state_display")
    answer = Shown(pgettext_lazy("noun", "Answer"), "objection__answer")
    answered_on = Shown(gettext_lazy("Answered on"), "answered_on")
    answered_how = Shown(gettext_lazy("How it was answered"), "objection__answered_how")


def objections(asked: Asked) -> Listed:
    rounds, number = list(rounds_of(asked.school)), asked.number("round")
    round_ = chosen_round(rounds, asked.today, number) if number is not None else None
    page = objections_page(objections_to_read(asked.standing), rounds, round_, asked.today)
    rows: list[ObjectionRow] = [*page.open, *page.decided]
    return Listed(ObjectionsResource(), rows, round_.label if round_ else "", round_)
