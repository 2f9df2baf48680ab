"""The board over the months: every class, and who was late when."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from awards.models import ClassRound, SheetState
from awards.office.months import MonthsPage
from students.models import User
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY, Board, make_board
from tests.factories import make_office, make_school, moment

pytestmark = pytest.mark.django_db
ADDRESS = "awards:board_months"


@pytest.fixture
def board() -> Board:
    return make_board(3)


def shown(user: User, **asked: int) -> MonthsPage:
    with time_machine.travel(moment(TODAY)):
        page: MonthsPage = client_of(user).get(reverse(ADDRESS), asked).context["page"]
    return page


def submitted(sheet: ClassRound, on: dt.date) -> None:
    ClassRound.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED, first_submitted_at=moment(on))


def test_who_was_late_stays_to_be_seen_after_handing_in(board: Board) -> None:
    due = board.round.due_on
    submitted(board.sheets[0], due)
    submitted(board.sheets[1], due + dt.timedelta(days=2))
    ClassRound.objects.filter(pk=board.sheets[2].pk).update(state=SheetState.OPEN, first_submitted_at=None)
    page = shown(board.clerk, round=board.round.pk)
    place = [one.pk for one in page.rounds].index(board.round.pk)
    late = [line.cells[place].late for line in page.lines]  # type: ignore[union-attr]  # each has its sheet
    assert late == [0, 2, (TODAY - due).days]
    assert [line.times_late for line in page.lines] == [0, 1, 1]
    assert [line.name for line in page.lines] == [sheet.class_name for sheet in board.sheets]


def test_a_sheet_is_overdue_until_it_is_in_and_late_afterwards(board: Board) -> None:
    def words() -> str:
        with time_machine.travel(moment(TODAY)):
            return client_of(board.clerk).get(reverse(ADDRESS), {"round": board.round.pk}).content.decode()

    ClassRound.objects.filter(round=board.round).update(state=SheetState.OPEN, first_submitted_at=None)
    assert "days overdue" in words()
    assert "days late" not in words()
    for sheet in board.sheets:
        submitted(sheet, TODAY)
    assert "days late" in words()


def test_months_to_come_have_no_column(board: Board) -> None:
    assert all(one.starts_on <= TODAY for one in shown(board.clerk).rounds)


def test_it_is_for_the_office_and_its_own_school(board: Board) -> None:
    with time_machine.travel(moment(TODAY)):
        teacher = User.objects.filter(staffings__school_class=board.sheets[0].school_class)[0]
        assert client_of(teacher).get(reverse(ADDRESS)).status_code == 403
        stranger = client_of(make_office(make_school()))
        assert stranger.get(reverse(ADDRESS), {"round": board.round.pk}).status_code == 404
        empty = stranger.get(reverse(ADDRESS))
        assert empty.status_code == 200
        assert empty.context["page"] is None
