"""A server that cuts connections, stops, holds a lock or lets nobody write: told as it is, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from awards.models import ClassRound, Decision, SheetState, Verdict
from awards.sheets import moves
from starrating.operations.idempotency import FIELD
from starrating.operations.models import IdempotencyKey
from tests.factories import make_office, make_submitted
from tests.unavailable.clients import client_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="faults of a server"),
]


def elsewhere(act: Callable[[], object]) -> None:
    """Run it in a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(20)


def cut_all_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def server_is_down() -> Iterator[list[int]]:
    """Nothing listens where the server was; gives how often it was looked for."""
    usual, tries = dict(connection.settings_dict), [0]
    connect = connection.get_new_connection

    def counted(parameters: dict[str, Any]) -> Any:
        tries[0] += 1
        return connect(parameters)

    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    try:
        with patch.object(connection, "get_new_connection", counted):
            yield tries
    finally:
        connection.close()
        connection.settings_dict.update(usual)


def office(sheet: ClassRound) -> Client:
    return client_of(make_office(sheet.school_class.school))


def send_back(client: Client, sheet: ClassRound) -> Any:
    data = {FIELD: "a-form", "reason": "请补齐签名"}
    return client.post(reverse("awards:return_sheet", args=[sheet.pk]), data)


def returned_once(sheet: ClassRound) -> bool:
    done = Decision.objects.filter(verdict=Verdict.RETURNED).count() == 1
    return done and ClassRound.objects.get(pk=sheet.pk).state == SheetState.RETURNED


def test_a_connection_cut_between_two_requests_is_made_anew() -> None:
    sheet = make_submitted()
    client = office(sheet)
    assert client.get(reverse("awards:board")).status_code == 200
    elsewhere(cut_all_others)
    # What Django does before each request, but for those of its test client.
    close_old_connections()
    assert client.get(reverse("awards:board")).status_code == 200


def test_a_connection_cut_inside_a_request_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_submitted()
    client = office(sheet)
    usual = moves.send_back

    def cut(*args: Any, **options: Any) -> Any:
        done = usual(*args, **options)
        elsewhere(cut_all_others)
        return done

    monkeypatch.setattr(moves, "send_back", cut)
    answer = send_back(client, sheet)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert 'value="请补齐签名"' in answer.content.decode()
    monkeypatch.setattr(moves, "send_back", usual)
    close_old_connections()
    assert not IdempotencyKey.objects.exists()
    assert send_back(client, sheet).status_code == 302
    assert returned_once(sheet)


def test_a_server_that_is_down_is_looked_for_once_a_page() -> None:
    sheet = make_submitted()
    client = office(sheet)
    with server_is_down() as tries:
        answer = client.get(reverse("awards:board"))
        assert (answer.status_code, tries) == (503, [1])
        assert answer.headers["Retry-After"] == "10"
        assert "Please try again in a moment" in answer.content.decode()
        assert send_back(client, sheet).status_code == 503
        healthy = client_of_nobody().get("/healthz")
        assert (healthy.status_code, healthy.content) == (503, b"database")
    assert send_back(client, sheet).status_code == 302
    assert returned_once(sheet)


def client_of_nobody() -> Client:
    return Client(raise_request_exception=False)


def test_a_lock_that_does_not_come_is_waited_for_once() -> None:
    sheet = make_submitted()
    client = office(sheet)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with _held_by_another(sheet):
        answer = send_back(client, sheet)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert client.get(reverse("awards:board_sheet", args=[sheet.pk])).status_code == 200
    assert send_back(client, sheet).status_code == 302
    assert returned_once(sheet)


@contextmanager
def _held_by_another(sheet: ClassRound) -> Iterator[None]:
    other = connection.copy()
    other.connect()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM awards_classround WHERE id = %s FOR UPDATE", [sheet.pk])
            yield
    finally:
        other.rollback()
        other.close()


def test_where_nobody_may_write_pages_are_read() -> None:
    sheet = make_submitted()
    client = office(sheet)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        assert client.get(reverse("awards:board")).status_code == 200
        assert send_back(client, sheet).status_code == 503
    finally:
        connection.close()
    assert send_back(client, sheet).status_code == 302
    assert returned_once(sheet)
