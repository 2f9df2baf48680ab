"""Who is first: champion stars from the marks of one exam (四12, A1, A2, A13, A14, A21).

Marks come in, winners come out, and nothing in between is kept or shown: no object here prints its marks.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from awards.rules.kinds import ItemKind, Overlap, Ties

# The name of the ranking by the sum of all subjects.
TOTAL = ""

_GRADE_KINDS = frozenset({ItemKind.GRADE_TOTAL, ItemKind.GRADE_SUBJECT})
_CLASS_KIND = {ItemKind.GRADE_TOTAL: ItemKind.CLASS_TOTAL, ItemKind.GRADE_SUBJECT: ItemKind.CLASS_SUBJECT}


class Absence(Enum):
    """Why there is no mark. None of them is a zero, and none of them can be first (A21)."""

    ABSENT = "absent"
    BLANK = "blank"
    DEFERRED = "deferred"
    EXEMPT = "exempt"
    CHEATED = "cheated"


Mark = Decimal | Absence


@dataclass(frozen=True)
class Sitting:
    """One pupil's marks in one exam, by subject."""

    pupil: int
    school_class: int
    marks: Mapping[str, Mark] = field(repr=False)


@dataclass(frozen=True)
class ChampionRules:
    """The settings of the scheme (A1, A13, A2)."""

    overlap: Overlap = Overlap.HIGHEST_ONLY
    ties: Ties = Ties.ALL
    pass_down: bool = False


@dataclass(frozen=True, order=True)
class Win:
    """One champion star: the kind tells the scope, `subject` is TOTAL for the total."""

    kind: ItemKind
    subject: str
    pupil: int


@dataclass(frozen=True)
class Tie:
    """Several who are first where the office is to decide; `school_class` is None for the whole grade."""

    kind: ItemKind
    subject: str
    school_class: int | None
    pupils: tuple[int, ...]


@dataclass(frozen=True)
class Ranking:
    """The outcome: who wins, and what the office has yet to decide."""

    wins: frozenset[Win]
    undecided: tuple[Tie, ...] = ()


def rank(sittings: Sequence[Sitting], rules: ChampionRules) -> Ranking:
    """Give the winners of the four kinds among the pupils of one grade.

    A subject that nobody of the grade has a mark in was not held. Somebody without a mark in a subject that was held
    is in no ranking of that subject and of the total.
    """
    class_of = {sitting.pupil: sitting.school_class for sitting in sittings}
    wins: set[Win] = set()
    undecided: list[Tie] = []
    for subject, marks in _columns(sittings).items():
        kind = ItemKind.GRADE_TOTAL if subject == TOTAL else ItemKind.GRADE_SUBJECT
        column = _Column(kind, subject, marks, class_of, rules)
        wins |= column.wins()
        undecided += column.undecided
    return Ranking(frozenset(wins), tuple(undecided))


def settled(wins: Iterable[Win], overlap: Overlap) -> frozenset[Win]:
    """Give ``wins`` without the narrower star where a pupil has the wider one of the same subject (A1)."""
    given = frozenset(wins)
    if overlap is Overlap.CUMULATIVE:
        return given
    covered = {Win(_CLASS_KIND[win.kind], win.subject, win.pupil) for win in given if win.kind in _GRADE_KINDS}
    return given - covered


def _columns(sittings: Sequence[Sitting]) -> dict[str, dict[int, Decimal]]:
    """Give the marks of each subject by pupil, and under TOTAL the sums of those who have a mark in all of them."""
    columns: dict[str, dict[int, Decimal]] = {}
    for sitting in sittings:
        for subject, mark in sitting.marks.items():
            # In the order of the subjects, whoever of the first rows has no mark.
            column = columns.setdefault(subject, {})
            if isinstance(mark, Decimal):
                column[sitting.pupil] = mark
    columns = {subject: marks for subject, marks in columns.items() if marks}
    if columns:
        complete = frozenset.intersection(*(frozenset(marks) for marks in columns.values()))
        columns[TOTAL] = {pupil: sum((marks[pupil] for marks in columns.values()), Decimal()) for pupil in complete}
    return columns


class _Column:
    """One ranking, at both scopes."""

    def __init__(
        self,
        kind: ItemKind,
        subject: str,
        marks: Mapping[int, Decimal],
        class_of: Mapping[int, int],
        rules: ChampionRules,
    ) -> None:
        self.kind, self.subject, self.marks, self.class_of, self.rules = kind, subject, marks, class_of, rules
        self.undecided: list[Tie] = []

    def wins(self) -> set[Win]:
        of_grade = self._given(self.kind, None, self.marks)
        found = {Win(self.kind, self.subject, pupil) for pupil in of_grade}
        kind = _CLASS_KIND[self.kind]
        for school_class in sorted({self.class_of[pupil] for pupil in self.marks}):
            for pupil in self._of_class(kind, school_class, of_grade):
                found.add(Win(kind, self.subject, pupil))
        return found

    def _of_class(self, kind: ItemKind, school_class: int, of_grade: Collection[int]) -> set[int]:
        marks = {pupil: mark for pupil, mark in self.marks.items() if self.class_of[pupil] == school_class}
        if self.rules.overlap is Overlap.CUMULATIVE:
            return self._given(kind, school_class, marks)
        if self.rules.pass_down:
            marks = {pupil: mark for pupil, mark in marks.items() if pupil not in of_grade}
        return self._given(kind, school_class, marks) - set(of_grade)

    def _given(self, kind: ItemKind, school_class: int | None, marks: Mapping[int, Decimal]) -> set[int]:
        best = max(marks.values(), default=None)
        first = {pupil for pupil, mark in marks.items() if mark == best}
        if len(first) < 2 or self.rules.ties is Ties.ALL:
            return first
        if self.rules.ties is Ties.OFFICE:
            self.undecided.append(Tie(kind, self.subject, school_class, tuple(sorted(first))))
        return set()
