"""What a term came to: totals and levels of a class, a pupil's stars, rewards, papers, terms."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.rewards.forms import QueueForm
from awards.rewards.page import queue_page
from awards.settlement.access import term_of_school
from awards.settlement.forms import DayForm
from awards.settlement.levels_page import levels_page
from awards.settlement.page import settlement_page
from awards.terms.access import terms_of
from awards.terms.page import term_rows
from reports.access import chosen_term, class_to_view, pupil_to_view
from reports.lists.asked import Asked, Listed
from reports.models import IssuedDocument
from reports.stars.class_page import star_columns
from reports.stars.pupil_page import pupil_page
from reports.terms.facts import facts_of
from reports.terms.tables import PupilColumn
from starrating.spreadsheets.resources import ListResource, Shown
from students.classes.access import class_for


class TotalsResource(ListResource):
    name = Shown(gettext_lazy("Name"), "name")
    seat = Shown(gettext_lazy("Seat"), "stay__seat")


def totals(asked: Asked) -> Listed:
    school_class = class_to_view(asked.standing, asked.key("of"))
    term = chosen_term(asked.school, asked.today, asked.text("term"))
    if term is None:
        return Listed(TotalsResource(), [])
    facts = facts_of(term, asked.today, [school_class.pk])
    columns = [_shown(column) for column in star_columns(facts)]
    about = _of_term(school_class.name_in(term.school_year), term.name)
    return Listed(TotalsResource(columns), facts.in_class(school_class.pk), about, school_class)


def _shown(column: PupilColumn) -> Shown:
    return Shown(column.name, column.value)


def _of_term(name: str, term: str) -> str:
    return _("%(name)s, %(term)s") % {"name": name, "term": term}


class LevelsResource(ListResource):
    name = Shown(gettext_lazy("Name"), "name")
    seat = Shown(gettext_lazy("Seat"), "seat")
    total = Shown(gettext_lazy("Stars"), "total")
    level = Shown(gettext_lazy("Level"), "level")


def levels(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("in_term"))
    school_class = class_for(asked.school, asked.standing, asked.key("of"))
    form = DayForm(asked.params or None)
    day = form.cleaned_data["day"] if form.is_valid() else asked.today
    page = levels_page(school_class, term, day)
    return Listed(LevelsResource(), page.rows, _of_term(page.class_name, term.name), school_class)


class PupilResource(ListResource):
    month = Shown(gettext_lazy("Month"), "month")
    star = Shown(gettext_lazy("Star"), "star")
    stars = Shown(gettext_lazy("Stars"), "entry__stars")
    source = Shown(gettext_lazy("Where from"), "entry__get_source_display")
    at = Shown(pgettext_lazy("term workbook", "Entered on"), "entry__entered_at")


def pupil(asked: Asked) -> Listed:
    found = pupil_to_view(asked.standing, asked.key("of"), asked.today)
    term = chosen_term(asked.school, asked.today, asked.text("term"))
    page = pupil_page(found, term, asked.standing, asked.today)
    return Listed(PupilResource(), page.lines, _of_term(found.name, term.name) if term else found.name, found)


class RewardsResource(ListResource):
    name = Shown(gettext_lazy("Name"), "entitlement__student__name")
    class_name = Shown(gettext_lazy("Class"), "class_name")
    kind = Shown(gettext_lazy("Kind"), "entitlement__get_kind_display")
    level = Shown(gettext_lazy("Level"), "level")
    number = Shown(pgettext_lazy("certificate", "Number"), "entitlement__number")
    state = Shown(gettext_lazy("State"), "entitlement__get_state_display")
    flags = Shown(gettext_lazy("Remarks"), "entitlement__flag_labels")
    reason = Shown(gettext_lazy("Reason"), "entitlement__reason")


def rewards(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    page = queue_page(term, QueueForm(asked.params, term=term))
    return Listed(RewardsResource(), page.rows, term.name, term)


class NearResource(ListResource):
    name = Shown(gettext_lazy("Name"), "name")
    class_name = Shown(gettext_lazy("Class"), "class_name")
    seat = Shown(gettext_lazy("Seat"), "seat")
    total = Shown(gettext_lazy("Stars"), "total")
    next_level = Shown(gettext_lazy("Next level"), "next_level")


def near(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    return Listed(NearResource(), settlement_page(term, [term], asked.today).near, term.name, term)


class CorrectionsResource(ListResource):
    name = Shown(gettext_lazy("Name"), "name")
    class_name = Shown(gettext_lazy("Class"), "class_name")
    old_total = Shown(gettext_lazy("Stars as settled"), "old_total")
    old = Shown(gettext_lazy("As settled"), "old")
    new_total = Shown(gettext_lazy("Stars corrected"), "new_total")
    new = Shown(pgettext_lazy("settlement", "Corrected"), "new")
    rewards = Shown(gettext_lazy("Rewards"), "rewards")


def corrections(asked: Asked) -> Listed:
    term = term_of_school(asked.school, asked.key("of"))
    return Listed(CorrectionsResource(), settlement_page(term, [term], asked.today).corrections, term.name, term)


class PapersResource(ListResource):
    kind = Shown(gettext_lazy("Kind"), "get_kind_display")
    serial = Shown(gettext_lazy("Serial number"), "serial")
    class_name = Shown(gettext_lazy("Class"), lambda row: row.level.school_class.name_in(row.term.school_year))
    name = Shown(gettext_lazy("Name"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    reissue = Shown(gettext_lazy("Issued again"), lambda row: row.reissue or None)
    by = Shown(gettext_lazy("Printed by"), "by")
    at = Shown(gettext_lazy("Printed on"), "at")


def papers(asked: Asked) -> Listed:
    """Every paper that was printed to be handed over, by class and seat."""
    term = term_of_school(asked.school, asked.key("of"))
    rows = IssuedDocument.objects.filter(term=term).select_related(
        "term", "student", "by", "level__school_class__school"
    )
    return Listed(PapersResource(), rows.in_paper_order().iterator(2000), term.name, term)


class TermsResource(ListResource):
    name = Shown(gettext_lazy("Term"), "term__name")
    starts_on = Shown(gettext_lazy("First day"), "term__starts_on")
    ends_on = Shown(gettext_lazy("Last day"), "term__ends_on")
    rounds = Shown(gettext_lazy("Rounds"), "rounds")
    scheme = Shown(gettext_lazy("Scheme"), "scheme")
    state = Shown(gettext_lazy("State"), "term__get_state_display")


def terms(asked: Asked) -> Listed:
    return Listed(TermsResource(), term_rows(list(terms_of(asked.school))))
