"""A scheme as plain data: what a preset file says, before it becomes rows. Every field is a key of the file."""

from dataclasses import dataclass
from typing import Annotated

from awards.rules.kinds import (
    DayKind,
    DeductionMode,
    ItemGroup,
    ItemKind,
    NoticeScope,
    Overlap,
    QuotaKind,
    QuotaMode,
    Rounding,
    StepRole,
    SubjectMode,
    Ties,
    Unit,
)


@dataclass(frozen=True)
class Text:
    """What a text may be: at most so many characters, as its column holds; empty only where that is allowed."""

    longest: int
    blank: bool = False


@dataclass(frozen=True)
class ItemSpec:
    """One star of clause 三 with its criteria (四) and the stars it is worth (五5).

    `months` are those in which it is awarded, 1 to 12, as for a theme of the month; none named is every month.
    """

    code: Annotated[str, Text(30)]
    name: Annotated[str, Text(30)]
    short_name: Annotated[str, Text(10)]
    kind: ItemKind
    group: ItemGroup
    value: int
    counts_toward_cap: bool
    evidence_required: bool
    public: bool
    criteria: tuple[str, ...]
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class WordsSpec:
    """The school's own words for the office and the committee, who sits on it (五1), and what one star is called.

    A file that does not name the `unit` awards stars.
    """

    office: Annotated[str, Text(30)]
    committee: Annotated[str, Text(30)]
    committee_members: str
    unit: Unit = Unit.STAR


@dataclass(frozen=True)
class QuotaSpec:
    """Winners per item, class and round (A7, A8): `number` when fixed, the rest when a percentage."""

    kind: QuotaKind
    number: int
    percent: int
    rounding: Rounding
    minimum: int


@dataclass(frozen=True)
class CapsSpec:
    """The two limits of 五4. Zero means no limit for `self_report_max` and `item_repeats_per_term` (A12)."""

    self_report_max: int
    quota_mode: QuotaMode
    nominate_on_behalf: bool
    item_repeats_per_term: int
    item_quota: QuotaSpec


@dataclass(frozen=True)
class StepSpec:
    """A step of 五3. `due_days` counts calendar days from the round's last day; negative is before it."""

    code: Annotated[str, Text(30)]
    name: Annotated[str, Text(30)]
    role: StepRole
    paper: bool
    online: bool
    required: bool
    due_days: int


@dataclass(frozen=True)
class SubjectTeachersSpec:
    """The subject teachers' part of the review, and the days they have for it (A39)."""

    mode: SubjectMode
    days: int


@dataclass(frozen=True)
class NoticeSpec:
    """The public notice's length and readers (A35)."""

    days: int
    day_kind: DayKind
    scope: NoticeScope


@dataclass(frozen=True)
class ObjectionsSpec:
    """The working days to answer an objection, and whether unsigned ones are recorded (A56)."""

    reply_days: int
    accept_anonymous: bool


@dataclass(frozen=True)
class ExamKindSpec:
    """A kind of exam and whether its first places earn champion stars (A15)."""

    code: Annotated[str, Text(30)]
    name: Annotated[str, Text(30)]
    counts: bool
    note: Annotated[str, Text(200, blank=True)]


@dataclass(frozen=True)
class ChampionsSpec:
    """How first places become stars (A1, A2, A13)."""

    overlap: Overlap
    ties: Ties
    pass_down: bool
    public: bool


@dataclass(frozen=True)
class GroundSpec:
    """A ground of 五6. `min_records` dated minor records must exist before it may be used (A25); zero is none."""

    code: Annotated[str, Text(30)]
    name: Annotated[str, Text(40)]
    stars: int
    min_records: int


@dataclass(frozen=True)
class DeductionsSpec:
    """How stars are taken away (A22 to A26). `max_per_term` zero is no limit."""

    mode: DeductionMode
    max_per_term: int
    allow_negative_total: bool
    grounds: tuple[GroundSpec, ...]


@dataclass(frozen=True)
class LevelSpec:
    """A level of 六1; its number is its place in the list, counted from 1."""

    name: Annotated[str, Text(30)]
    lower_bound: int


@dataclass(frozen=True)
class RewardsSpec:
    """The level from which each reward of 六2 to 六4 is due; zero is never. `residence_terms` is A45's condition."""

    letter_from: int
    certificate_from: int
    honour_board_from: int
    award_eligibility_from: int
    parent_title_from: int
    invitation_from: int
    residence_terms: int


@dataclass(frozen=True)
class SchemeSpec:
    """A whole scheme, in the order of its policy text."""

    code: Annotated[str, Text(40)]
    name: Annotated[str, Text(100)]
    guiding_idea: str
    principles: tuple[str, ...]
    items: tuple[ItemSpec, ...]
    words: WordsSpec
    caps: CapsSpec
    steps: tuple[StepSpec, ...]
    subject_teachers: SubjectTeachersSpec
    notice: NoticeSpec
    objections: ObjectionsSpec
    exam_kinds: tuple[ExamKindSpec, ...]
    champions: ChampionsSpec
    deductions: DeductionsSpec
    levels: tuple[LevelSpec, ...]
    rewards: RewardsSpec
