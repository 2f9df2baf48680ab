"""The strip on the page of a term leads from what is in the way to the rewards."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import ClassRound, SheetState
from awards.settlement.next_thing import next_in_term
from awards.settlement.page import settlement_page
from awards.steps.next_thing import NextThing
from students.models import Term
from tests.awards.settlement_factories import Ended, make_ended
from tests.factories import TERM_END, TERM_START

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended() -> Ended:
    return make_ended([32, 3])


def next_of(ended: Ended, day: dt.date = TERM_END, *, may_settle: bool = True) -> NextThing | None:
    term = Term.objects.select_related("school", "pinned__scheme").get(pk=ended.term.pk)
    return next_in_term(settlement_page(term, [term], day), day, may_settle=may_settle)


def test_first_what_is_in_the_way_then_settling_then_the_rewards(ended: Ended) -> None:
    sheet = ClassRound.objects.filter(round__term=ended.term)[0]
    owed = {"state": SheetState.OPEN, "filing_number": None, "final_at": None}
    ClassRound.objects.filter(pk=sheet.pk).update(**owed, notice_from=None, notice_until=None)
    blocked = next_of(ended)
    assert blocked is not None
    assert blocked.url.startswith("/board/")
    ClassRound.objects.filter(pk=sheet.pk).update(
        state=SheetState.FINAL,
        filing_number=sheet.filing_number,
        final_at=sheet.final_at,
        notice_from=sheet.notice_from,
        notice_until=sheet.notice_until,
    )
    ready = next_of(ended)
    assert ready is not None
    assert (ready.url, ready.opens) == ("#settle-dialog", True)
    assert next_of(ended, may_settle=False) is None
    ended.settle()
    rewards = next_of(ended)
    assert rewards is not None
    assert rewards.url == f"/settlement/{ended.term.pk}/rewards/"


def test_before_the_last_month_nothing_of_it_is_due(ended: Ended) -> None:
    assert next_of(ended, TERM_START) is None
