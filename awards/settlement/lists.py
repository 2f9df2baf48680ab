"""Lists of a term's end: a class's levels as of a day, who is one star below a level, what settling again corrects."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.settlement.levels_page import LevelsPage, levels_page
from awards.settlement.page import Correction, settlement_page
from awards.terms.access import term_of_school
from awards.violations.access import reads_deductions_of
from starrating.forms.shared import DayForm
from starrating.joiners import signed
from starrating.spreadsheets.columns import Column, FileColumn, Kind, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport, of_term
from students.classes.access import class_for


class LevelsResource(ListResource):
    title = _("Levels of a class")
    wide = True
    name = Column("name", _("Name"), heads=True)
    seat = Column("seat", _("Seat"), kind=Kind.NUMBER)
    total = Column("total", _("Stars"), kind=Kind.NUMBER)
    level = Column("level", _("Level"))

    def __init__(self, page: LevelsPage) -> None:
        super().__init__(without=page.untold)


def levels(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("in_term"))
    school_class = class_for(asked.school, asked.standing, asked.key("of"))
    form = DayForm(asked.params or None)
    day = form.cleaned_data["day"] if form.is_valid() else asked.today
    page = levels_page(school_class, term, day, balanced=reads_deductions_of(asked.standing, school_class))
    return Listed(LevelsResource(page), page.rows, of_term(page.class_name, term), school_class)


class NearResource(ListResource):
    title = _("One star below a level")
    name = Column("name", _("Name"), heads=True)
    class_name = Column("class_name", _("Class"))
    seat = Column("seat", _("Seat"), kind=Kind.NUMBER)
    total = Column("total", _("Stars"), kind=Kind.NUMBER)
    next_level = Column("next_level", _("Next level"))


def near(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    return Listed(NearResource(), settlement_page(term, [term], asked.today).near, term.name, term)


class CorrectionsResource(ListResource):
    """The page says total and level in one cell."""

    title = _("Corrections of levels")
    name = Column("name", _("Name"), heads=True)
    class_name = Column("class_name", _("Class"))
    old_total = FileColumn("old_total", _("Stars as settled"))
    old = FileColumn("old", _("As settled"))
    new_total = FileColumn("new_total", _("Stars corrected"))
    new = FileColumn("new", pgettext_lazy("settlement", "Corrected"))
    before = PageColumn(column_name=_("As settled"))
    after = PageColumn(column_name=pgettext_lazy("settlement", "Corrected"))
    rewards = Column("rewards", _("Rewards"))

    def dehydrate_before(self, row: Correction) -> str:
        return f"{'–' if row.old_total is None else signed(row.old_total)} {row.old}"

    def dehydrate_after(self, row: Correction) -> str:
        return f"{signed(row.new_total)} {row.new}"


def corrections(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    return Listed(CorrectionsResource(), settlement_page(term, [term], asked.today).corrections, term.name, term)


LISTS = (
    ListExport("levels", "awards:levels_on", levels),
    ListExport("near", "awards:settlement_of_term", near),
    ListExport("corrections", "awards:settlement_of_term", corrections),
)
