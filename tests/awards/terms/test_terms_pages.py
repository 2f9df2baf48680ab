"""The administrator's terms and rounds."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from awards.models import ClassRound, Round
from awards.terms import opening
from starrating.operations.models import AuditEvent
from students.models import School, Term
from tests.awards.board_clients import client_of, said
from tests.awards.board_factories import TODAY, make_board
from tests.factories import make_administrator, make_class, make_office, make_scheme, make_school, make_term, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


def term_data(scheme_pk: int, **changed: str) -> dict[str, str]:
    data = {"school_year": "2025", "ordinal": "1", "starts_on": "2025-09-01", "ends_on": "2026-01-23"}
    return {**data, "scheme": str(scheme_pk), "idempotency_key": str(uuid.uuid4()), **changed}


def round_data(round_: Round, **changed: object) -> dict[str, object]:
    days = {name: getattr(round_, name).isoformat() for name in ("starts_on", "ends_on", "due_on")}
    return {**days, "grades": round_.grades, **changed}


def test_a_term_is_opened_with_its_rounds() -> None:
    school = make_school()
    scheme = make_scheme(school)
    client = client_of(make_administrator(school))
    response = client.post(reverse("awards:open_term"), term_data(scheme.pk))
    term = Term.objects.get(school=school)
    assert response.url == reverse("awards:term", args=[term.pk])  # type: ignore[attr-defined]
    assert [row.round.label for row in client.get(response.url).context["page"].rounds] == [  # type: ignore[attr-defined]
        "2025-09",
        "2025-10",
        "2025-11",
        "2025-12",
        "2026-01",
    ]
    assert term.pinned.scheme_id == scheme.pk


def test_opening_it_again_is_refused_with_the_reason_and_the_form_keeps_what_was_typed() -> None:
    school = make_school()
    scheme = make_scheme(school)
    client = client_of(make_administrator(school))
    client.post(reverse("awards:open_term"), term_data(scheme.pk))
    response = client.post(reverse("awards:open_term"), term_data(scheme.pk))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["This term is open already. Open it from the list of terms."]
    assert response.context["form"]["starts_on"].value() == "2025-09-01"
    assert Term.objects.filter(school=school).count() == 1


def test_the_same_form_sent_twice_opens_one_term_and_shows_it() -> None:
    school = make_school()
    client = client_of(make_administrator(school))
    data = term_data(make_scheme(school).pk)
    first = client.post(reverse("awards:open_term"), data)
    second = client.post(reverse("awards:open_term"), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Term.objects.filter(school=school).count() == 1


def test_a_scheme_of_another_school_cannot_be_chosen() -> None:
    school = make_school()
    make_scheme(school)
    client = client_of(make_administrator(school))
    response = client.post(reverse("awards:open_term"), term_data(make_scheme(make_school()).pk))
    assert response.status_code == 422
    assert not Term.objects.filter(school=school).exists()


def test_without_a_published_scheme_the_page_says_so() -> None:
    response = client_of(make_administrator(make_school())).get(reverse("awards:open_term"))
    assert response.context["has_scheme"] is False


def test_terms_are_for_the_administrator_of_the_school() -> None:
    board = make_board(1)
    clerk, stranger = client_of(make_office(board.school)), client_of(make_administrator(make_school()))
    for name, args in (
        ("terms", []),
        ("open_term", []),
        ("term", [board.round.term_id]),
        ("add_round", [board.round.term_id]),
        ("change_round", [board.round.pk]),
    ):
        assert clerk.get(reverse(f"awards:{name}", args=args)).status_code == 403
    for name in ("open_round", "remove_round"):
        assert clerk.post(reverse(f"awards:{name}", args=[board.round.pk])).status_code == 403
        assert stranger.post(reverse(f"awards:{name}", args=[board.round.pk])).status_code == 404
    assert stranger.get(reverse("awards:term", args=[board.round.term_id])).status_code == 404
    assert stranger.get(reverse("awards:change_round", args=[board.round.pk])).status_code == 404


def test_the_sheets_of_a_round_are_opened_once() -> None:
    school = make_school()
    make_class(school, 1)
    make_class(school, 2)
    round_ = make_term(school).rounds.get(label="2025-10")
    client = client_of(make_administrator(school))
    address = reverse("awards:open_round", args=[round_.pk])
    client.post(address, {"idempotency_key": "a"})
    client.post(address, {"idempotency_key": "a"})
    response = client.post(address, {"idempotency_key": "b"})
    sentences = ["2 sheets opened.", "2 sheets opened.", "Every class has its sheet already."]
    assert said(response) == sentences
    assert ClassRound.objects.filter(round=round_).count() == 2


def test_days_of_a_round_are_changed_while_nothing_is_handed_in() -> None:
    board = make_board(2)
    client = client_of(board.administrator)
    address = reverse("awards:change_round", args=[board.round.pk])
    assert client.post(address, round_data(board.round, due_on="2025-10-12")).status_code == 302
    board.round.refresh_from_db()
    assert board.round.due_on == dt.date(2025, 10, 12)
    event = AuditEvent.objects.get(action="round.changed")
    assert (event.old["due_on"], event.new["due_on"]) == ("2025-10-05", "2025-10-12")


def test_days_of_a_round_stay_once_a_class_has_handed_in_even_if_it_was_returned() -> None:
    board = make_board(4)
    address = reverse("awards:change_round", args=[board.round.pk])
    response = client_of(board.administrator).post(address, round_data(board.round, due_on="2025-10-12"))
    assert response.status_code == 422
    board.round.refresh_from_db()
    assert board.round.due_on == dt.date(2025, 10, 5)


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_on": "2025-08-31"},
        {"due_on": "2025-09-01"},
        {"starts_on": "2025-08-31"},
        {"ends_on": "2025-10-02", "due_on": "2025-10-05"},
        {"grades": []},
        {"grades": [10]},
        {"starts_on": ""},
    ],
)
def test_days_that_cannot_be_are_refused_and_shown_again(changed: dict[str, object]) -> None:
    board = make_board(1)
    address = reverse("awards:change_round", args=[board.round.pk])
    response = client_of(board.administrator).post(address, round_data(board.round, **changed))
    assert response.status_code == 422
    assert response.context["form"].errors
    board.round.refresh_from_db()
    assert (board.round.starts_on, board.round.grades) == (dt.date(2025, 9, 1), [7, 8, 9])


def test_months_are_joined_by_removing_one_and_lengthening_the_other() -> None:
    board = make_board(1)
    client = client_of(board.administrator)
    rounds = {row.label: row for row in board.round.term.rounds.all()}
    client.post(reverse("awards:remove_round", args=[rounds["2026-01"].pk]))
    address = reverse("awards:change_round", args=[rounds["2025-12"].pk])
    data = round_data(rounds["2025-12"], ends_on="2026-01-23", due_on="2026-01-23")
    assert client.post(address, data).status_code == 302
    assert list(board.round.term.rounds.values_list("label", flat=True)) == ["2025-09", "2025-10", "2025-11", "2025-12"]


def test_a_round_with_untouched_sheets_goes_and_one_that_was_begun_stays() -> None:
    board = make_board(2)
    client = client_of(board.administrator)
    address = reverse("awards:remove_round", args=[board.round.pk])
    # The second class has begun to fill in its sheet.
    client.post(address)
    assert Round.objects.filter(pk=board.round.pk).exists()
    untouched = make_board(1)
    client_of(untouched.administrator).post(reverse("awards:remove_round", args=[untouched.round.pk]))
    assert not Round.objects.filter(pk=untouched.round.pk).exists()
    assert not ClassRound.objects.filter(pk=untouched.sheets[0].pk).exists()


def test_a_grade_leaves_a_round_with_its_untouched_sheets_only() -> None:
    board = make_board(13)
    eighth = board.sheets[12]
    with refused("state"):
        _without_grade(board.round, 8, board.administrator.pk)
    assert ClassRound.objects.filter(pk=eighth.pk).exists()
    other = make_board(1)
    make_class(other.school, 1, entry_year=2024)
    client_of(other.administrator).post(reverse("awards:open_round", args=[other.round.pk]))
    assert ClassRound.objects.filter(round=other.round).count() == 2
    address = reverse("awards:change_round", args=[other.round.pk])
    client_of(other.administrator).post(address, round_data(other.round, grades=[7, 9]))
    assert ClassRound.objects.filter(round=other.round).count() == 1


def _without_grade(round_: Round, grade: int, by: int) -> None:
    administrator = round_.term.school.users.get(pk=by)
    opening.change_round(
        round_,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        due_on=round_.due_on,
        grades=[other for other in round_.grades if other != grade],
        by=administrator,
        at=moment(TODAY),
    )


def test_the_verb_itself_refuses_who_is_no_administrator() -> None:
    board = make_board(1)
    with refused("role"):
        opening.remove_round(board.round, by=board.clerk, at=moment(TODAY))


def graduating() -> dict[str, object]:
    """A month of its own for grade 9, before the term's June."""
    days = {"starts_on": "2026-06-01", "ends_on": "2026-06-12", "due_on": "2026-06-13"}
    return {"label": "毕业月", "grades": [9], "idempotency_key": "graduating", **days}


