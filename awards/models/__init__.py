"""The scheme, the monthly round, its decisions and the ledger."""

from awards.models.ledger import EntrySource, StarEntry
from awards.models.nomination import Decision, Nomination
from awards.models.round import ClassRound, HeldStep, Round
from awards.models.scheme import ExamKind, Ground, Level, Scheme, SchemeState, StarItem, Step, TermScheme
from awards.models.states import (
    ENTRY_STATES,
    FILED_STATES,
    PLACED_STATES,
    LineSource,
    LineState,
    SheetState,
    Verdict,
)

__all__ = [
    "ENTRY_STATES",
    "FILED_STATES",
    "PLACED_STATES",
    "ClassRound",
    "Decision",
    "EntrySource",
    "ExamKind",
    "Ground",
    "HeldStep",
    "Level",
    "LineSource",
    "LineState",
    "Nomination",
    "Round",
    "Scheme",
    "SchemeState",
    "SheetState",
    "StarEntry",
    "StarItem",
    "Step",
    "TermScheme",
    "Verdict",
]
