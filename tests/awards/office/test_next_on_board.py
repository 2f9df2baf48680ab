"""The strip on the board leads from what can be filed to the register."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse

from awards.models import SheetState
from awards.office.board import board_page
from awards.office.next_thing import next_on_board
from awards.steps.next_thing import NextThing
from tests.awards.board_factories import TODAY, Board, make_board
from tests.factories import moment
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return make_board()


def next_of(board: Board, *left_out: SheetState) -> NextThing:
    page = board_page([board.round], board.round, TODAY)
    found = next_on_board(replace(page, rows=[row for row in page.rows if row.sheet.state not in left_out]))
    assert found is not None
    return found


def test_what_waits_for_the_office_goes_before_what_is_missing(board: Board) -> None:
    with time_machine.travel(moment(TODAY)):
        page = signed_in(board.clerk).get(reverse("awards:board"), {"round": board.round.pk})
    shown = page.context["next"]
    assert shown.url == "#submitted"
    assert shown.title in page.content.decode()
    missing = next_of(board, SheetState.SUBMITTED)
    assert (missing.url, missing.title) == ("#missing", "催办3个班")


def test_when_all_is_filed_the_register_follows_and_without_sheets_nothing(board: Board) -> None:
    last = next_of(board, SheetState.OPEN, SheetState.SUBMITTED, SheetState.RETURNED)
    assert last.url == reverse("awards:register", args=[board.round.pk])
    assert next_on_board(board_page([board.round], None, TODAY)) is None
