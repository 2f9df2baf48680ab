"""How many questions a verb asks the database: few, and as many for a large class as for a small one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import ClassRound, Nomination, SheetState
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.sheets.facts import problems_of
from awards.terms import opening
from tests.factories import (
    FILING_DAY,
    items_of,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_term,
    moment,
)
from tests.guarantees.factories import make_many_sheets, students_of

pytestmark = pytest.mark.django_db

NOW = moment(dt.date(2025, 9, 30))


def asked(act: Callable[[], object]) -> int:
    """Statements that ``act`` sends, but for the savepoints that only a test has instead of a transaction."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def saved_with(pupils: int, cells: int) -> int:
    sheet = make_sheet(make_class(make_school()), pupils=pupils)
    teacher = make_homeroom(sheet.school_class)
    everybody, items = students_of(sheet), items_of(sheet)
    changes = [
        Change(everybody[(number * 5 + place) % len(everybody)].pk, item.pk, wanted=True)
        for number, item in enumerate(items)
        for place in range(5)
    ][:cells]
    assert len(changes) == cells
    number = asked(lambda: entering.save_lines(sheet, changes, by=teacher, at=NOW))
    assert Nomination.objects.filter(class_round=sheet).count() == cells
    return number


def test_one_cell() -> None:
    number = saved_with(20, 1)
    assert number <= 10
    assert saved_with(48, 1) == number


def test_a_whole_sheet() -> None:
    number = saved_with(20, 55)
    assert number <= 12
    assert saved_with(48, 55) == number


def test_an_exchange_in_a_full_sheet() -> None:
    sheet = make_sheet(make_class(make_school()), pupils=20)
    teacher = make_homeroom(sheet.school_class)
    item, everybody = items_of(sheet)[0], students_of(sheet)
    entering.save_lines(sheet, [Change(one.pk, item.pk, wanted=True) for one in everybody[:5]], by=teacher, at=NOW)
    back = [Change(one.pk, item.pk, wanted=False) for one in everybody[:5]]
    new = [Change(one.pk, item.pk, wanted=True) for one in everybody[5:10]]
    assert asked(lambda: entering.save_lines(sheet, [*back, *new], by=teacher, at=NOW)) <= 12


def class_sheets(how_many: int) -> list[ClassRound]:
    school = make_school()
    make_term(school)
    return make_many_sheets(school, how_many)


def test_checking_a_grade_asks_no_more_than_checking_three_classes() -> None:
    few, many = class_sheets(3), class_sheets(36)
    assert asked(lambda: problems_of(few)) == asked(lambda: problems_of(many)) <= 6
    assert len(problems_of(many)) == 36


def filed_with(how_many: int) -> int:
    found = class_sheets(how_many)
    ClassRound.objects.filter(pk__in=[sheet.pk for sheet in found]).update(state=SheetState.SUBMITTED)
    clerk = make_office(found[0].school_class.school)
    pks = [sheet.pk for sheet in found]
    number = asked(lambda: moves.register_many(found[0].round, pks, on=FILING_DAY, by=clerk, at=moment(FILING_DAY)))
    assert ClassRound.objects.filter(pk__in=pks, state=SheetState.IN_NOTICE).count() == how_many
    return number


def test_filing_a_school_asks_no_more_than_filing_two_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody is on these sheets; what is asked to find that out is counted all the same.
    monkeypatch.setattr("awards.sheets.facts.sheet_problems", lambda _facts: [])
    assert filed_with(2) == filed_with(36) <= 17


def test_opening_a_round_asks_no_more_for_more_classes() -> None:
    def opened(how_many: int) -> int:
        school = make_school()
        term = make_term(school)
        for number in range(1, how_many + 1):
            make_class(school, number=number)
        return asked(lambda: opening.open_round(term.rounds.earliest("starts_on"), by=None, at=NOW))

    assert opened(3) == opened(36) <= 7
