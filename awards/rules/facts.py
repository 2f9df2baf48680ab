"""What the checks of a class's sheet need to know of it, as plain data with names ready to show."""

from dataclasses import dataclass
from datetime import date

from awards.rules.kinds import QuotaMode, SubjectMode


@dataclass(frozen=True)
class ItemFact:
    """One ordinary item of the scheme, with its quota in this class."""

    code: str
    name: str
    quota: int
    counts_toward_cap: bool = True


@dataclass(frozen=True)
class PupilFact:
    """A pupil named on the sheet, under a name that tells namesakes apart.

    `enrolled` says whether the pupil is in this class on the round's last day.
    """

    pk: int
    name: str
    enrolled: bool = True


@dataclass(frozen=True)
class LineFact:
    """One name under one star."""

    student_pk: int
    item_code: str


@dataclass(frozen=True)
class RepeatFact:
    """How often a pupil has a star in the other rounds of the term (A12)."""

    student_pk: int
    item_code: str
    times: int


@dataclass(frozen=True)
class StepFact:
    """A step to be held before the sheet is handed in (五3). A step taken online needs no date or participants."""

    code: str
    name: str
    held: bool
    on_paper: bool = True
    required: bool = True
    held_on: date | None = None
    participants: str = ""


@dataclass(frozen=True)
class PendingFact:
    """How many pieces of what was typed or ``pasted`` under a star are nobody's name yet, or not confirmed."""

    item_code: str
    count: int
    pasted: bool = False


@dataclass(frozen=True)
class SubjectFacts:
    """The subject teachers' review (A39); the tuples hold teachers' names.

    `consulted` is the tick of the paper route, or that every teacher has been asked. `silent` have not answered,
    `disagreed` have objected, `unanswered` are those of them who have no written reply yet. `until` is the day promised
    to the silent, and `submitted` says that the sheet went to the office before it was over.
    """

    mode: SubjectMode
    consulted: bool
    silent: tuple[str, ...] = ()
    until: date | None = None
    submitted: bool = False
    disagreed: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetFacts:
    """One class's sheet of one round. `cap` is the items a pupil may have, 0 without limit (五4).

    `repeats_max` is how often a pupil may have a star in a term, 0 without limit; `repeats` are those who have it.
    `undecided` is how many names were declared or nominated and are neither chosen nor declined; `awaited` names the
    committee's step while that is not over; `voted` says whether the committee has decided on screen; `pending` are
    pieces of typed text that were not recognised.
    Every line's item is among `items` and its pupil among `pupils`; pupils without a line may be left out.
    """

    items: tuple[ItemFact, ...]
    pupils: tuple[PupilFact, ...]
    lines: tuple[LineFact, ...]
    steps: tuple[StepFact, ...]
    subjects: SubjectFacts
    cap: int
    roster_size: int
    quota_mode: QuotaMode = QuotaMode.HARD
    repeats_max: int = 0
    repeats: tuple[RepeatFact, ...] = ()
    undecided: int = 0
    awaited: str = ""
    voted: bool = False
    pending: tuple[PendingFact, ...] = ()
