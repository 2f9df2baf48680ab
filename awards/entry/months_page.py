"""A class's sheets of all months, and which of them is the one to work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from awards.entry.page import class_name, is_late
from awards.models import ENTRY_STATES, ClassRound


@dataclass(frozen=True)
class Month:
    pk: int
    class_name: str
    label: str
    state: str
    state_label: str
    due_on: dt.date
    late: bool


@dataclass(frozen=True)
class MonthsPage:
    """A class's ``months``, latest first; ``has_class`` tells no class from a class without a round."""

    months: list[Month]
    has_class: bool


def current_sheet(sheets: Sequence[ClassRound]) -> ClassRound | None:
    """Give the oldest sheet still with the class, else the latest; ``sheets`` are one class's, latest first."""
    unfinished = [sheet for sheet in sheets if sheet.state in ENTRY_STATES]
    if unfinished:
        return unfinished[-1]
    return sheets[0] if sheets else None


def months_page(sheets: Sequence[ClassRound], *, has_class: bool, day: dt.date) -> MonthsPage:
    return MonthsPage([_month(sheet, day) for sheet in sheets], has_class)


def _month(sheet: ClassRound, day: dt.date) -> Month:
    late = is_late(sheet, day)
    return Month(
        pk=sheet.pk,
        class_name=class_name(sheet),
        label=sheet.round.label,
        state="late" if late else sheet.state,
        state_label=sheet.get_state_display(),
        due_on=sheet.round.due_on,
        late=late,
    )
