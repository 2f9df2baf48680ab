"""A class's stars in one table, in the order of the seats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reports.terms.facts import TermFacts, facts_of
from reports.terms.tables import PupilColumn, item_columns, round_columns, total_columns
from starrating.spreadsheets.columns import PageCell, page_cells
from students.models import SchoolClass, Term


@dataclass(frozen=True)
class PupilRow:
    pk: int
    seat: int | None
    name: str
    cells: Sequence[PageCell]


@dataclass(frozen=True)
class ClassPage:
    """``headings`` are those of the cells; seat and name come before them. Never in the order of the totals."""

    class_name: str
    term: Term | None
    headings: Sequence[PageCell]
    rows: Sequence[PupilRow]
    provisional: bool
    # For those who may print what guardians take home, and look at the class's months.
    term_pages_url: str = ""
    figures_url: str = ""


def star_columns(facts: TermFacts) -> list[PupilColumn]:
    """What stands behind a pupil's name and seat: the totals first, then months and stars."""
    return [*total_columns(facts), *round_columns(facts.rounds), *item_columns(facts.items)]


def class_page(school_class: SchoolClass, term: Term | None, day: dt.date) -> ClassPage:
    """The totals of ``school_class`` (with ``school``) in ``term``, by the columns of the term's workbook."""
    if term is None:
        return ClassPage(str(school_class), None, [], [], provisional=False)
    facts = facts_of(term, day, [school_class.pk])
    columns = star_columns(facts)
    pupils = facts.in_class(school_class.pk)
    return ClassPage(
        class_name=school_class.name_in(term.school_year),
        term=term,
        headings=[PageCell(column.name, column.is_number) for column in columns],
        rows=[PupilRow(row.pk, row.stay.seat, row.name, page_cells(columns, row)) for row in pupils],
        provisional=facts.provisional,
    )
