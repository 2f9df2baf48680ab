"""The list of violations on screen: nothing before it is confirmed, once when it is."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.models import StarEntry, Violation, ViolationState
from tests.awards.board_clients import client_of
from tests.awards.exam_factories import Grade, make_grade, workbook
from tests.awards.violations.test_violations_import import HEADER, row
from tests.factories import make_homeroom, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 11, 20))):
        yield


@pytest.fixture
def grade() -> Grade:
    return make_grade()


@pytest.fixture
def client(grade: Grade) -> Client:
    return client_of(grade.clerk)


def upload(client: Client, *rows: Any) -> Any:
    file = SimpleUploadedFile("violations.xlsx", workbook([HEADER, *rows]))
    return client.post(reverse("awards:violations_upload"), {"file": file})


def send(client: Client, preview: str, key: str = "") -> Any:
    page = client.get(preview).content.decode()
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    assert digest is not None
    data = {"digest": digest[1], "idempotency_key": key or str(uuid.uuid4())}
    return client.post(f"{preview}confirm/", data)


def test_shown_first_and_entered_once(client: Client, grade: Grade) -> None:
    assert client.get(reverse("awards:violations_upload")).status_code == 200
    preview = upload(client, row(grade), row(grade, 3)).url
    assert grade.pupils[3].name in client.get(preview).content.decode()
    assert not Violation.objects.exists()
    assert send(client, preview).url == reverse("awards:violations")
    client.post(f"{preview}confirm/", {"digest": "", "idempotency_key": "again"})
    found = Violation.objects.all()
    assert [(one.state, one.decided_by) for one in found] == [(ViolationState.CONFIRMED, grade.clerk)] * 2
    assert [entry.stars for entry in StarEntry.objects.all()] == [-15, -15]


def test_the_same_file_again_enters_nothing(client: Client, grade: Grade) -> None:
    send(client, upload(client, row(grade)).url)
    send(client, upload(client, row(grade)).url)
    assert Violation.objects.count() == 1


def test_an_error_keeps_all_of_it_out(client: Client, grade: Grade) -> None:
    preview = upload(client, row(grade), row(grade, 3, ground="迟到")).url
    send(client, preview)
    assert not Violation.objects.exists()


def test_what_changed_since_the_preview_is_looked_at_again(client: Client, grade: Grade) -> None:
    first, second = (upload(client, row(grade)).url for _time in range(2))
    page = client.get(second).content.decode()
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    assert digest is not None
    send(client, first)
    client.post(f"{second}confirm/", {"digest": digest[1], "idempotency_key": "late"})
    assert Violation.objects.count() == 1


def test_dropped_it_is_gone(client: Client, grade: Grade) -> None:
    preview = upload(client, row(grade)).url
    for _time in range(2):
        assert client.post(f"{preview}drop/").status_code == 302
    assert client.get(preview).status_code == 302
    assert not Violation.objects.exists()


def test_others_have_no_such_page_and_no_other_ones_file(client: Client, grade: Grade) -> None:
    preview = upload(client, row(grade)).url
    for user, status in ((make_homeroom(grade.classes[0]), 403), (make_grade().clerk, 404)):
        other = client_of(user)
        assert other.get(preview).status_code == status
        assert [other.post(f"{preview}{verb}/").status_code for verb in ("confirm", "drop")] == [status] * 2
    assert client_of(make_homeroom(grade.classes[1])).get(reverse("awards:violations_upload")).status_code == 403
