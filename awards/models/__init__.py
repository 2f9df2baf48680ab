"""The scheme, the monthly round, its decisions and the ledger."""

from awards.models.exam import Champion, Exam, ExamState
from awards.models.ledger import Credit, EntrySource, StarEntry
from awards.models.nomination import Decision, Nomination, PendingName
from awards.models.round import ClassRound, HeldStep, Round
from awards.models.scheme import ExamKind, Ground, Level, Scheme, SchemeState, StarItem, Step, TermScheme
from awards.models.settlement import Entitlement, TermLevel
from awards.models.states import (
    ENTRY_STATES,
    FILED_STATES,
    LIVE_STATES,
    PLACED_STATES,
    LineSource,
    LineState,
    SheetState,
    Verdict,
)
from awards.models.violation import FaultRecord, Punishment, PunishmentKind, Violation, ViolationState
from awards.models.voices import Goal, Objection, ObjectionRoute, ObjectionState, Opinion, Vote

__all__ = [
    "ENTRY_STATES",
    "FILED_STATES",
    "LIVE_STATES",
    "PLACED_STATES",
    "Champion",
    "ClassRound",
    "Credit",
    "Decision",
    "Entitlement",
    "EntrySource",
    "Exam",
    "ExamKind",
    "ExamState",
    "FaultRecord",
    "Goal",
    "Ground",
    "HeldStep",
    "Level",
    "LineSource",
    "LineState",
    "Nomination",
    "Objection",
    "ObjectionRoute",
    "ObjectionState",
    "Opinion",
    "PendingName",
    "Punishment",
    "PunishmentKind",
    "Round",
    "Scheme",
    "SchemeState",
    "SheetState",
    "StarEntry",
    "StarItem",
    "Step",
    "TermLevel",
    "TermScheme",
    "Verdict",
    "Violation",
    "ViolationState",
    "Vote",
]
