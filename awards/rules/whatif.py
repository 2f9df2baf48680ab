"""What other numbers would make of a term that has been lived: who would reach which level, and who could at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from awards.rules.champions import Win, settled
from awards.rules.kinds import ItemKind, Overlap, QuotaKind, Rounding
from awards.rules.levels import level_for
from awards.rules.quota import item_quota

_SCOPES = ((ItemKind.GRADE_TOTAL, ItemKind.CLASS_TOTAL), (ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT))


@dataclass(frozen=True)
class Settings:
    """The numbers that can be tried out. ``values`` by item code, ``champions`` by kind; a value of 0 takes one away.

    ``cap`` 0 is no limit (五4), ``repeats`` 0 neither (A12); ``bounds`` ascend (六1).
    """

    values: Mapping[str, int]
    champions: Mapping[ItemKind, int]
    outside_cap: frozenset[str]
    cap: int
    quota_kind: QuotaKind
    quota_number: int
    quota_percent: int
    quota_rounding: Rounding
    quota_minimum: int
    repeats: int
    overlap: Overlap
    bounds: tuple[int, ...]
    # By item code the months in which it is awarded; an item that is not named always is.
    months: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def quota(self, class_size: int) -> int:
        """Give how many winners one item may have in a class of that size (A7, A8)."""
        return item_quota(
            self.quota_kind, self.quota_number, self.quota_percent, self.quota_rounding, self.quota_minimum, class_size
        )


@dataclass(frozen=True)
class Line:
    """A star that took effect: whose, on which class's sheet of which round, under which item, in which place."""

    pupil: int
    sheet: int
    round: int
    item: str
    place: int


@dataclass(frozen=True)
class ExamFacts:
    """One exam of one grade that counted: its first places, and in how many subjects there were any."""

    wins: frozenset[Win]
    subjects: int


@dataclass(frozen=True)
class GradeFacts:
    """One grade's term. ``sizes`` are the pupils of each class, ``sheet_sizes`` of the class of each sheet.

    ``others`` are, by pupil, deductions and credits: no setting here changes them. ``months`` are those that each
    round touches; without them every item is taken to be awarded in every round.
    """

    grade: int
    pupils: frozenset[int]
    sizes: tuple[int, ...]
    rounds: int
    lines: Sequence[Line] = ()
    sheet_sizes: Mapping[int, int] = field(default_factory=dict)
    exams: Sequence[ExamFacts] = ()
    others: Mapping[int, int] = field(default_factory=dict)
    months: Sequence[frozenset[int]] = ()


class Limit(Enum):
    """Which rule keeps more pupils from a level."""

    NONE = "none"
    PLACES = "places"
    CAP = "cap"
    ITEMS = "items"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True)
class LevelOutcome:
    """One level: how many pupils reach it or more; at most how many could, by conduct alone and with first places."""

    number: int
    bound: int
    reached: int
    by_conduct: int
    at_most: int
    limit: Limit


@dataclass(frozen=True)
class Ceiling:
    """The most one pupil can get in a term of the grade: by conduct, and by being first in everything."""

    grade: int
    rounds: int
    conduct: int
    champion: int

    @property
    def total(self) -> int:
        return self.conduct + self.champion


@dataclass(frozen=True)
class Outcome:
    """What the settings make of the term; ``conduct_level`` is the highest that conduct alone can bring anybody."""

    pupils: int
    levels: Sequence[LevelOutcome]
    ceilings: Sequence[Ceiling]
    conduct_level: int
    highest_level: int


def totals(grade: GradeFacts, settings: Settings) -> dict[int, int]:
    """Give by pupil the stars the same months and exams would have brought.

    Smaller limits take names off: from the end of an item (places), and of a pupil's items from the end of the paper
    (cap). Greater ones add nobody: whom a class would have chosen cannot be known.
    """
    sums = Counter({pupil: grade.others.get(pupil, 0) for pupil in grade.pupils})
    for line in _standing(grade, settings):
        sums[line.pupil] += settings.values[line.item]
    for exam in grade.exams:
        for win in settled(_with_narrower(exam.wins), settings.overlap):
            sums[win.pupil] += settings.champions[win.kind]
    return {pupil: sums[pupil] for pupil in grade.pupils}