def june() -> tuple[School, Round]:
    """A second term in whose June grade 9 no longer takes part."""
    school = make_school()
    make_class(school, 1, entry_year=2023)
    term = opening.open_term(
        school,
        school_year=2025,
        ordinal=2,
        starts_on=dt.date(2026, 2, 23),
        ends_on=dt.date(2026, 7, 3),
        scheme=make_scheme(school),
        by=None,
        at=moment(dt.date(2026, 2, 20)),
    )
    return school, term.rounds.get(label="2026-06")


def test_a_grade_that_graduates_has_a_month_of_its_own() -> None:
    school, month = june()
    client = client_of(make_administrator(school))
    client.post(reverse("awards:change_round", args=[month.pk]), round_data(month, grades=[7, 8]))
    address = reverse("awards:add_round", args=[month.term_id])
    for _time in range(2):
        assert client.post(address, graduating()).status_code == 302
    added = Round.objects.get(label="毕业月")
    assert (added.name, added.grades, added.due_on) == ("毕业月", [9], dt.date(2026, 6, 13))
    assert AuditEvent.objects.get(action="round.added").new["grades"] == [9]
    client.post(reverse("awards:open_round", args=[added.pk]), {"idempotency_key": "open"})
    assert [sheet.school_class.number for sheet in added.sheets.all()] == [1]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"label": "2026-05"}, "twice"),
        ({"grades": [8, 9]}, "overlap"),
        ({"grades": [5]}, "grades"),
        ({"ends_on": dt.date(2026, 7, 10), "due_on": dt.date(2026, 7, 10)}, "outside"),
        ({"due_on": dt.date(2026, 6, 11)}, "due"),
    ],
)
def test_a_month_that_does_not_fit_is_not_added(changed: dict[str, Any], code: str) -> None:
    school, month = june()
    administrator = make_administrator(school)
    client_of(administrator).post(reverse("awards:change_round", args=[month.pk]), round_data(month, grades=[7, 8]))
    day = dt.date(2026, 6, 12)
    fits: dict[str, Any] = {
        "label": "毕业月",
        "grades": [9],
        "starts_on": month.starts_on,
        "ends_on": day,
        "due_on": day,
    }
    with refused(code):
        opening.add_round(month.term, **fits | changed, by=administrator, at=moment(TODAY))
    assert not Round.objects.filter(label="毕业月").exists()


def test_a_month_that_does_not_fit_comes_back_with_what_was_typed() -> None:
    school, month = june()
    response = client_of(make_administrator(school)).post(
        reverse("awards:add_round", args=[month.term_id]), graduating()
    )
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["label"].value() == "毕业月"
