"""Two presses at the same moment undo once, on either database."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from awards.models import ClassRound, Decision, Entitlement, SheetState, Verdict
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind, RewardState
from awards.sheets import moves
from starrating.operations.models import AuditEvent
from tests.awards.board_factories import TODAY, make_board
from tests.awards.settlement_factories import LATER, make_ended
from tests.factories import moment
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)
SOON = dt.timedelta(minutes=1)


def test_a_filing_is_undone_once() -> None:
    board, now = make_board(3), moment(TODAY)
    sheet = ClassRound.objects.get(round=board.round, state=SheetState.SUBMITTED)
    moves.register_many(board.round, [sheet.pk], on=TODAY, by=board.clerk, at=now)
    undo = partial(moves.unfile_many, filed_at=now, reason="误操作", by=board.clerk, at=now + SOON)
    answers = at_once(*[partial(undo, board.round, [sheet.pk])] * 3)
    assert kinds(answers) == ["int", "state", "state"]
    assert Decision.objects.filter(class_round=sheet, verdict=Verdict.RECALLED).count() == 1


def test_a_hand_out_is_undone_once() -> None:
    ended = make_ended([32])
    ended.settle()
    row = Entitlement.objects.get(term=ended.term, kind=RewardKind.LETTER)
    rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATER)
    undo = partial(rewards.undo_hand_out, by=ended.clerk, at=LATER + SOON, handed_at=LATER)
    answers = at_once(*[partial(undo, ended.term, [row.pk])] * 3)
    assert kinds(answers) == ["int", "state", "state"]
    row.refresh_from_db()
    assert (row.state, row.issued) == (RewardState.DUE, 0)
    assert AuditEvent.objects.filter(action="entitlement.hand_out_undone").count() == 1