def _with_narrower(wins: frozenset[Win]) -> frozenset[Win]:
    """Put back what highest-only left out, before it is decided: who is first in the grade is first in the class."""
    narrower = dict(_SCOPES)
    return wins | {Win(narrower[win.kind], win.subject, win.pupil) for win in wins if win.kind in narrower}


def _standing(grade: GradeFacts, settings: Settings) -> list[Line]:
    order = {code: number for number, code in enumerate(settings.values)}
    held: Counter[tuple[int, int]] = Counter()
    often: Counter[tuple[int, str]] = Counter()
    found = []
    for line in sorted(grade.lines, key=lambda line: (line.round, line.sheet, order.get(line.item, 0), line.place)):
        if not settings.values.get(line.item) or line.place > settings.quota(grade.sheet_sizes[line.sheet]):
            continue
        if settings.repeats and often[line.pupil, line.item] >= settings.repeats:
            continue
        if line.item not in settings.outside_cap:
            if settings.cap and held[line.pupil, line.sheet] >= settings.cap:
                continue
            held[line.pupil, line.sheet] += 1
        often[line.pupil, line.item] += 1
        found.append(line)
    return found


def ceiling(grade: GradeFacts, settings: Settings) -> Ceiling:
    """Give the most that one pupil of the grade can get."""
    champion = sum(_best_of_exam(exam.subjects, settings) for exam in grade.exams)
    return Ceiling(grade.grade, grade.rounds, _best_conduct(grade, settings), champion)


def _best_conduct(grade: GradeFacts, settings: Settings) -> int:
    # Every item may come once a round, and at most `repeats` times a term; the cap is a number of places a round.
    times = {code: _times(grade, settings, code) for code in settings.values}
    free = sum(value * times[code] for code, value in settings.values.items() if code in settings.outside_cap)
    left = _places(grade, settings)
    capped = 0
    for code in sorted(settings.values.keys() - settings.outside_cap, key=lambda code: -settings.values[code]):
        taken = min(times[code], left)
        capped, left = capped + taken * settings.values[code], left - taken
    return free + capped


def _open_rounds(grade: GradeFacts, settings: Settings, code: str) -> int:
    """Count the rounds in which the item is awarded."""
    months = settings.months.get(code)
    if not months or not grade.months:
        return grade.rounds
    return sum(bool(months & touched) for touched in grade.months)


def _times(grade: GradeFacts, settings: Settings, code: str) -> int:
    """Count how often one pupil may have the item in the term."""
    rounds = _open_rounds(grade, settings, code)
    return min(rounds, settings.repeats) if settings.repeats else rounds


def _places(grade: GradeFacts, settings: Settings) -> int:
    """Count how many items within the cap one pupil may have in the term, were each awarded in every round."""
    if not settings.cap:
        return len(settings.values) * grade.rounds
    if not grade.months:
        return settings.cap * grade.rounds
    capped = [settings.months.get(code) for code in settings.values.keys() - settings.outside_cap]
    return sum(
        min(settings.cap, sum(not months or bool(months & touched) for months in capped)) for touched in grade.months
    )


def _best_of_exam(subjects: int, settings: Settings) -> int:
    one = {}
    for wide, narrow in _SCOPES:
        both = (settings.champions[wide], settings.champions[narrow])
        one[wide] = sum(both) if settings.overlap is Overlap.CUMULATIVE else max(both)
    return one[ItemKind.GRADE_TOTAL] + subjects * one[ItemKind.GRADE_SUBJECT]


