"""The screen in the hall: a secret address of its own, for one device, with those whose guardians agreed."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.models import Entitlement
from awards.rules.entitlements import RewardKind
from reports.hall import verbs
from reports.models import HallScreen
from starrating.logs.events import message_of
from starrating.operations.models import AuditEvent
from students.models import Consent, Student, Term
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import make_consent, make_photo
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled() -> Ended:
    ended = make_ended()
    ended.settle()
    return ended


def on_board(ended: Ended) -> list[Student]:
    rows = Entitlement.objects.filter(term=ended.term, kind=RewardKind.HONOUR_BOARD).in_paper_order()
    return [row.student for row in rows.select_related("student")]


def turned_on(ended: Ended) -> str:
    """The address, as the office reads it."""
    page = signed_in(ended.clerk).post(reverse("reports:hall_on", args=[ended.term.pk]))
    return str(page.context["address"]).removeprefix("http://testserver")


def test_it_is_off_until_it_is_turned_on_and_the_address_is_kept_nowhere(settled: Ended) -> None:
    office = signed_in(settled.clerk)
    settings = reverse("reports:hall", args=[settled.term.pk])
    assert office.get(settings).context["screen"] is None
    assert Client().get("/hall/anything/").status_code == 404
    address = turned_on(settled)
    assert Client().get(address).status_code == 200
    assert address not in office.get(settings).content.decode()
    secret = address.split("/")[2]
    assert secret not in str(HallScreen.objects.values().get())
    assert [secret in str(row) for row in AuditEvent.objects.filter(action="hall.on").values()] == [False]
    office.post(reverse("reports:hall_off", args=[settled.term.pk]))
    assert Client().get(address).status_code == 404


def test_it_is_bound_to_the_first_device_and_a_new_address_frees_it(settled: Ended) -> None:
    first, second, address = Client(), Client(), turned_on(settled)
    assert first.get(address).status_code == 200
    assert first.get(address).status_code == 200
    assert second.get(address).status_code == 404
    cookie = first.cookies["hall"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address, True, "Strict")
    renewed = turned_on(settled)
    assert first.get(address).status_code == 404
    assert second.get(renewed).status_code == 200
    assert first.get(renewed).status_code == 404


def test_only_those_whose_guardians_agree_and_nothing_behind_it(settled: Ended) -> None:
    pupil, other, *_rest = on_board(settled)
    Student.objects.filter(pk=other.pk).update(name="欧阳未同意")
    other.refresh_from_db()
    consent, photo = make_consent(pupil), make_photo(pupil, by=settled.administrator)
    make_photo(other, by=settled.administrator)
    screen, address = Client(), turned_on(settled)
    with time_machine.travel(LATER, tick=False):
        page = screen.get(address).content.decode()
        assert pupil.name in page
        assert other.name not in page
        assert "<a " not in page.split("<main")[1]
        assert f"{address}photos/{photo.key}.jpg" in page
        assert screen.get(f"{address}photos/{photo.key}.jpg").status_code == 200
        assert screen.get(f"{address}photos/{other.photo.key}.jpg").status_code == 404
        assert Client().get(f"{address}photos/{photo.key}.jpg").status_code == 404
        assert screen.post(address).status_code == 405
        assert "sessionid" not in screen.cookies
        Consent.objects.filter(pk=consent.pk).update(withdrawn_on=LATER.date())
        assert pupil.name not in screen.get(address).content.decode()
        assert screen.get(f"{address}photos/{photo.key}.jpg").status_code == 404


def test_it_is_over_with_the_term_after(settled: Ended) -> None:
    address, screen = turned_on(settled), Client()
    first = settled.term.ends_on + dt.timedelta(days=20)
    Term.objects.create(
        school=settled.school,
        school_year=settled.term.school_year,
        ordinal=2,
        starts_on=first,
        ends_on=first + dt.timedelta(days=100),
    )
    secret = address.split("/")[2]
    assert verbs.screen_at(secret, first + dt.timedelta(days=100)) is not None
    assert verbs.screen_at(secret, first + dt.timedelta(days=101)) is None
    with time_machine.travel(LATER + dt.timedelta(days=300), tick=False):
        assert screen.get(address).status_code == 404


def test_a_line_of_the_log_covers_the_address() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/hall/geheim/"), None)
    assert message_of(record) == "Not Found: /hall/***/"
