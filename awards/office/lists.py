"""Lists of the office's month: the board, the register."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import StarItem
from awards.office.board import Row, board_page
from awards.office.register import register_page
from awards.terms.access import chosen_round, round_for_office, rounds_of
from starrating import joiners
from starrating.spreadsheets.columns import Column, FileColumn, Kind
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class BoardResource(ListResource):
    """A file only: the page shows tiles, and what is to be filed in a form."""

    title = _("Filing board of the month")
    name = FileColumn("name", _("Class"))
    state = FileColumn("place__label", _("State"))
    names = FileColumn("names", pgettext_lazy("count", "Names"))
    teacher = FileColumn("contact__name", _("Homeroom teacher"))
    phone = FileColumn("contact__phone", _("Phone"))
    late = FileColumn(column_name=_("Days overdue"), dehydrate_method=lambda row: row.late_days or None)
    found = FileColumn(column_name=_("To look at"))

    def dehydrate_found(self, row: Row) -> str:
        """Say what the checks find, what subject teachers disagree with, and what was changed of the vote."""
        against = [joiners.explained_by(opinion.user.name, opinion.text) for opinion in row.against]
        changed = [joiners.explained_by(one.about, joiners.beside(one.what, one.reason)) for one in row.changed]
        return "\n".join([*(problem.message for problem in row.problems), *changed, *against])


def board(asked: Asked) -> Listed:
    rounds = list(rounds_of(asked.school))
    round_ = chosen_round(rounds, asked.today, asked.number("round"))
    page = board_page(rounds, round_, asked.today)
    return Listed(BoardResource(), page.rows, round_.full_name if round_ else "", round_)


class RegisterResource(ListResource):
    title = _("Register of filed sheets")
    wide = True
    number = Column("number", pgettext_lazy("running number", "No."), kind=Kind.NUMBER)
    name = Column("name", _("Class"), heads=True)
    teacher = Column("homeroom", _("Homeroom teacher"), css="nowrap")
    pupils = Column("pupils", pgettext_lazy("who take part", "Pupils"), kind=Kind.NUMBER)
    names = Column("names", pgettext_lazy("count", "Names"), kind=Kind.NUMBER)
    submitted_on = Column("submitted_on", _("Submitted on"), date="m-d", css="nowrap")
    filed_on = Column("filed_on", pgettext_lazy("when", "Filed"), date="m-d", css="nowrap")
    filing_number = Column("filing_number", _("Filing number"), css="nowrap")
    filed_by = Column("filed_by", pgettext_lazy("register", "By"), css="nowrap")
    notes = Column("notes", _("Remarks"))

    def __init__(self, items: Sequence[StarItem]) -> None:
        stars = [Column(f"by_item__{place}", item.short_name, kind=Kind.NUMBER) for place, item in enumerate(items)]
        super().__init__({"names": stars})


def register(asked: Asked) -> Listed:
    page = register_page(round_for_office(asked.school, asked.key("of")))
    return Listed(RegisterResource(page.items), page.rows, page.round.full_name, page.round)


LISTS = (ListExport("board", "awards:board", board), ListExport("register", "awards:register", register))
