"""Looking things up in the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from starrating.operations import audit
from starrating.operations.actions import Kind, actions, codes_of
from students.models import Guardian
from students.pupils import guardians
from students.pupils.guardians import PhoneReason
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY, Board, make_board
from tests.factories import make_homeroom, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


def found(board: Board, **words: str) -> list[tuple[str, str]]:
    """Action and object of each event on the first page."""
    lines = client_of(board.clerk).get(reverse("awards:audit"), words).context["lines"]
    return [(line.event.action, line.about) for line in lines]


def test_by_person_pupil_class_and_day() -> None:
    board = make_board(3)
    pupil = board.sheets[2].school_class.enrolments.order_by("seat")[0].student
    assert {action for action, _about in found(board, person="教师3")} == {
        "sheet.entered",
        "sheet.steps_held",
        "sheet.submitted",
    }
    by_number = found(board, about=pupil.number)
    assert ("sheet.submitted", "七年级(3)班, September 2025") in by_number
    assert {about for _action, about in by_number} == {"七年级(3)班, September 2025"}
    assert {about for _action, about in found(board, about="七3班")} == {"七年级(3)班, September 2025"}
    assert found(board, about="没有此人") == []
    assert found(board, since="2025-10-01") == []
    days = {"since": "2025-09-30", "until": "2025-09-30"}
    assert ("sheet.submitted", "七年级(3)班, September 2025") in found(board, **days)


def test_by_initials_and_by_kind() -> None:
    board = make_board(4)
    assert {action for action, _about in found(board, person="zlx")} == {
        action for action, _ in found(board, person="周立新")
    }
    assert found(board, person="zlx")
    assert {action.partition(".")[0] for action, _about in found(board, kind="sheets")} == {"sheet"}
    assert found(board, kind="words") == []
    pupil = board.sheets[2].school_class.enrolments.order_by("seat")[0].student
    assert set(found(board, about=pupil.initials.split()[0])) >= set(found(board, about=pupil.number))


def test_a_pupil_is_found_by_what_touches_the_pupil_whatever_it_is_about() -> None:
    board = make_board(3)
    sheet = board.sheets[2]
    one, other = (row.student for row in sheet.school_class.enrolments.order_by("seat")[:2])
    now = moment(TODAY)
    for pupil in (one, other):
        audit.record("line.struck", sheet, by=board.clerk, at=now, school_id=board.school.pk, student_key=pupil.pk)
        guardian = Guardian.objects.create(student=pupil, name=f"{pupil.name}母", phone="13900001234")
        guardians.read_phone(guardian, PhoneReason.TALK, by=board.clerk, at=now)
    told = found(board, about=one.number)
    assert told.count(("line.struck", "七年级(3)班, September 2025")) == 1
    assert [about for action, about in told if action == "guardian.phone_read"] == [f"{one.name} {one.number}"]
    assert ("sheet.submitted", "七年级(3)班, September 2025") in told


def test_every_kind_of_event_is_found_by_its_kind_and_no_other() -> None:
    asked = [code for kind in Kind for code in codes_of(kind)]
    assert sorted(asked) == sorted(actions())
    assert codes_of("nothing") == []


def test_before_and_after_are_told_in_words() -> None:
    board = make_board(3)
    lines = client_of(board.clerk).get(reverse("awards:audit"), {"kind": "sheets"}).context["lines"]
    entered = next(line for line in lines if line.event.action == "sheet.entered")
    pupil = board.sheets[-1].school_class.enrolments.order_by("seat")[0].student
    assert pupil.name in entered.values[0].after
    assert "[" not in "".join(value.before + value.after for line in lines for value in line.values)


def test_a_wrong_day_is_told_and_searches_nothing_away() -> None:
    board = make_board(1)
    response = client_of(board.clerk).get(reverse("awards:audit"), {"since": "yesterday"})
    assert response.status_code == 200
    assert "since" in response.context["form"].errors


def test_events_of_another_school_are_not_shown() -> None:
    board, other = make_board(1), make_board(2)
    mine = client_of(board.clerk).get(reverse("awards:audit")).context["page_obj"].paginator.count
    theirs = client_of(other.clerk).get(reverse("awards:audit")).context["page_obj"].paginator.count
    assert theirs > mine
    pupil = other.sheets[1].school_class.enrolments.order_by("seat")[0].student
    assert found(board, about=pupil.number) == []


def test_pages_and_cost() -> None:
    board = make_board(18)
    client = client_of(board.clerk)
    first = client.get(reverse("awards:audit"))
    assert len(first.context["lines"]) == 30
    with CaptureQueriesContext(connection) as queries:
        last = client.get(reverse("awards:audit"), {"page": 99})
    assert 0 < len(last.context["lines"]) < 30
    assert len(queries) <= 14


def test_it_is_for_office_and_administrator() -> None:
    board = make_board(1)
    teacher = make_homeroom(board.sheets[0].school_class, ends_on=TODAY + dt.timedelta(days=1))
    assert client_of(board.administrator).get(reverse("awards:audit")).status_code == 200
    assert client_of(teacher).get(reverse("awards:audit")).status_code == 403
