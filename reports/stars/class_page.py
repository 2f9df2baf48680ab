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


def class_page(school_class: SchoolClass, term: Term | None, day: dt.date) -> ClassPage:
    """Gather the totals of ``school_class`` (with ``school``) in ``term``, by the columns of the term's workbook."""
    if term is None:
        return ClassPage(school_class.pk, str(school_class), None, PageTable(""), provisional=False)
    facts = facts_of(term, day, [school_class.pk])
    name, table = school_class.name_in(term.school_year), ClassStars(facts, school_class.pk).on_page()
    return ClassPage(school_class.pk, name, term, table, facts.provisional)
