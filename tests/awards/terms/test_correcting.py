"""A term opened by mistake: its days are corrected with its months, and it goes while nothing stands on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from awards.exams import verbs as exams
from awards.models import ClassRound, Round, TermScheme
from awards.sheets.work import locked
from awards.terms import correcting, opening
from starrating.operations.models import AuditEvent
from students.models import Term
from tests.awards.board_clients import client_of, said
from tests.awards.board_factories import TODAY, Board, make_board
from tests.factories import make_administrator, make_class, make_school, make_term, moment
from tests.refusals import refusal, refused

pytestmark = pytest.mark.django_db
NOW = moment(TODAY)
LAST = dt.date(2026, 1, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def correct(board: Board, starts_on: str, ends_on: str = "2026-01-23") -> Callable[[], object]:
    days = {"starts_on": dt.date.fromisoformat(starts_on), "ends_on": dt.date.fromisoformat(ends_on)}
    return lambda: correcting.change_term(board.round.term, **days, by=board.administrator, at=NOW)


def months(term: Term) -> list[str]:
    rounds = Round.objects.filter(term=term).order_by("starts_on")
    return [f"{one.label} {one.starts_on:%m%d}-{one.ends_on:%m%d}" for one in rounds]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (("2025-09-03", "2026-01-23"), ["2025-09 0903-0930", "2026-01 0101-0123"]),
        (("2025-08-25", "2026-01-30"), ["2025-08 0825-0831", "2025-09 0901-0930", "2026-01 0101-0130"]),
        (("2025-09-01", "2026-02-06"), ["2025-09 0901-0930", "2026-01 0101-0131", "2026-02 0201-0206"]),
        (("2025-09-01", "2025-12-19"), ["2025-09 0901-0930", "2025-12 1201-1219"]),
    ],
)
def test_the_months_follow_the_days_of_their_term(days: tuple[str, str], found: list[str]) -> None:
    board = make_board(1)
    correct(board, *days)()
    shown = months(board.round.term)
    assert [one for one in shown if one in found] == found
    assert (shown[0], shown[-1]) == (found[0], found[-1])
    event = AuditEvent.objects.get(action="term.changed")
    assert (event.old, event.new) == (
        {"starts_on": "2025-09-01", "ends_on": "2026-01-23"},
        {"starts_on": days[0], "ends_on": days[1]},
    )


def test_the_day_that_sheets_are_due_moves_with_the_last_day() -> None:
    board = make_board(1)
    correct(board, "2025-09-01", "2026-01-16")()
    assert Round.objects.get(term=board.round.term, label="2026-01").due_on == dt.date(2026, 1, 21)
    assert Round.objects.get(pk=board.round.pk).due_on == board.round.due_on


def test_what_was_handed_in_or_happened_keeps_its_days() -> None:
    board = make_board(4)
    assert refusal(correct(board, "2025-09-02")) == "state", "the sheet of September is handed in"
    assert months(board.round.term)[0] == "2025-09 0901-0930"
    correct(board, "2025-09-01", "2026-01-16")()
    assert refusal(correct(board, "2025-09-01", "2025-08-01")) == "period"


def test_a_month_that_is_begun_does_not_fall_out_of_its_term() -> None:
    board = make_board(2)
    assert refusal(correct(board, "2025-10-01")) == "state"
    other = make_board(1)
    correct(other, "2025-10-01")()
    assert not ClassRound.objects.filter(pk=other.sheets[0].pk).exists()


def test_days_of_another_term_and_of_a_settled_one_are_refused() -> None:
    board = make_board(1)
    later = partial(opening.open_term, board.school, school_year=2025, ordinal=2, by=board.administrator, at=NOW)
    later(starts_on=dt.date(2026, 2, 23), ends_on=dt.date(2026, 7, 3))
    assert refusal(correct(board, "2025-09-01", "2026-02-23")) == "overlap"
    Term.objects.filter(pk=board.round.term_id).update(state="settled")
    assert refusal(correct(board, "2025-09-02")) == "settled"
    with refused("settled"):
        correcting.remove_term(board.round.term, by=board.administrator, at=NOW)


def test_nothing_changed_leaves_no_trace() -> None:
    board = make_board(1)
    correct(board, "2025-09-01")()
    assert not AuditEvent.objects.filter(action="term.changed").exists()


def test_a_term_goes_with_its_months_and_empty_sheets() -> None:
    board = make_board(1)
    client, term = client_of(board.administrator), board.round.term
    page = client.get(reverse("awards:term", args=[term.pk])).content.decode()
    assert "remove-term" in page
    response = client.post(reverse("awards:remove_term", args=[term.pk]))
    assert response.headers["Location"] == reverse("awards:terms")
    assert not ClassRound.objects.filter(pk=board.sheets[0].pk).exists()
    assert not any(model.objects.filter(term=term.pk).exists() for model in (Round, TermScheme))
    assert not Term.objects.filter(pk=term.pk).exists()
    assert AuditEvent.objects.get(action="term.removed").old == {
        "term": "2025-1",
        "starts_on": "2025-09-01",
        "ends_on": "2026-01-23",
    }
    assert client.get(reverse("awards:term", args=[term.pk])).status_code == 404
    assert make_term(board.school).code == term.code, "it can be opened again"


@translation.override("en")
def test_a_term_stays_once_anything_stands_on_it() -> None:
    begun = make_board(2)
    with refused("state", match="1 class has begun"):
        correcting.remove_term(begun.round.term, by=begun.administrator, at=NOW)
    page = client_of(begun.administrator).get(reverse("awards:term", args=[begun.round.term_id])).content.decode()
    assert "remove-term" not in page
    board = make_board(1)
    exams_of(board)
    with refused("in_use", match="exams"):
        correcting.remove_term(board.round.term, by=board.administrator, at=NOW)
    response = client_of(board.administrator).post(reverse("awards:remove_term", args=[board.round.term_id]))
    assert "The term is in use already" in said(response)[0]
    assert Round.objects.filter(term=board.round.term).count() == 5
    assert refusal(correct(board, "2025-11-01")) == "outside", "the exam would lie before the term"


def exams_of(board: Board) -> None:
    kind = board.round.term.pinned.scheme.exam_kinds.first()
    assert kind is not None
    october = Round.objects.get(term=board.round.term, label="2025-10")
    spec = exams.ExamSpec(board.round.term, kind, "10月月考", dt.date(2025, 10, 8), october)
    exams.announce(spec, by=board.administrator, at=NOW)


def test_only_the_administrator_of_the_school_corrects_its_terms() -> None:
    board = make_board(1)
    for by in (board.clerk, make_administrator(make_school())):
        with refused("role"):
            correcting.remove_term(board.round.term, by=by, at=NOW)
        with refused("role"):
            correcting.change_term(board.round.term, starts_on=TODAY, ends_on=LAST, by=by, at=NOW)


def test_what_is_still_on_its_way_to_a_removed_term_is_told_so() -> None:
    board = make_board(1)
    round_, sheet = board.round, board.sheets[0]
    make_class(board.school, 9)
    correcting.remove_term(round_.term, by=board.administrator, at=NOW)
    with refused("gone"):
        opening.open_round(round_, by=board.administrator, at=NOW)
    with refused("gone"):
        locked(sheet.pk)
    with refused("twice"):
        correcting.remove_term(round_.term, by=board.administrator, at=NOW)


def test_the_page_of_the_days() -> None:
    board = make_board(1)
    client, address = client_of(board.administrator), reverse("awards:change_term", args=[board.round.term_id])
    assert client.get(address).context["form"]["starts_on"].value() == dt.date(2025, 9, 1)
    assert client.post(address, {"starts_on": "2025-09-01", "ends_on": "2025-08-01"}).status_code == 422
    assert client.post(address, {"starts_on": "2025-09-02", "ends_on": "2026-01-23"}).status_code == 302
    assert months(board.round.term)[0] == "2025-09 0902-0930"
