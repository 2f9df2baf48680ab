"""Several browsers on one sheet in the same moment, each with its own connection."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from awards.models import ClassRound, Decision, Nomination, SheetState, Verdict
from students.models import User
from tests.awards.entry_clients import sign_in
from tests.factories import fill, items_of, make_administrator, make_homeroom, make_sheet, moment, pupils_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = moment(dt.date(2025, 9, 30))


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def at_once(acts: Sequence[Callable[[], HttpResponse]]) -> list[HttpResponse]:
    """Start all at one signal and give their answers."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], HttpResponse]) -> HttpResponse:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def posting(client: Client, address: str, body: dict[str, object]) -> Callable[[], HttpResponse]:
    return lambda: client.post(address, body, headers={"X-Part": "true"})  # type: ignore[return-value]


def two_browsers(sheet: ClassRound) -> tuple[User, list[Client]]:
    teacher = make_homeroom(sheet.school_class)
    return teacher, [sign_in(teacher), sign_in(make_administrator(sheet.school_class.school))]


def test_the_sixth_name_from_two_browsers_at_once() -> None:
    sheet = make_sheet(pupils=8)
    _teacher, clients = two_browsers(sheet)
    star, pupils = items_of(sheet)[0], pupils_of(sheet)
    address = f"/sheets/{sheet.pk}/cells"
    clients[0].post(address, {"cell": [f"{pupil.pk}:{star.pk}:1" for pupil in pupils[:4]]})
    bodies = [{"cell": f"{pupil.pk}:{star.pk}:1"} for pupil in pupils[4:6]]
    answers = at_once([posting(c, address, dict(b)) for c, b in zip(clients, bodies, strict=True)])
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Nomination.objects.placed().count() == 5
    assert sum("message--warning" in answer.content.decode() for answer in answers) >= 1


def test_the_fifth_item_of_a_pupil_from_two_browsers_at_once() -> None:
    sheet = make_sheet(pupils=2)
    _teacher, clients = two_browsers(sheet)
    pupil, stars = pupils_of(sheet)[0], items_of(sheet)
    address = f"/sheets/{sheet.pk}/cells"
    clients[0].post(address, {"cell": [f"{pupil.pk}:{star.pk}:1" for star in stars[:3]]})
    bodies = [{"cell": f"{pupil.pk}:{star.pk}:1"} for star in stars[3:5]]
    at_once([posting(c, address, dict(b)) for c, b in zip(clients, bodies, strict=True)])
    assert Nomination.objects.placed().count() == 4


def test_two_teachers_fill_different_stars_and_lose_nothing() -> None:
    sheet = make_sheet(pupils=8)
    _teacher, clients = two_browsers(sheet)
    stars = items_of(sheet)
    address = f"/sheets/{sheet.pk}/names"
    bodies = [{"item": stars[number].pk, "names": "1、2、3、4、5"} for number in range(2)]
    at_once([posting(c, address, dict(b)) for c, b in zip(clients, bodies, strict=True)])
    assert Nomination.objects.placed().count() == 10


def test_the_same_submission_from_two_presses_at_once() -> None:
    sheet = make_sheet(pupils=4)
    teacher, _clients = two_browsers(sheet)
    fill(sheet, teacher)
    presses = [sign_in(teacher), sign_in(teacher)]
    body = {"seen": ClassRound.objects.get(pk=sheet.pk).version, "idempotency_key": "once-only"}
    answers = at_once([posting(client, f"/sheets/{sheet.pk}/submit", dict(body)) for client in presses])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.SUBMITTED
    assert Decision.objects.filter(verdict=Verdict.SUBMITTED).count() == 1
