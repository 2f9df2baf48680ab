"""How many pupils have a star at all, by grade, class, group and sex, and where too few would name somebody."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reports.terms.facts import PupilTerm, TermFacts
from students.models import Sex

# A figure of fewer pupils would say of somebody what it says of the few.
FEWEST = 5
T = TypeVar("T")


@dataclass(frozen=True)
class Share:
    """Of ``pupils``, how many have at least one star."""

    pupils: int
    starred: int

    @property
    def percent(self) -> int:
        return (200 * self.starred + self.pupils) // (2 * self.pupils) if self.pupils else 0


@dataclass(frozen=True)
class ClassShares:
    """A class; None where the figure is left out, and no part at all where one of them is too small.

    From the others and the whole the one left out could be reckoned.
    """

    name: str
    whole: Share | None
    girls: Share | None
    boys: Share | None
    groups: Sequence[tuple[str, Share]]


@dataclass(frozen=True)
class GradeLevels:
    """A grade: its pupils by level, the lowest first, those below every level before them."""

    name: str
    share: Share
    below: int
    named: Sequence[tuple[str, int]]


def share_of(pupils: Iterable[PupilTerm]) -> Share:
    earned = [pupil.earned > 0 for pupil in pupils]
    return Share(len(earned), sum(earned))


def grades(facts: TermFacts, here: Sequence[PupilTerm]) -> list[GradeLevels]:
    """Give each grade with its levels; those of the whole school have no row."""
    by_grade = _split(here, lambda pupil: facts.classes[pupil.stay.class_pk].grade_in(facts.term.school_year))
    return [_grade(facts, grade, by_grade[grade]) for grade in sorted(by_grade)]


def _grade(facts: TermFacts, grade: int, pupils: Sequence[PupilTerm]) -> GradeLevels:
    reached = [pupil.level for pupil in pupils]
    named = [(level.name, reached.count(level.number)) for level in facts.levels]
    return GradeLevels(facts.term.school.grade_name(grade), share_of(pupils), reached.count(0), named)


def classes(facts: TermFacts, here: Sequence[PupilTerm], groups: Mapping[int, str]) -> list[ClassShares]:
    """Give each class with its sexes and groups; ``groups`` names the group of each pupil who is in one."""
    by_class = _split(here, lambda pupil: pupil.stay.class_pk)
    year = facts.term.school_year
    return [_class(facts.classes[pk].name_in(year), pupils, groups) for pk, pupils in by_class.items()]


def _class(name: str, pupils: Sequence[PupilTerm], groups: Mapping[int, str]) -> ClassShares:
    sexes = dict(parts(pupils, lambda pupil: pupil.sex))
    named = parts(pupils, lambda pupil: groups.get(pupil.pk, ""))
    whole = share_of(pupils)
    return ClassShares(
        name=name,
        whole=whole if whole.pupils >= FEWEST else None,
        girls=sexes.get(Sex.FEMALE),
        boys=sexes.get(Sex.MALE),
        groups=[(group, share) for group, share in named if group],
    )


def parts(pupils: Sequence[PupilTerm], part: Callable[[PupilTerm], str]) -> list[tuple[str, Share]]:
    """Divide a class; nothing where one part is too small, for the others and the whole would give it away."""
    found = _split(pupils, part)
    if any(len(rows) < FEWEST for rows in found.values()):
        return []
    return [(name, share_of(found[name])) for name in sorted(found)]


def _split(pupils: Iterable[PupilTerm], part: Callable[[PupilTerm], T]) -> dict[T, list[PupilTerm]]:
    found: dict[T, list[PupilTerm]] = defaultdict(list)
    for pupil in pupils:
        found[part(pupil)].append(pupil)
    return found
