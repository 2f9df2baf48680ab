"""Leader, committee and teacher take their steps with the keyboard, on pages that everybody can use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.models import LineState, Vote
from awards.rules.kinds import StepRole
from tests.awards.steps_factories import at_the_groups
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.factories import moment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 28))):
        yield


def test_a_group_a_vote_and_a_tie(signed_in_page: SignIn, live_server: LiveServer) -> None:
    work = at_the_groups()
    group, committee = f"{live_server.url}/my-group/", f"{live_server.url}/committee/"
    progress = f"{live_server.url}/sheets/{work.sheet.pk}/progress/"
    line = work.line(1, 0)

    page = signed_in_page(work.user(0))
    assert faults_of(page, group) == []
    page.locator(f"#for-{line.pk}").fill("1")
    page.locator(f"#against-{line.pk}").fill("3")
    page.locator(f"#against-{line.pk}").press("Enter")
    page.locator(f"#line-{line.pk} .state--returned").wait_for()
    assert (work.line(1, 0).hands_for, work.line(1, 1).hands_for) == (1, None), "Enter saves what is typed, no more"
    page.locator(f"#line-{line.pk} button").press("Enter")
    page.locator(f"#line-{line.pk} button").wait_for(state="detached")
    assert work.line(1, 0).state == LineState.PROPOSED
    work.close(StepRole.GROUP_LEADER)

    page = signed_in_page(work.user(2))
    assert faults_of(page, committee) == []
    page.locator(f"#yes-{work.line(1, 0).pk}").press("Space")
    page.locator(f"#yes-{work.line(1, 0).pk}[aria-pressed=true]").wait_for()
    page.locator(".toolbar--sticky button").press("Enter")
    page.locator(f"#star[data-star='{work.items[1].pk}']").wait_for()
    page.locator(".toolbar--sticky button").press("Enter")
    page.locator(".ballots__done").wait_for()
    assert Vote.objects.filter(agrees=True).count() == 4

    # A member has one of four who could vote, the other two one of five each: one place is left for them.
    scheme = work.sheet.round.term.pinned.scheme
    scheme.quota_number = 2
    scheme.save(update_fields=["quota_number"])
    page = signed_in_page(work.teacher)
    assert faults_of(page, progress) == []
    page.locator("[name=although]").check()
    page.locator(".part--current form button").first.press("Enter")
    page.locator(f"input[name='pick'][value='{work.line(5, 0).pk}']").press("Space")
    page.locator(".part--current form button").first.press("Enter")
    page.locator(".message--success").wait_for()
    assert [work.line(pupil, 0).state for pupil in (1, 5, 6)] == [LineState.DROPPED, LineState.CHOSEN, LineState.CHOSEN]
