"""A class's stars in one table, in the order of the seats."""

import datetime as dt
from dataclasses import dataclass

from reports.stars.lists import ClassStars
from reports.terms.facts import facts_of
from starrating.spreadsheets.resources import PageTable
from students.models import SchoolClass, Term


@dataclass(frozen=True)
class ClassPage:
    class_pk: int
    class_name: str
    term: Term | None
    table: PageTable
    provisional: bool


def class_page(school_class: SchoolClass, term: Term | None, day: dt.date, *, deductions: bool) -> ClassPage:
    """Gather the stars of ``school_class`` (with ``school``) in ``term``, by the columns of the term's workbook.

    With ``deductions`` the totals and levels as well.
    """
    if term is None:
        return ClassPage(school_class.pk, str(school_class), None, PageTable(""), provisional=False)
    facts = facts_of(term, day, [school_class.pk])
    table = ClassStars(facts, school_class.pk, deductions=deductions).on_page()
    return ClassPage(
        school_class.pk, school_class.name_in(term.school_year), term, table, facts.provisional and deductions
    )
