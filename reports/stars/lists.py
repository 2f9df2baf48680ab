"""Lists of stars: a class's in one term, a pupil's one by one."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.rules.kinds import ItemKind
from awards.violations.access import reads_deductions, reads_deductions_of
from reports.access import chosen_term, class_to_view, pupil_to_view
from reports.stars.pupil_page import pupil_page
from reports.terms.facts import PupilTerm, TermFacts, facts_of
from reports.terms.pupils import TermResource, TotalColumns, item_columns, level_heading, month_columns
from starrating.spreadsheets.columns import Column, FileColumn, Kind, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport, of_term


class SeatColumns(ListResource):
    title = _("Stars of a class")
    wide = True
    name = Column("name", _("Name"), heads=True, link="reports:pupil")
    seat = Column("stay__seat", _("Seat"), kind=Kind.NUMBER)


class ClassStars(TermResource, SeatColumns, TotalColumns):
    """A class in the order of its seats, never of its totals: the totals first, then months and stars."""

    level = Column()

    def __init__(self, facts: TermFacts, class_pk: int, *, deductions: bool) -> None:
        """Without ``deductions`` there is neither balance nor level, which would give them away."""
        without = () if deductions else ("deducted", "total", "level")
        super().__init__(facts, more={"level": [*month_columns(facts), *_item_columns(facts)]}, without=without)
        if deductions:
            self.fields["level"].column_name = level_heading(facts)
        self.class_pk = class_pk

    def get_queryset(self) -> list[PupilTerm]:
        return self.facts.in_class(self.class_pk)

    def dehydrate_level(self, pupil: PupilTerm) -> str:
        return self.facts.level_name(pupil)


def _item_columns(facts: TermFacts) -> list[Column]:
    """Make a column a star; on the page those of champions are one, in which few pupils have anything."""
    ordinary = [item for item in facts.items if item.kind == ItemKind.ORDINARY]
    champions = [item for item in facts.items if item.kind != ItemKind.ORDINARY]
    if len(champions) < 2:
        return item_columns(facts.items)

    def together(pupil: PupilTerm) -> int:
        return sum(pupil.by_item.get(item.pk, 0) for item in champions)

    folded = PageColumn(column_name=_("Champion stars"), kind=Kind.NUMBER, dehydrate_method=together)
    return [*item_columns(ordinary), folded, *item_columns(champions, FileColumn)]


def totals(asked: Asked) -> Listed:
    school_class = class_to_view(asked.standing, asked.key("of"))
    term = chosen_term(asked.school, asked.today, asked.text("term"))
    if term is None:
        return Listed(SeatColumns(), [])
    deductions = reads_deductions_of(asked.standing, school_class)
    stars = ClassStars(facts_of(term, asked.today, [school_class.pk]), school_class.pk, deductions=deductions)
    about = of_term(school_class.name_in(term.school_year), term)
    return Listed(stars, stars.get_queryset(), about, school_class)


class PupilStars(ListResource):
    """What led to a star stands on the page alone, and so does the button that takes it back."""

    title = _("Stars of a pupil")
    month = Column("month", _("Month"))
    star = Column("star", _("Star"), heads=True, template="reports/stars/cells/star.html")
    stars = Column("entry__stars", _("Stars"), kind=Kind.NUMBER)
    source = Column("entry__get_source_display", _("Where from"), template="reports/stars/cells/source.html")
    at = FileColumn("entry__entered_at", pgettext_lazy("term workbook", "Entered on"))
    act = PageColumn(column_name=_("What can be done"), template="reports/stars/cells/act.html", unnamed=True)


def pupil(asked: Asked) -> Listed:
    found = pupil_to_view(asked.standing, asked.key("of"), asked.today)
    term = chosen_term(asked.school, asked.today, asked.text("term"))
    deductions = reads_deductions(asked.standing, found, asked.today)
    page = pupil_page(found, term, asked.standing, asked.today, deductions=deductions)
    about = of_term(found.name, term) if term else found.name
    return Listed(PupilStars(), page.lines, about, found, [found.pk])


LISTS = (ListExport("totals", "reports:class_totals", totals), ListExport("pupil", "reports:pupil", pupil))
