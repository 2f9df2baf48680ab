"""An office where thirteen sheets wait to be filed: everybody can use its pages."""

from __future__ import annotations

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.models import ENTRY_STATES, ClassRound, SheetState
from awards.sheets import moves
from tests.awards.board_factories import TODAY, make_board
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.factories import fill, moment

pytestmark = pytest.mark.django_db(transaction=True)
# Of so many classes, in turn in every state, those that are not filed.
CLASSES, WAITING = 19, 13


def test_thirteen_sheets_wait(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(moment(TODAY)):
        board = make_board(CLASSES)
        for sheet in ClassRound.objects.filter(round=board.round, state__in=ENTRY_STATES).whole():
            teacher = sheet.school_class.staffings.get().user
            if not sheet.nominations.exists():
                fill(sheet, teacher)
            moves.submit(sheet, by=teacher, at=moment(TODAY))
        assert ClassRound.objects.filter(round=board.round, state=SheetState.SUBMITTED).count() == WAITING
        page = signed_in_page(board.clerk)
        paths = ("/", f"/board/?round={board.round.pk}", f"/board/months/?round={board.round.pk}")
        found = [fault for path in paths for fault in faults_of(page, f"{live_server.url}{path}")]
        assert found == []
