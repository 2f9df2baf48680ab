"""The sheets of the classes somebody teaches, to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Round
from awards.office_access import round_of_day, sheets_for_teacher
from awards.pages.board import Row, row_of
from awards.pages.classes import NOBODY, homeroom_contacts, within_term
from awards.rules.problems import sheet_problems
from awards.sheet_facts import facts_of
from students.models import School
from students.roles import Standing


@dataclass(frozen=True)
class MyClassesPage:
    """``round`` is None in a school without any round."""

    round: Round | None
    rows: Sequence[Row] = ()


def my_classes_page(school: School, standing: Standing, today: dt.date) -> MyClassesPage:
    round_ = round_of_day(school, today)
    if round_ is None:
        return MyClassesPage(None)
    sheets = list(sheets_for_teacher(school, standing).filter(round=round_).in_paper_order())
    facts = facts_of(sheets, today)
    contacts = homeroom_contacts([sheet.school_class_id for sheet in sheets], within_term(round_, today))
    rows = [
        row_of(
            sheet,
            facts[sheet.pk],
            sheet_problems(facts[sheet.pk]),
            contacts.get(sheet.school_class_id, NOBODY),
            today,
        )
        for sheet in sheets
    ]
    return MyClassesPage(round_, rows)
