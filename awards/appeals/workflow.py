"""An appeal as one table: (state, move) -> state. Pages and verbs both read it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _, pgettext_lazy

from awards.models import Appeal, AppealState
from starrating.refused import Refused


class Move(models.TextChoices):
    ANSWER = "answer", pgettext_lazy("move of an appeal", "Answer")
    NAME = "name", pgettext_lazy("move of an appeal", "Name who decides")
    GO_UP = "go_up", pgettext_lazy("move of an appeal", "Take it to the headmaster")
    # A school without a headmaster: the second step closes with the authority's name.
    END = "end", pgettext_lazy("move of an appeal", "Close without a headmaster")
    WITHDRAW = "withdraw", pgettext_lazy("move of an appeal", "Withdraw")


@dataclass(frozen=True)
class Transition:
    source: AppealState
    move: Move
    target: AppealState


TRANSITIONS = (
    Transition(AppealState.OPEN, Move.ANSWER, AppealState.ANSWERED),
    Transition(AppealState.OPEN, Move.NAME, AppealState.OPEN),
    Transition(AppealState.OPEN, Move.WITHDRAW, AppealState.WITHDRAWN),
    Transition(AppealState.ANSWERED, Move.GO_UP, AppealState.GONE_UP),
    Transition(AppealState.ANSWERED, Move.END, AppealState.CLOSED),
    Transition(AppealState.GONE_UP, Move.ANSWER, AppealState.CLOSED),
    Transition(AppealState.GONE_UP, Move.NAME, AppealState.GONE_UP),
    # The first answer stands: it was given, and entries that it made are not taken back.
    Transition(AppealState.GONE_UP, Move.WITHDRAW, AppealState.CLOSED),
)
_TARGETS = {(row.source, row.move): row.target for row in TRANSITIONS}


def may(appeal: Appeal, move: Move) -> bool:
    return (AppealState(appeal.state), move) in _TARGETS


def target_of(appeal: Appeal, move: Move) -> AppealState:
    """Give the state that the move leads to; raises :class:`Refused` where it is none from the appeal's own."""
    if not may(appeal, move):
        sentence = _("The appeal is “%(state)s” now, so this is not possible. Load the page again.")
        raise Refused(sentence % {"state": appeal.get_state_display()}, code="state")
    return _TARGETS[AppealState(appeal.state), move]
