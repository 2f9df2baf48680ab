"""Nothing that cannot be taken back is ticked in advance; one press ticks what has no finding."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, SheetState
from tests.awards.board_factories import TODAY, make_board
from tests.browser.conftest import SignIn
from tests.factories import moment

pytestmark = pytest.mark.django_db(transaction=True)


def test_classes_are_chosen_for_filing_by_a_press_of_ones_own(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(moment(TODAY)):
        board = make_board()
        page = signed_in_page(board.clerk)
        page.goto(f"{live_server.url}/board/?round={board.round.pk}")
        ticked = page.locator("#submitted input[name=sheets]:checked")
        expect(page.locator("#submitted input[name=sheets]")).not_to_have_count(0)
        expect(ticked).to_have_count(0)
        page.locator("[data-checks]").click()
        expect(page.locator("#submitted input[name=sheets]:not([data-flagged]):checked")).to_have_count(1)
        expect(ticked).to_have_count(1)
        page.locator("[data-checks]").click()
        expect(ticked).to_have_count(0)
        page.locator("[data-checks]").click()
        page.locator("#submitted .file-bar button").last.click()
        expect(page.locator("#filed .tile--in_notice")).to_have_count(2)
        assert ClassRound.objects.filter(round=board.round, state=SheetState.IN_NOTICE).count() == 2
