"""The board: who sees it, what it shows of each class, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import ClassRound, SheetState
from awards.office.board import Place
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY, make_board
from tests.factories import make_homeroom, make_office, make_school, make_user, moment

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


def test_every_class_stands_in_its_place_and_late_ones_come_first() -> None:
    board = make_board(6)
    page = client_of(board.clerk).get(reverse("awards:board")).context["page"]
    assert [row.place for row in page.rows] == [
        Place.NOT_STARTED,
        Place.OPEN,
        Place.CLEAN,
        Place.RETURNED,
        Place.IN_NOTICE,
        Place.FINAL,
    ]
    # The returned sheet was in time once, so that it is not late now.
    assert [(row.place, row.late_days) for row in page.missing] == [
        (Place.NOT_STARTED, 4),
        (Place.OPEN, 4),
        (Place.RETURNED, 0),
    ]
    assert [count.number for count in page.counts] == [2, 1, 1, 1, 1, 1, 1]


def test_reminder_names_the_missing_classes_and_nobody_else() -> None:
    board = make_board(6)
    reminder = client_of(board.clerk).get(reverse("awards:board")).context["page"].reminder
    assert "七年级(1)班 and 七年级(2)班" in reminder.splitlines()[0]
    assert "七年级(4)班" in reminder.splitlines()[1]
    assert "七年级(3)班" not in reminder


def test_findings_are_shown_and_their_class_is_not_chosen() -> None:
    board = make_board(3)
    sheet = board.sheets[2]
    # A pupil who has left since makes a finding on a sheet that was in order when it was submitted.
    enrolment = sheet.school_class.enrolments.order_by("seat").first()
    assert enrolment is not None
    enrolment.ends_on = board.round.starts_on
    enrolment.save()
    response = client_of(board.clerk).get(reverse("awards:board"))
    assert response.context["page"].submitted[0].place == Place.FLAGGED
    assert enrolment.student.name in response.content.decode()
    assert f'id="sheet-{sheet.pk}"' in response.content.decode()
    assert "checked" not in response.content.decode()


def test_homeroom_teacher_and_phone_are_shown() -> None:
    board = make_board(1)
    html = client_of(board.clerk).get(reverse("awards:board")).content.decode()
    assert "教师1" in html
    assert "13800000000" in html


@pytest.mark.parametrize("classes", [3, 36])
def test_the_page_costs_the_same_for_any_number_of_classes(classes: int) -> None:
    board = make_board(classes, pupils=4)
    client = client_of(board.clerk)
    client.get(reverse("awards:board"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("awards:board")).context["page"]
    assert len(page.rows) == classes
    assert len(queries) <= MOST_QUERIES


def test_another_round_can_be_chosen_but_not_one_of_another_school() -> None:
    board = make_board(1)
    other = make_board(1)
    client = client_of(board.clerk)
    assert client.get(reverse("awards:board"), {"round": board.round.pk}).status_code == 200
    assert client.get(reverse("awards:board"), {"round": other.round.pk}).status_code == 404


def test_the_board_is_for_office_and_administrator() -> None:
    board = make_board(1)
    teacher = make_homeroom(board.sheets[0].school_class, ends_on=TODAY)
    assert client_of(board.administrator).get(reverse("awards:board")).status_code == 200
    assert client_of(teacher).get(reverse("awards:board")).status_code == 403
    assert client_of(make_user(board.school)).get(reverse("awards:board")).status_code == 403
    assert Client().get(reverse("awards:board")).status_code == 302


def test_a_school_without_rounds_is_told_what_comes_next() -> None:
    clerk = make_office(make_school())
    response = client_of(clerk).get(reverse("awards:board"))
    assert response.status_code == 200
    assert response.context["page"].round is None


def test_class_page_shows_names_findings_history_and_the_buttons_of_its_state() -> None:
    board = make_board(6)
    client = client_of(board.clerk)
    allowed = {}
    for sheet in board.sheets:
        page = client.get(reverse("awards:board_sheet", args=[sheet.pk])).context["page"]
        allowed[SheetState(sheet.state), bool(sheet.version)] = (page.may_file, page.may_return)
    assert allowed == {
        (SheetState.OPEN, False): (False, False),
        (SheetState.OPEN, True): (False, False),
        (SheetState.SUBMITTED, True): (True, True),
        (SheetState.RETURNED, True): (False, False),
        (SheetState.IN_NOTICE, True): (False, True),
        (SheetState.FINAL, True): (False, False),
    }
    page = client.get(reverse("awards:board_sheet", args=[board.sheets[4].pk])).context["page"]
    assert [len(item.winners) for item in page.items][:2] == [3, 0]
    assert page.history[0].verdict == "filed"


def test_class_page_says_why_there_is_no_button() -> None:
    board = make_board(6)
    client = client_of(board.clerk)
    addresses = [reverse("awards:board_sheet", args=[sheet.pk]) for sheet in board.sheets]
    told = [client.get(address).context["page"].why_not for address in addresses]
    waits = "The class has not submitted this sheet yet. It can be filed or returned afterwards."
    assert told == [waits, waits, "", waits, "", ""]
    assert waits in client.get(addresses[0]).content.decode()
    ClassRound.objects.filter(pk=board.sheets[2].pk).update(submitted_by=board.clerk)
    page = client.get(addresses[2]).context["page"]
    assert (page.may_file, page.may_return) == (False, True)
    assert page.why_not == "You submitted this sheet yourself, so a colleague files it."
    assert client_of(board.administrator).get(addresses[2]).context["page"].may_file


def test_class_page_of_another_school_is_not_found() -> None:
    board = make_board(1)
    other = make_board(1)
    address = reverse("awards:board_sheet", args=[other.sheets[0].pk])
    assert client_of(board.clerk).get(address).status_code == 404


def test_register_lists_what_is_on_file_and_names_the_rest() -> None:
    board = make_board(6)
    page = client_of(board.clerk).get(reverse("awards:register", args=[board.round.pk])).context["page"]
    assert [(row.name, row.names, row.by_item[0], row.pupils) for row in page.rows] == [
        ("七年级(5)班", 3, 3, 4),
        ("七年级(6)班", 3, 3, 4),
    ]
    assert page.totals[0] == 6
    assert page.missing == ["七年级(1)班", "七年级(2)班", "七年级(3)班", "七年级(4)班"]
    filed = ClassRound.objects.get(pk=board.sheets[4].pk)
    assert page.rows[0].filing_number == filed.filing_number
    assert page.rows[0].filed_on == filed.notice_from


@pytest.mark.parametrize("classes", [6, 36])
def test_register_costs_the_same_for_any_number_of_classes(classes: int) -> None:
    board = make_board(classes, pupils=4)
    client = client_of(board.clerk)
    address = reverse("awards:register", args=[board.round.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= MOST_QUERIES
