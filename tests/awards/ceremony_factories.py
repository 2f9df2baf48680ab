"""Ceremonies of schools whose term is settled."""

from __future__ import annotations

import datetime as dt

from awards.ceremonies import verbs as ceremonies
from awards.ceremonies.joining import members
from awards.ceremonies.verbs import CeremonyFacts, Grades
from awards.models import Ceremony
from awards.rules.ceremonies import CeremonyKind
from awards.rules.entitlements import RewardKind
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import TERM_END, moment

DAY = TERM_END + dt.timedelta(days=30)
ON_THE_DAY = moment(DAY, 12)


def facts(kind: CeremonyKind = CeremonyKind.OPENING, *, day: dt.date = DAY, **changes: object) -> CeremonyFacts:
    values: dict[str, object] = {
        "kind": kind,
        "day": day,
        "begins_at": dt.time(9, 0),
        "place": "学校报告厅",
        "contact": "周老师",
        "phone": "0000-5550100",
    }
    return CeremonyFacts(**(values | changes))  # type: ignore[arg-type]


def plan(ended: Ended, kind: CeremonyKind = CeremonyKind.OPENING, honours: Grades = (), **changes: object) -> Ceremony:
    return ceremonies.plan(ended.school, facts(kind, **changes), honours, by=ended.clerk, at=LATER)  # type: ignore[arg-type]


def make_settled(stars: tuple[int, ...] = (32, 31, 26, 21)) -> Ended:
    """Two of five stars in two classes, one of four and one of three in them."""
    ended = make_ended(stars)
    ended.settle()
    return ended


def at(ceremony: Ceremony, *kinds: RewardKind) -> list[int]:
    """The keys of the rewards at a ceremony, in its order."""
    return [row.pk for row in members(ceremony) if not kinds or row.kind in kinds]
