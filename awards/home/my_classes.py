"""The sheets of the classes somebody teaches, to be read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from awards.models import ClassRound, Opinion, Round
from awards.office.board import Row, row_of
from awards.rules.kinds import SubjectMode
from awards.rules.problems import sheet_problems
from awards.sheets.access import sheets_in_reach
from awards.sheets.contents import Contents
from awards.sheets.facts import facts_in
from awards.sheets.subject_teachers import last_day
from awards.sheets.workflow import Verb, may
from awards.terms.access import chosen_round, rounds_of
from awards.terms.contacts import homeroom_contacts, within_term
from students.models import School, User
from students.permits.roles import Standing


@dataclass(frozen=True)
class MyClass:
    """A class as its subject teacher sees it. ``until`` is the last day for an opinion, None when none is asked."""

    row: Row
    until: dt.date | None
    spoken: bool

    @property
    def url(self) -> str:
        """To the list where an opinion is asked for, else to the sheet."""
        return reverse("awards:sheet" if self.until is None else "awards:opinion", args=[self.row.sheet.pk])


@dataclass(frozen=True)
class MyClassesPage:
    """The classes somebody teaches; ``round`` is None in a school without any round."""

    round: Round | None
    rows: Sequence[MyClass] = ()


def my_classes_page(school: School, user: User, standing: Standing, today: dt.date) -> MyClassesPage:
    round_ = chosen_round(list(rounds_of(school)), today, None)
    if round_ is None:
        return MyClassesPage(None)
    found_sheets = sheets_in_reach(standing, "awards:class_sheets").filter(round=round_)
    sheets = list(found_sheets.saying_what_waits().in_paper_order())
    found = Contents.of_sheets(sheets, placed=True) if sheets else []
    facts = facts_in(found, today) if found else {}
    contacts = homeroom_contacts([sheet.school_class_id for sheet in sheets], within_term(round_, today))
    rows = [
        row_of(sheet, facts[sheet.pk], sheet_problems(facts[sheet.pk]), contacts[sheet.school_class_id], today)
        for sheet in sheets
    ]
    until, spoken = _open_until(found, standing, today), _spoken(sheets, user)
    mine = [MyClass(row, until.get(row.sheet.pk), row.sheet.pk in spoken) for row in rows]
    return MyClassesPage(round_, mine)


def _open_until(found: Sequence[Contents], standing: Standing, today: dt.date) -> dict[int, dt.date]:
    """Give by sheet the last day for opinions where they may be given now."""
    until = {}
    for contents in found:
        sheet, asked, scheme = contents.sheet, contents.stage.asked, contents.scheme
        if asked is None or not may(sheet.state, Verb.OPINE, standing.toward(sheet.school_class)):
            continue
        last = last_day(scheme, asked)
        if last is not None and today <= last and scheme.subject_mode != SubjectMode.NONE:
            until[sheet.pk] = last
    return until


def _spoken(sheets: Sequence[ClassRound], user: User) -> set[int]:
    return set(Opinion.objects.filter(class_round__in=sheets, user=user).values_list("class_round_id", flat=True))
