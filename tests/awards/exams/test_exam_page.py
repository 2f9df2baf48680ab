"""One exam's page: announced, first places typed in and taken back, moved, called off, ties decided."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.exams import verbs as exams
from awards.models import Exam, ExamState, Round, StarEntry
from awards.rules.kinds import Ties
from tests.awards.board_clients import client_of
from tests.awards.exam_factories import HELD, NAME, NOW, Grade, ledger_of, make_grade, set_scheme, spec_of
from tests.awards.exams.test_exams_page import token_in, upload
from tests.factories import make_homeroom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def grade() -> Grade:
    return make_grade()


@pytest.fixture
def client(grade: Grade) -> Client:
    return client_of(grade.clerk)


def announced(grade: Grade, kind: str = "月考") -> Exam:
    return exams.announce(spec_of(grade, kind=kind), by=grade.clerk, at=NOW)


def typed(client: Client, exam: Exam, pupils: str, **fields: object) -> int:
    data = {
        "star": "grade_total",
        "school_class": exam.term.school.classes.get(number=1).pk,
        "pupils": pupils,
        "idempotency_key": uuid.uuid4(),
        **fields,
    }
    return client.post(reverse("awards:exam_winners", args=[exam.pk]), data).status_code


def stars(grade: Grade) -> list[tuple[str, int]]:
    return [(row[0], row[4]) for row in ledger_of(grade.term)]


def test_announced_once(client: Client) -> None:
    data = {"kind": "monthly", "name": NAME, "held_on": HELD.isoformat()}
    for expected in (302, 422):
        answer = client.post(reverse("awards:exam_announce"), {**data, "idempotency_key": uuid.uuid4()})
        assert answer.status_code == expected
    exam = Exam.objects.get()
    assert exam.state == ExamState.PENDING
    assert client.get(reverse("awards:exam_announce")).status_code == 200
    assert client.get(reverse("awards:exam", args=[exam.pk])).status_code == 200


def test_first_places_are_typed_by_number_and_by_name(client: Client, grade: Grade) -> None:
    exam = announced(grade)
    first, second = grade.pupils[:2]
    assert typed(client, exam, f"{first.number}、{second.name}") == 302
    assert typed(client, exam, first.number) == 302
    assert stars(grade) == [(first.number, 5), (second.number, 5)]
    assert Exam.objects.get().state == ExamState.CONFIRMED
    assert first.name in client.get(reverse("awards:exam", args=[exam.pk])).content.decode()


def test_the_wider_star_replaces_the_narrower_one(client: Client, grade: Grade) -> None:
    exam, first = announced(grade), grade.pupils[0]
    typed(client, exam, first.number, star="class_total")
    typed(client, exam, first.number)
    assert sorted(stars(grade)) == [(first.number, -3), (first.number, 3), (first.number, 5)]


def test_a_star_of_a_subject_needs_the_subject_and_no_other_has_one(client: Client, grade: Grade) -> None:
    exam, first = announced(grade), grade.pupils[0]
    subject = grade.school.subjects.create(name="语文")
    assert typed(client, exam, first.number, star="class_subject") == 422
    assert typed(client, exam, first.number, subject=subject.pk) == 422
    assert typed(client, exam, first.number, star="class_subject", subject=subject.pk) == 302
    assert stars(grade) == [(first.number, 1)]


@pytest.mark.parametrize("text", ["没有这人", "99", "", "、"])
def test_nobody_is_guessed(client: Client, grade: Grade, text: str) -> None:
    assert typed(client, announced(grade), text) == 422
    assert stars(grade) == []


def test_a_first_place_is_taken_back_once(client: Client, grade: Grade) -> None:
    exam, first = announced(grade), grade.pupils[0]
    typed(client, exam, f"{first.number}、{grade.pupils[1].number}")
    champion = exam.champions.get(student=first)
    page = client.get(reverse("awards:exam", args=[exam.pk])).content.decode()
    assert f'aria-label="Revoke Grade champion, {first.name}"' in page
    for _time in range(2):
        client.post(reverse("awards:champion_remove", args=[champion.pk]), {"idempotency_key": uuid.uuid4()})
    assert sorted(stars(grade)) == [(first.number, -5), (first.number, 5), (grade.pupils[1].number, 5)]


def test_an_exam_that_does_not_count_takes_nobody(client: Client, grade: Grade) -> None:
    exam = announced(grade, "期中考试")
    assert typed(client, exam, grade.pupils[0].number) == 302
    assert not StarEntry.objects.exists()
    assert "/winners/" not in client.get(reverse("awards:exam", args=[exam.pk])).content.decode()


def test_moved_to_another_round_of_the_term_only(client: Client, grade: Grade) -> None:
    exam = announced(grade)
    typed(client, exam, grade.pupils[0].number)
    later = Round.objects.get(term=grade.term, label="2025-11")
    address = reverse("awards:exam_move", args=[exam.pk])
    foreign = Round.objects.exclude(term=grade.term).first() or make_grade().term.rounds.first()
    assert foreign is not None
    for round_ in (foreign, later):
        client.post(address, {"round": round_.pk, "idempotency_key": uuid.uuid4()})
    assert Exam.objects.get(pk=exam.pk).round == later
    assert sorted((row[1], row[4]) for row in ledger_of(grade.term)) == [
        ("2025-10", -5),
        ("2025-10", 5),
        ("2025-11", 5),
    ]


def test_called_off_with_a_reason_while_pending(client: Client, grade: Grade) -> None:
    exam = announced(grade)
    address = reverse("awards:exam_call_off", args=[exam.pk])
    client.post(address, {"reason": " ", "idempotency_key": uuid.uuid4()})
    assert Exam.objects.get().state == ExamState.PENDING
    client.post(address, {"reason": "停考", "idempotency_key": uuid.uuid4()})
    assert Exam.objects.get().state == ExamState.CALLED_OFF
    typed(client, exam, grade.pupils[0].number)
    assert stars(grade) == []


def test_others_and_other_schools_have_no_such_page(grade: Grade) -> None:
    exam = announced(grade)
    typed(client_of(grade.clerk), exam, grade.pupils[0].number)
    champion = exam.champions.get()
    posts = [
        reverse("awards:exam_winners", args=[exam.pk]),
        reverse("awards:exam_move", args=[exam.pk]),
        reverse("awards:exam_call_off", args=[exam.pk]),
        reverse("awards:champion_remove", args=[champion.pk]),
    ]
    for user, status in ((make_homeroom(grade.classes[0]), 403), (make_grade().clerk, 404)):
        other = client_of(user)
        assert other.get(reverse("awards:exam", args=[exam.pk])).status_code == status
        assert [other.post(address).status_code for address in posts] == [status] * 4
    assert StarEntry.objects.count() == 1


def test_the_office_decides_a_tie_on_the_preview(client: Client, grade: Grade) -> None:
    set_scheme(grade.term, champion_ties=Ties.OFFICE)
    marks = ((90, 90), (90, 90), (70, 70), (60, 60), (50, 50), (40, 40))
    first = grade.pupils[0]

    def boxes(page: str) -> list[str]:
        return re.findall(r'name="tie"\s+id="[^"]+"\s+value="([^"]+)"', page)

    response = upload(client, grade, *marks)
    chosen = [value for value in boxes(response.content.decode()) if value == f"{first.pk}:grade_total:"]
    data = {"token": token_in(response), "tie": [*chosen, f"{grade.pupils[4].pk}:grade_total:"]}
    client.post(reverse("awards:exam_confirm"), {**data, "idempotency_key": uuid.uuid4()})
    fives = [row for row in stars(grade) if row[1] == 5]
    assert fives == [(first.number, 5)]
    again = upload(client, grade, *marks).content.decode()
    assert len(re.findall(r'value="[^"]+"\s+checked', again)) == 1
