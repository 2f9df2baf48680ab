"""A pupil's own stars of a term as a sky, each star explained below it; nothing of anybody else, and no rank."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from awards.models import Decision, EntrySource, Verdict
from reports.pupil_page import PupilPage, StarLine
from students.models import Staffing, StaffingRole

# What was decided about the whole sheet on its way; returns and corrections concern others.
_ON_THE_WAY = frozenset({Verdict.HELD, Verdict.SUBMITTED, Verdict.FILED, Verdict.FINALIZED})
# How a star of the sky hangs: its size and height (pupil.css).
_HANGS = (0, 1, 3, 2, 0, 3, 1, 2, 3, 0, 2, 1)


@dataclass(frozen=True)
class SkyStar:
    """One star; ``line`` is the entry that explains it."""

    line: int
    name: str
    hangs: int


@dataclass(frozen=True)
class SkyMonth:
    label: str
    stars: Sequence[SkyStar]


@dataclass(frozen=True)
class OwnLine:
    """An entry of the own ledger; ``decisions`` say what was decided and when, not by whom."""

    line: StarLine
    decisions: Sequence[Decision]
    is_deduction: bool


@dataclass(frozen=True)
class OwnSky:
    page: PupilPage
    months: Sequence[SkyMonth]
    lines: Sequence[OwnLine]
    deductions: Sequence[OwnLine]
    teachers: str


def own_sky(page: PupilPage, day: dt.date) -> OwnSky:
    """The sky of ``page``; one query more, for whom to ask."""
    lines = [_own_line(line) for line in page.lines]
    return OwnSky(
        page=page,
        months=_months(page.lines),
        lines=[line for line in lines if not line.is_deduction],
        deductions=[line for line in lines if line.is_deduction],
        teachers=_teachers(page.class_pk, day),
    )


def _months(lines: Sequence[StarLine]) -> list[SkyMonth]:
    """The months with stars; an entry of three stars hangs three of them."""
    shining = [line for line in lines if line.entry.stars > 0 and not line.is_reversal and line.reversal is None]
    hung: dict[str, list[SkyStar]] = defaultdict(list)
    number = 0
    for month, of_month in groupby(shining, key=lambda line: line.month):
        for line in of_month:
            for _star in range(line.entry.stars):
                hung[month].append(SkyStar(line.entry.pk, _name(line), _HANGS[number % len(_HANGS)]))
                number += 1
    return [SkyMonth(month, stars) for month, stars in hung.items()]


def _name(line: StarLine) -> str:
    item = line.entry.item
    return (item.short_name or item.name) if item else line.star


def _own_line(line: StarLine) -> OwnLine:
    reversed_ = line.entry.reverses
    deduction = line.entry.source == EntrySource.VIOLATION or (
        reversed_ is not None and reversed_.source == EntrySource.VIOLATION
    )
    decisions = [row for row in line.decisions if row.nomination_id is not None or row.verdict in _ON_THE_WAY]
    return OwnLine(line, decisions, deduction)


def _teachers(class_pk: int | None, day: dt.date) -> str:
    held = Staffing.objects.active_on(day).filter(role=StaffingRole.HOMEROOM, school_class=class_pk)
    return "、".join(held.order_by("starts_on", "pk").values_list("user__name", flat=True)) if class_pk else ""
