"""The office's month: the board, the register, one's own classes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.home.my_classes import my_classes_page
from awards.office.board import Row, board_page
from awards.office.register import RegisterRow, register_page
from awards.terms.access import chosen_round, round_for_office, rounds_of
from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown


def found_on(row: Row) -> str:
    """What the checks find, and what subject teachers disagree with."""
    against = [f"{opinion.user.name}: {opinion.text}" for opinion in row.against]
    return "\n".join([*(problem.message for problem in row.problems), *against])


class BoardResource(ListResource):
    name = Shown(gettext_lazy("Class"), "name")
    state = Shown(gettext_lazy("State"), "label")
    names = Shown(pgettext_lazy("count", "Names"), "names")
    teacher = Shown(gettext_lazy("Homeroom teacher"), "contact__name")
    phone = Shown(gettext_lazy("Phone"), "contact__phone")
    late = Shown(gettext_lazy("Days late"), lambda row: row.late_days or None)
    found = Shown(gettext_lazy("To look at"), found_on)


def board(asked: Asked) -> Listed:
    rounds = list(rounds_of(asked.school))
    round_ = chosen_round(rounds, asked.today, asked.number("round"))
    page = board_page(rounds, round_, asked.today)
    return Listed(BoardResource(), page.rows, round_.label if round_ else "", round_)


class RegisterResource(ListResource):
    number = Shown(pgettext_lazy("running number", "No."), "number")
    name = Shown(gettext_lazy("Class"), "name")
    teacher = Shown(gettext_lazy("Homeroom teacher"), "homeroom")
    pupils = Shown(pgettext_lazy("count", "Pupils"), "pupils")
    names = Shown(pgettext_lazy("count", "Names"), "names")
    submitted_on = Shown(gettext_lazy("Handed in"), "submitted_on")
    filed_on = Shown(pgettext_lazy("when", "Filed"), "filed_on")
    filing_number = Shown(gettext_lazy("Filing number"), "filing_number")
    filed_by = Shown(pgettext_lazy("register", "By"), "filed_by")
    notes = Shown(gettext_lazy("Remarks"), "notes")


def register(asked: Asked) -> Listed:
    page = register_page(round_for_office(asked.school, asked.key("of")))

    def column(place: int, name: str) -> Shown:
        def count(row: RegisterRow) -> int:
            return row.by_item[place]

        return Shown(name, count)

    stars = [column(place, item.short_name) for place, item in enumerate(page.items)]
    return Listed(RegisterResource(stars, after="names"), page.rows, page.round.label, page.round)


class MyClassesResource(ListResource):
    name = Shown(gettext_lazy("Class"), "row__name")
    state = Shown(gettext_lazy("State"), "row__label")
    names = Shown(pgettext_lazy("count", "Names"), "row__names")
    teacher = Shown(gettext_lazy("Homeroom teacher"), "row__contact__name")
    until = Shown(gettext_lazy("Opinion by"), "until")
    spoken = Shown(gettext_lazy("Opinion given"), "spoken")


def my_classes(asked: Asked) -> Listed:
    page = my_classes_page(asked.school, asked.user, asked.standing, asked.today)
    return Listed(MyClassesResource(), page.rows, page.round.label if page.round else "", page.round)
