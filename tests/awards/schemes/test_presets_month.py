"""A school can begin with any of the schemes that ship: a month from the open sheet to stars that count."""

from __future__ import annotations

import pytest

from awards.models import SheetState, StarEntry, TermLevel
from awards.rules.levels import level_for
from awards.schemes.presets import available_presets
from awards.settlement import verbs as settlement
from awards.settlement.facts import bounds_of
from awards.terms import opening
from tests.factories import (
    TERM_END,
    TERM_START,
    make_administrator,
    make_class,
    make_final,
    make_scheme,
    make_school,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", available_presets())
def test_a_month_and_its_settlement(code: str) -> None:
    school = make_school()
    scheme = make_scheme(school, code)
    now = moment(TERM_START)
    term = opening.open_term(
        school, school_year=2025, ordinal=1, starts_on=TERM_START, ends_on=TERM_END, by=None, at=now
    )
    sheet = make_final(make_class(school))
    assert sheet.state == SheetState.FINAL
    entries = list(StarEntry.objects.filter(term=term))
    assert entries
    assert all(entry.stars == (entry.item and entry.item.value) for entry in entries)
    for round_ in term.rounds.exclude(pk=sheet.round_id):
        opening.remove_round(round_, by=make_administrator(school), at=moment(TERM_END))
    settlement.settle(term, by=make_administrator(school), at=moment(TERM_END, 16))
    bounds = bounds_of(scheme)
    totals = {entry.student_id: entry.stars for entry in entries}
    levels = dict(TermLevel.objects.filter(term=term).values_list("student", "level"))
    assert levels == {pk: level_for(totals.get(pk, 0), bounds) for pk in levels}
    assert set(totals) <= set(levels)
