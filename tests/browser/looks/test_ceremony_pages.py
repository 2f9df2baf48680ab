"""Ceremonies on a classroom's PC and on a phone: one over with its ticks, one to come with its replies."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.ceremonies import recording
from awards.ceremonies.recording import Answer
from awards.rules.ceremonies import CeremonyKind, Reply
from awards.rules.entitlements import RewardKind
from tests.awards.ceremony_factories import DAY, ON_THE_DAY, at, make_settled, plan
from tests.awards.settlement_factories import LATER
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_ceremonies(signed_in_page: SignIn, live_server: LiveServer) -> None:
    ended = make_settled((32, 31, 26, 33, 27, 21))
    opening = plan(ended)
    first = at(opening, RewardKind.INVITATION)[0]
    recording.record_replies(opening, {first: Answer(Reply.COMING, 2)}, by=ended.clerk, at=LATER)
    recording.hand_out(opening, at(opening, RewardKind.CERTIFICATE)[:2], by=ended.clerk, at=ON_THE_DAY)
    other = plan(ended, CeremonyKind.GRADUATION, day=DAY + dt.timedelta(days=90))
    paths = [
        "/ceremonies/",
        "/ceremonies/plan/",
        f"/ceremonies/{opening.pk}/",
        f"/ceremonies/{opening.pk}/change/",
        f"/papers/ceremonies/{opening.pk}/certificates/",
        f"/ceremonies/{other.pk}/",
    ]
    with time_machine.travel(ON_THE_DAY):
        page = signed_in_page(ended.clerk)
        found = {path: faults_of(page, f"{live_server.url}{path}") for path in paths}
    assert "\n".join(f"{path}: {fault}" for path, faults in found.items() for fault in faults) == ""