def outcome(grades: Sequence[GradeFacts], settings: Settings) -> Outcome:
    """Give the levels of the whole school under ``settings``."""
    reached: Counter[int] = Counter()
    for grade in grades:
        reached.update(level_for(total, settings.bounds) for total in totals(grade, settings).values())
    ceilings = [ceiling(grade, settings) for grade in grades]
    levels = []
    for number, bound in enumerate(settings.bounds, start=1):
        by_conduct = sum(_most(grade, settings, bound, champions=False) for grade in grades)
        at_most = sum(_most(grade, settings, bound, champions=True) for grade in grades)
        levels.append(
            LevelOutcome(
                number=number,
                bound=bound,
                reached=sum(count for level, count in reached.items() if level >= number),
                by_conduct=by_conduct,
                # Shared first places and credits may bring more than the rules foresee.
                at_most=max(at_most, sum(count for level, count in reached.items() if level >= number)),
                limit=_limit(grades, ceilings, settings, bound, by_conduct, at_most),
            )
        )
    return Outcome(
        pupils=sum(len(grade.pupils) for grade in grades),
        levels=levels,
        ceilings=ceilings,
        conduct_level=level_for(max((one.conduct for one in ceilings), default=0), settings.bounds),
        highest_level=level_for(max((one.total for one in ceilings), default=0), settings.bounds),
    )


def _most(grade: GradeFacts, settings: Settings, bound: int, *, champions: bool) -> int:
    """Give the most pupils of the grade who can reach ``bound``, were all stars shared out to that end (no ties)."""
    own = ceiling(grade, settings)
    each = own.total if champions else own.conduct
    if bound <= 0:
        return len(grade.pupils)
    if each < bound:
        return 0
    prizes = _prizes(grade, settings) if champions else 0
    stock = [_stock(size, grade, settings) for size in grade.sizes]

    def enough(count: int) -> bool:
        conduct = min(count * own.conduct, sum(stock))
        # Whoever needs more than conduct can give needs first places for the rest.
        return count * bound <= conduct + prizes and count * max(0, bound - own.conduct) <= prizes

    return max((count for count in range(len(grade.pupils) + 1) if enough(count)), default=0)


def _stock(size: int, grade: GradeFacts, settings: Settings) -> int:
    """Give all stars that a class of that size can give out in a term."""
    stars = sum(value * _open_rounds(grade, settings, code) for code, value in settings.values.items())
    return min(settings.quota(size), size) * stars


def _prizes(grade: GradeFacts, settings: Settings) -> int:
    """Give all champion stars of the grade's exams, each first place going to one pupil."""
    classes = max(1, len(grade.sizes))
    # The class of the grade's champion has no first of its own where the wider star replaces the narrower.
    narrow_ones = classes if settings.overlap is Overlap.CUMULATIVE else classes - 1
    one = {wide: settings.champions[wide] + narrow_ones * settings.champions[narrow] for wide, narrow in _SCOPES}
    return sum(one[ItemKind.GRADE_TOTAL] + exam.subjects * one[ItemKind.GRADE_SUBJECT] for exam in grade.exams)


def _limit(
    grades: Sequence[GradeFacts],
    ceilings: Sequence[Ceiling],
    settings: Settings,
    bound: int,
    by_conduct: int,
    at_most: int,
) -> Limit:
    if max((one.total for one in ceilings), default=0) < bound:
        return Limit.OUT_OF_REACH
    if max((one.conduct for one in ceilings), default=0) < bound:
        uncapped = max((_without_cap(grade, settings) for grade in grades), default=0)
        return Limit.CAP if uncapped >= bound else Limit.ITEMS
    everybody = sum(len(grade.pupils) for grade in grades)
    return Limit.PLACES if min(by_conduct, at_most) < everybody else Limit.NONE


def _without_cap(grade: GradeFacts, settings: Settings) -> int:
    return sum(value * _times(grade, settings, code) for code, value in settings.values.items())
