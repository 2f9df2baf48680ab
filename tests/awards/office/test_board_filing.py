"""Filing and returning from the board."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.models import ClassRound, Decision, SheetState, Verdict
from starrating.operations.models import AuditEvent, AuditSource
from tests.awards.board_clients import client_of, said
from tests.awards.board_factories import TODAY, Board, advance, make_board
from tests.factories import make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


def make_submitted_board(classes: int) -> Board:
    """Every one of up to three classes has handed in."""
    board = make_board(classes)
    for turn, sheet in enumerate(board.sheets):
        if turn % 6 < 2:
            again = ClassRound.objects.get(pk=sheet.pk)
            advance(again, 2, board.clerk)
    return board


def states(board: Board) -> list[str]:
    return [ClassRound.objects.get(pk=sheet.pk).state for sheet in board.sheets]


def file_many(client: Client, board: Board, sheets: list[ClassRound], **extra: str) -> list[str]:
    data = {"sheets": [sheet.pk for sheet in sheets], "on": TODAY.isoformat(), **extra}
    return said(client.post(reverse("awards:file_sheets", args=[board.round.pk]), data))


def test_many_are_filed_in_one_action() -> None:
    board = make_submitted_board(3)
    assert file_many(client_of(board.clerk), board, board.sheets) == ["3 sheets filed."]
    assert states(board) == [SheetState.IN_NOTICE] * 3
    numbers = [ClassRound.objects.get(pk=sheet.pk).filing_number for sheet in board.sheets]
    assert numbers == ["2025-09-001", "2025-09-002", "2025-09-003"]


def test_the_audit_says_page_and_address() -> None:
    board = make_submitted_board(1)
    client = client_of(board.clerk)
    file_many(client, board, board.sheets)
    event = AuditEvent.objects.get(action="sheet.filed")
    assert (event.actor_id, event.source, event.address) == (board.clerk.pk, AuditSource.WEB, "127.0.0.1")


def test_sending_the_form_twice_files_once_and_answers_the_same() -> None:
    board = make_submitted_board(2)
    client, key = client_of(board.clerk), str(uuid.uuid4())
    first = file_many(client, board, board.sheets, idempotency_key=key)
    again = file_many(client, board, board.sheets, idempotency_key=key)
    assert again[-1] == first[-1] == "2 sheets filed."
    assert Decision.objects.filter(verdict=Verdict.FILED).count() == 2


def test_one_that_is_not_submitted_any_more_stops_all() -> None:
    board = make_board(3)
    messages = file_many(client_of(board.clerk), board, board.sheets)
    assert len(messages) == 1
    assert states(board) == [SheetState.OPEN, SheetState.OPEN, SheetState.SUBMITTED]


def test_none_chosen_and_no_day_are_told() -> None:
    board = make_submitted_board(1)
    client = client_of(board.clerk)
    assert file_many(client, board, []) == ["Choose at least one sheet."]
    assert file_many(client, board, board.sheets, on="")[-1] == "This field is required."
    assert states(board) == [SheetState.SUBMITTED]


def test_sheets_of_another_round_or_school_are_refused() -> None:
    board, other = make_submitted_board(1), make_submitted_board(1)
    client = client_of(board.clerk)
    assert len(file_many(client, board, other.sheets)) == 1
    address = reverse("awards:file_sheets", args=[other.round.pk])
    assert client.post(address, {"sheets": [other.sheets[0].pk], "on": TODAY}).status_code == 404
    assert states(other) == [SheetState.SUBMITTED]


def test_filing_and_returning_are_for_the_office() -> None:
    board = make_submitted_board(1)
    sheet = board.sheets[0]
    teacher = sheet.school_class.staffings.get().user
    for user in (teacher, make_user(board.school)):
        client = client_of(user)
        assert client.post(reverse("awards:file_sheet", args=[sheet.pk]), {"on": TODAY}).status_code == 403
        assert client.post(reverse("awards:return_sheet", args=[sheet.pk]), {"reason": "x"}).status_code == 403
        assert client.post(reverse("awards:file_sheets", args=[board.round.pk])).status_code == 403
    assert states(board) == [SheetState.SUBMITTED]


@pytest.mark.parametrize("name", ["file_sheet", "return_sheet"])
def test_nothing_is_written_by_looking(name: str) -> None:
    board = make_submitted_board(1)
    address = reverse(f"awards:{name}", args=[board.sheets[0].pk])
    assert client_of(board.clerk).get(address).status_code == 405


def test_one_class_is_filed_from_its_page() -> None:
    board = make_submitted_board(1)
    address = reverse("awards:file_sheet", args=[board.sheets[0].pk])
    response = client_of(board.clerk).post(address, {"on": TODAY.isoformat()})
    assert response.status_code == 302
    sheet = ClassRound.objects.get(pk=board.sheets[0].pk)
    assert (sheet.state, sheet.filed_on, sheet.notice_from) == (SheetState.IN_NOTICE, TODAY, TODAY)


def test_ticked_and_typed_reasons_are_one_reason() -> None:
    board = make_submitted_board(1)
    address = reverse("awards:return_sheet", args=[board.sheets[0].pk])
    client_of(board.clerk).post(address, {"at_hand": ["日期不对", "少签名"], "reason": " 请补齐 "})
    sheet = ClassRound.objects.get(pk=board.sheets[0].pk)
    assert (sheet.state, sheet.return_reason) == (SheetState.RETURNED, "日期不对\n少签名\n请补齐")


@pytest.mark.parametrize("data", [{}, {"reason": "  "}, {"reason": "长" * 501}])
def test_a_return_needs_a_reason_of_usable_length(data: dict[str, str]) -> None:
    board = make_submitted_board(1)
    response = client_of(board.clerk).post(reverse("awards:return_sheet", args=[board.sheets[0].pk]), data)
    assert len(said(response)) == 1
    assert states(board) == [SheetState.SUBMITTED]


def test_returning_what_is_with_the_class_already_is_refused() -> None:
    board = make_submitted_board(1)
    client = client_of(board.clerk)
    address = reverse("awards:return_sheet", args=[board.sheets[0].pk])
    client.post(address, {"reason": "一"})
    response = client.post(address, {"reason": "二"})
    assert response.url == reverse("awards:board_sheet", args=[board.sheets[0].pk])  # type: ignore[attr-defined]
    assert ClassRound.objects.get(pk=board.sheets[0].pk).return_reason == "一"
