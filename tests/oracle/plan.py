"""What happens at an invented school in a term, as plain data: both reckonings start from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

TERM_FROM = dt.date(2025, 9, 1)
SCHOOL_YEAR = 2025


class Fate(Enum):
    """What becomes of a class's sheet. Only the last three end as stars."""

    LEFT_OPEN = "never handed in"
    WAITING = "handed in and not yet filed"
    SENT_BACK = "returned by the office and not handed in again"
    ON_NOTICE = "on notice when the term is looked at"
    FINAL = "took effect"
    MENDED = "returned, mended, handed in again, took effect"
    TAKEN_DOWN = "its notice came down, was mended, put up again, took effect"


BECOMES_STARS = frozenset({Fate.FINAL, Fate.MENDED, Fate.TAKEN_DOWN})


class Ruling(Enum):
    """What the office made of a violation."""

    PROPOSED = "nothing yet"
    DROPPED = "not confirmed"
    CONFIRMED = "confirmed"
    REVOKED = "confirmed and taken back"
    UPHELD = "confirmed, appealed against, and it stands"
    REVERSED = "confirmed, and reversed after an appeal"
    CHANGED = "confirmed, and half of it given back after an appeal"
    WITHDRAWN = "confirmed, appealed against, and the appeal withdrawn"


# Such a deduction still is one, and counts toward the scheme's limit.
STANDS = frozenset({Ruling.CONFIRMED, Ruling.UPHELD, Ruling.CHANGED, Ruling.WITHDRAWN})


@dataclass(frozen=True)
class Rules:
    """The scheme's numbers and settings. ``places`` is a number, or a percentage of the class with its rounding."""

    values: Mapping[str, int]
    champions: Mapping[str, int]
    outside_cap: frozenset[str]
    cap: int
    places: int
    percent: int
    rounding: str
    least_places: int
    bounds: tuple[int, ...]
    cumulative: bool
    ties_win: bool
    pass_down: bool
    ground_stars: int
    up_to: bool
    deductions_a_term: int


@dataclass(frozen=True)
class ClassPlan:
    """A class by its grade (7 and up) and number."""

    grade: int
    number: int


@dataclass(frozen=True)
class Stay:
    """A pupil's time in a class; no ``until``: still there."""

    place: ClassPlan
    seat: int
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class PupilPlan:
    """Known by number: names repeat."""

    number: str
    name: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class Month:
    """A round of the term."""

    label: str
    first: dt.date
    last: dt.date


Wish = tuple[str, str]


@dataclass(frozen=True)
class SheetPlan:
    """One class's month: names under items in the order of writing, and the mending after a return."""

    place: ClassPlan
    month: Month
    fate: Fate
    wishes: tuple[Wish, ...]
    taken_off: tuple[Wish, ...] = ()
    put_on: tuple[Wish, ...] = ()
    reversed: tuple[Wish, ...] = ()


# Half points, so that sums are whole numbers; None: no mark.
Marks = Mapping[str, Mapping[str, int | None]]


@dataclass(frozen=True)
class ExamPlan:
    """An exam of whole grades. ``first_try``: marks entered by mistake before the right ones."""

    name: str
    kind: str
    counts: bool
    held_on: dt.date
    grades: frozenset[int]
    marks: Marks = field(repr=False)
    first_try: Marks | None = field(default=None, repr=False)
    moved_to: Month | None = None


@dataclass(frozen=True)
class ViolationPlan:
    """An incident; ``stars`` None takes what the ground says."""

    number: str
    day: dt.date
    ruling: Ruling
    stars: int | None = None


@dataclass(frozen=True)
class SchoolPlan:
    """A whole term."""

    seed: int
    rules: Rules
    months: tuple[Month, ...]
    classes: tuple[ClassPlan, ...]
    pupils: tuple[PupilPlan, ...]
    sheets: tuple[SheetPlan, ...]
    exams: tuple[ExamPlan, ...]
    violations: tuple[ViolationPlan, ...]
    # The grade that takes no part in the last month, as the graduating one in its second term.
    graduating: int | None = None

    @property
    def last_day(self) -> dt.date:
        return self.months[-1].last

    def members(self, place: ClassPlan, day: dt.date) -> list[PupilPlan]:
        """Who sits in the class on ``day``."""
        return [pupil for pupil in self.pupils if place_on(pupil, day) == place]


def place_on(pupil: PupilPlan, day: dt.date) -> ClassPlan | None:
    """The pupil's class on ``day``."""
    for stay in pupil.stays:
        if stay.since <= day and (stay.until is None or day <= stay.until):
            return stay.place
    return None
