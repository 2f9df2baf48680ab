"""The office's pages of exams: files, winners, confirmation."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.models import Exam, StarEntry
from tests.awards.board_clients import client_of, said
from tests.awards.exam_factories import HELD, NAME, Grade, make_grade, workbook
from tests.factories import make_homeroom

pytestmark = pytest.mark.django_db

MARKS = ((87.43, 80), (85, 91.57), (70, 70), (60, 60), (88, 65), (50, 50))


@pytest.fixture
def grade() -> Grade:
    return make_grade()


def upload(client: Client, grade: Grade, *marks: tuple[object, ...], **fields: str) -> Any:
    content = workbook(grade.sheet(*(marks or MARKS)))  # type: ignore[arg-type]
    data = {
        "kind": "monthly",
        "name": NAME,
        "held_on": HELD.isoformat(),
        "scores": SimpleUploadedFile("七年级.xlsx", content),
        **fields,
    }
    return client.post(reverse("awards:exam_upload"), data)


def token_in(response: Any) -> str:
    match = re.search(r'name="token"\s+value="([^"]+)"', response.content.decode())
    assert match is not None
    return match[1]


def test_the_preview_names_winners_without_scores_and_writes_nothing(grade: Grade) -> None:
    response = upload(client_of(grade.clerk), grade)
    page = response.content.decode()
    assert response.status_code == 200
    assert grade.pupils[1].name in page
    assert [mark for mark in ("87.43", "91.57") if mark in page] == []
    assert not Exam.objects.exists()


def test_confirming_posts_once_however_often_it_is_sent(grade: Grade) -> None:
    client = client_of(grade.clerk)
    token = token_in(upload(client, grade))
    for _time in range(2):
        answer = client.post(reverse("awards:exam_confirm"), {"token": token, "idempotency_key": "once"})
        assert answer.status_code == 302
    assert StarEntry.objects.count() == 6
    assert NAME in client.get(reverse("awards:exams")).content.decode()


def test_a_forged_or_foreign_token_is_refused(grade: Grade) -> None:
    token = token_in(upload(client_of(grade.clerk), grade))
    other = make_grade()
    for client, sent in ((client_of(grade.clerk), f"{token}x"), (client_of(other.clerk), token)):
        answer = client.post(reverse("awards:exam_confirm"), {"token": sent, "idempotency_key": "k"})
        assert len(said(answer)) == 1
    assert not StarEntry.objects.exists()


def test_an_old_preview_is_refused(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(grade.clerk)
    token = token_in(upload(client, grade))
    monkeypatch.setattr("awards.exams.page.TOKEN_SECONDS", -1)
    client.post(reverse("awards:exam_confirm"), {"token": token, "idempotency_key": "k"})
    assert not StarEntry.objects.exists()


def test_files_with_errors_cannot_be_confirmed(grade: Grade) -> None:
    response = upload(client_of(grade.clerk), grade, ("98/100", 80))
    assert response.status_code == 422
    assert 'name="token"' not in response.content.decode()


def test_a_form_that_will_not_do_is_shown_again(grade: Grade) -> None:
    client = client_of(grade.clerk)
    assert upload(client, grade, held_on="2025-08-01").status_code == 422
    assert upload(client, grade, name="").status_code == 422
    assert client.get(reverse("awards:exam_upload")).status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"kind": "monthly", "name": NAME, "held_on": HELD.isoformat()}, {"scores": "no file at all"}]
)
def test_a_form_without_a_file_is_a_sentence(grade: Grade, data: dict[str, str]) -> None:
    answer = client_of(grade.clerk).post(reverse("awards:exam_upload"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["scores"]
    assert not Exam.objects.exists()


def test_others_have_no_such_pages(grade: Grade) -> None:
    client = client_of(make_homeroom(grade.classes[0]))
    assert client.get(reverse("awards:exams")).status_code == 403
    assert upload(client, grade).status_code == 403
    assert client.post(reverse("awards:exam_confirm"), {"token": "x"}).status_code == 403


def test_another_schools_exams_are_not_listed(grade: Grade) -> None:
    client = client_of(grade.clerk)
    client.post(reverse("awards:exam_confirm"), {"token": token_in(upload(client, grade)), "idempotency_key": "k"})
    assert NAME not in client_of(make_grade().clerk).get(reverse("awards:exams")).content.decode()
