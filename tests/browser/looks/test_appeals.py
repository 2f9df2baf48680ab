"""Appeals and minor faults in a browser: every page at both sizes, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.appeals import raising
from awards.faults import verbs as faults
from tests.awards.appeal_factories import ANSWERED_AT, DAY, RAISED_AT, AppealCase, changed
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pupil_pages import looked_at
from tests.factories import make_class, make_homeroom, make_school, make_students, make_term

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(ANSWERED_AT, tick=True):
        yield


def test_every_page_of_an_appeal(live_server: LiveServer, signed_in_page: SignIn) -> None:
    school_class = make_class(make_school())
    case = AppealCase(make_term(school_class.school), school_class, make_students(school_class, 3)[0])
    _there = (case.user, case.clerk, case.other, case.headmaster)
    homeroom, found = make_homeroom(school_class), case.deduction(place="教室")
    for what in ("迟到", "没交作业", "走廊追逐"):
        faults.note(case.pupil, what, on=DAY, by=homeroom, at=RAISED_AT)
    appeal = case.raised()
    case.answer(appeal, changed(10), by=case.other)
    waiting = case.raised(case.punishment())
    visits = (
        (case.user, "/appeals/mine/"),
        (case.user, f"/appeals/raise/deduction/{found.pk}/"),
        (case.other, "/appeals/"),
        (case.other, f"/appeals/{waiting.pk}/"),
        (case.other, f"/appeals/new/?number={case.pupil.number}"),
        (case.other, f"/appeals/record/deduction/{found.pk}/"),
        (homeroom, f"/classes/{school_class.pk}/faults/"),
    )
    for number, (who, path) in enumerate(visits):
        page = signed_in_page(who)
        page.goto(live_server.url + path)
        looked_at(page, f"appeals-{number}")
    raising.go_up(appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)
    page = signed_in_page(case.headmaster)
    page.goto(f"{live_server.url}/appeals/{appeal.pk}/")
    looked_at(page, "appeals-headmaster")
