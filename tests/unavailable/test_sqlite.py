"""The file that another program holds, that is full, or that takes nothing: reading goes on, nothing is lost."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from awards.models import ClassRound, Decision, SheetState, Verdict
from starrating.faults import health
from starrating.operations.idempotency import FIELD
from starrating.operations.models import IdempotencyKey
from tests.factories import make_administrator, make_office, make_submitted
from tests.unavailable.clients import client_of
from tests.unavailable.faults import another_process_holds, waits_at_most

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="locks of SQLite's file"),
]

REASON = "请补齐<签名>"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    usual = connection.settings_dict["OPTIONS"]["timeout"]
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    waits_at_most(0.1)
    yield
    waits_at_most(usual)


def office(sheet: ClassRound, language: str = "en") -> Client:
    return client_of(make_office(sheet.school_class.school), language)


def send_back(client: Client, sheet: ClassRound, **headers: str) -> Any:
    data = {FIELD: "a-form", "reason": REASON}
    return client.post(reverse("awards:return_sheet", args=[sheet.pk]), data, headers=headers)


def test_a_form_that_meets_a_lock_is_shown_again_whole_and_counts_once() -> None:
    sheet = make_submitted()
    client = office(sheet)
    with another_process_holds():
        answer = send_back(client, sheet)
        page = answer.content.decode()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert answer.headers["Cache-Control"] == "no-store"
        assert '<input type="hidden" name="reason" value="请补齐&lt;签名&gt;">' in page
        assert f'name="{FIELD}" value="a-form"' in page
        assert f'action="{reverse("awards:return_sheet", args=[sheet.pk])}"' in page
        assert "Please try again in a moment" in page
    assert not IdempotencyKey.objects.exists()
    assert [send_back(client, sheet).status_code for _ in range(2)] == [302, 302]
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.RETURNED
    assert Decision.objects.filter(verdict=Verdict.RETURNED).count() == 1


def test_the_page_is_in_the_readers_language() -> None:
    sheet = make_submitted()
    client = office(sheet, "zh-hans")
    with another_process_holds():
        page = send_back(client, sheet).content.decode()
    assert "请稍后再试" in page


def test_a_script_is_told_in_a_sentence() -> None:
    sheet = make_submitted()
    client = office(sheet)
    with another_process_holds():
        answer = send_back(client, sheet, **{"X-Part": "true"})
    assert (answer.status_code, answer.content) == (503, b"This was not saved. Please try again in a moment.")


def test_pages_are_read_while_another_writes_though_the_session_is_due() -> None:
    sheet = make_submitted()
    with time_machine.travel(dt.datetime(2025, 10, 9, 9, tzinfo=dt.UTC), tick=False) as clock:
        client = office(sheet)
        address = reverse("awards:board_sheet", args=[sheet.pk])
        assert client.get(address).status_code == 200
        clock.shift(120)
        with another_process_holds():
            assert client.get(address).status_code == 200
        clock.shift(120)
        assert client.get(address).status_code == 200


def test_a_file_that_nobody_may_read_is_asked_for_once() -> None:
    sheet = make_submitted()
    client = office(sheet)
    connection.close()
    with another_process_holds("BEGIN EXCLUSIVE"):
        answer = client.get(reverse("awards:board"))
        assert answer.status_code == 503
        assert f'href="{reverse("awards:board")}"' in answer.content.decode()
        assert "data-sent-again" not in answer.content.decode()
        healthy = Client().get("/healthz")
        assert (healthy.status_code, healthy.content) == (503, b"database")
    assert client.get(reverse("awards:board")).status_code == 200


def test_health_says_that_nothing_can_be_written(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    with another_process_holds():
        assert client.get("/healthz").status_code == 503
    assert client.get("/healthz").content == b"ok"


def test_health_says_that_the_file_may_only_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, **how: connect(f"file:{name}?mode=ro", uri=True, **how))
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"disk")


def test_a_file_that_takes_nothing_is_the_disks_matter_and_can_be_read() -> None:
    sheet = make_submitted()
    client = office(sheet)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        answer = send_back(client, sheet)
        assert (answer.status_code, answer.headers["Retry-After"]) == (507, "60")
        assert "cannot write to its disk" in answer.content.decode()
        assert client.get(reverse("awards:board")).status_code == 200
        cursor.execute("PRAGMA query_only = OFF")
    assert send_back(client, sheet).status_code == 302


def test_a_full_disk_takes_no_file_and_has_room_again() -> None:
    sheet = make_submitted()
    client = client_of(make_administrator(sheet.school_class.school))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        [(pages,)] = cursor.fetchall()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        answer = upload(client)
        assert answer.status_code == 507
        assert "Passwords, codes and files" in answer.content.decode()
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert upload(client).status_code == 302


def upload(client: Client) -> Any:
    file = SimpleUploadedFile("名册.csv", b"x" * 2_000_000)
    return client.post(reverse("students:roster_upload"), {"file": file, FIELD: "a-file"})
