"""Invents a school's term from a seed: sizes, ties, absences, namesakes, moves, returned sheets, deductions."""

from __future__ import annotations

import calendar
import datetime as dt
from random import Random

from tests.oracle.plan import (
    TERM_FROM,
    ClassPlan,
    ExamPlan,
    Fate,
    Marks,
    Month,
    PupilPlan,
    Rules,
    Ruling,
    SchoolPlan,
    SheetPlan,
    Stay,
    ViolationPlan,
    Wish,
)

ITEMS = (
    *("civility", "kindness", "honesty", "gratitude", "responsibility", "learning"),
    *("fitness", "talent", "progress", "reading", "labour"),
)
SUBJECTS = ("语文", "数学", "英语", "物理")
# Few of them, so that there are namesakes in every class of some size.
SURNAMES = "王李张刘陈"
GIVEN = ("芳", "伟", "子涵", "梓轩", "欣怡")
KINDS = (("月考", True), ("质量监测", True), ("期末考试", True), ("期中考试", False))


def make_plan(seed: int) -> SchoolPlan:
    """The same seed gives the same school."""
    return _Maker(seed).plan()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.seed, self.rng = seed, Random(seed)
        self.rules = self._rules()
        self.months = tuple(_month(9 + number) for number in range(self.rng.choice((1, 2, 2, 3))))
        self.last_day = self.months[-1].last
        self.classes = self._classes()
        self.pupils = [pupil for place in self.classes for pupil in self._pupils(place)]

    def plan(self) -> SchoolPlan:
        return SchoolPlan(
            seed=self.seed,
            rules=self.rules,
            months=self.months,
            classes=self.classes,
            pupils=tuple(self.pupils),
            sheets=tuple(self._sheet(place, month) for month in self.months for place in self.classes),
            exams=tuple(self._exam(number) for number in range(self.rng.choice((0, 1, 2, 3)))),
            violations=tuple(self._violations()),
        )

    def _rules(self) -> Rules:
        rng = self.rng
        as_written = rng.random() < 0.4
        first = 1 if rng.random() < 0.5 else 10
        return Rules(
            values={item: 1 if as_written else rng.choice((1, 1, 2, 3)) for item in ITEMS},
            champions=dict(
                zip(
                    ("grade_total", "class_total", "grade_subject", "class_subject"),
                    (5, 3, 2, 1) if as_written else sorted(rng.sample(range(1, 10), 4), reverse=True),
                    strict=True,
                )
            ),
            outside_cap=frozenset() if as_written else frozenset(rng.sample(ITEMS, rng.choice((0, 1)))),
            cap=4 if as_written else rng.choice((0, 1, 2, 4)),
            places=5 if as_written else rng.choice((1, 2, 5, 8)),
            percent=0 if as_written else rng.choice((0, 10, 15, 33)),
            rounding=rng.choice(("down", "half_up", "up")),
            least_places=rng.choice((1, 2)),
            bounds=tuple(range(first, first + 5 * rng.choice((2, 5)), rng.choice((2, 5)))),
            cumulative=rng.random() < 0.4,
            ties_win=rng.random() < 0.7,
            pass_down=rng.random() < 0.3,
            ground_stars=15 if as_written else rng.choice((3, 10, 15)),
            up_to=rng.random() < 0.3,
            deductions_a_term=rng.choice((0, 0, 1)),
        )

    def _classes(self) -> tuple[ClassPlan, ...]:
        grades = self.rng.sample((7, 8, 9), self.rng.choice((1, 1, 2)))
        # A grade of one class is a case of its own: its first is first in both (A14).
        return tuple(
            ClassPlan(grade, number)
            for grade in sorted(grades)
            for number in range(1, 1 + self.rng.choice((1, 2, 2, 3)))
        )

    def _pupils(self, place: ClassPlan) -> list[PupilPlan]:
        rng = self.rng
        size = rng.choice((1, 2, rng.randint(3, 12), rng.randint(3, 12), rng.randint(20, 60)))
        return [self._pupil(place, seat) for seat in range(1, size + 1)]

    def _pupil(self, place: ClassPlan, seat: int) -> PupilPlan:
        rng = self.rng
        stays: tuple[Stay, ...] = (Stay(place, seat, TERM_FROM),)
        others = [other for other in self.classes if other.grade == place.grade and other != place]
        day = self._day()
        chance = rng.random()
        if chance < 0.04 and others and day > TERM_FROM:
            stays = (Stay(place, seat, TERM_FROM, day - dt.timedelta(days=1)), Stay(rng.choice(others), 60 + seat, day))
        elif chance < 0.07:
            stays = (Stay(place, seat, TERM_FROM, day),)
        elif chance < 0.1:
            stays = (Stay(place, seat, day),)
        name = rng.choice(SURNAMES) + rng.choice(GIVEN)
        return PupilPlan(f"0{place.grade}{place.number:02d}{seat:03d}", name, stays)

    def _day(self) -> dt.date:
        return TERM_FROM + dt.timedelta(days=self.rng.randint(0, (self.last_day - TERM_FROM).days))

    def _sheet(self, place: ClassPlan, month: Month) -> SheetPlan:
        rng = self.rng
        fate = rng.choice([*Fate, *[Fate.FINAL] * 8])
        wishes = self._wishes(place, items=rng.randint(1, len(ITEMS)))
        mended = fate in (Fate.MENDED, Fate.TAKEN_DOWN)
        return SheetPlan(
            place=place,
            month=month,
            fate=fate,
            wishes=wishes,
            # The first name stays, so that the sheet is never emptied.
            taken_off=tuple(rng.sample(wishes[1:], min(3, len(wishes) - 1))) if mended and wishes else (),
            put_on=self._wishes(place, items=2) if mended else (),
            reversed=tuple(rng.sample(wishes, min(2, len(wishes)))) if rng.random() < 0.3 else (),
        )

    def _wishes(self, place: ClassPlan, *, items: int) -> tuple[Wish, ...]:
        """Names in the order of writing: sometimes too many for an item, for a pupil, or from another class."""
        rng = self.rng
        own = [pupil.number for pupil in self.pupils if pupil.stays[0].place == place]
        elsewhere = [pupil.number for pupil in self.pupils if pupil.number not in own]
        favourites = rng.sample(own, min(2, len(own)))
        found: list[Wish] = []
        for item in rng.sample(ITEMS, items):
            names = [*favourites, *rng.sample(own, min(len(own), rng.randint(1, 7)))]
            if elsewhere and rng.random() < 0.1:
                names.append(rng.choice(elsewhere))
            found += [(number, item) for number in dict.fromkeys(names)]
        return tuple(found)

    def _exam(self, number: int) -> ExamPlan:
        rng = self.rng
        kind, counts = rng.choice((*KINDS, KINDS[0]))
        grades = frozenset(place.grade for place in self.classes if rng.random() < 0.8)
        subjects = rng.sample(SUBJECTS, rng.randint(1, len(SUBJECTS)))
        # The last exam is often on the last day of the term (A17).
        held_on = self.last_day if rng.random() < 0.1 else self._day()
        right = self._marks(subjects, held_on)
        return ExamPlan(
            name=f"第{number + 1}次考试",
            kind=kind,
            counts=counts,
            held_on=held_on,
            grades=grades or frozenset({self.classes[0].grade}),
            marks=right,
            first_try=self._marks(subjects, held_on) if rng.random() < 0.3 else None,
            moved_to=rng.choice(self.months) if rng.random() < 0.2 else None,
        )

    def _marks(self, subjects: list[str], day: dt.date) -> Marks:
        rng = self.rng
        # A narrow range makes ties, a wide one single winners.
        low = rng.choice((0, 150, 190))
        absent = rng.choice((0.0, 0.05, 0.5))
        return {
            pupil.number: {subject: None if rng.random() < absent else rng.randint(low, 200) for subject in subjects}
            for pupil in self.pupils
            if pupil.stays[0].since <= day
        }

    def _violations(self) -> list[ViolationPlan]:
        rng = self.rng
        lasting = [pupil for pupil in self.pupils if pupil.stays[0].since == TERM_FROM and not pupil.stays[-1].until]
        found: dict[tuple[str, dt.date], ViolationPlan] = {}
        # Two at most, so that some offend again.
        for pupil in rng.choices(lasting[:2], k=rng.choice((0, 1, 3))) if lasting else []:
            stars = rng.randint(1, self.rules.ground_stars) if self.rules.up_to else None
            day = self._day()
            ruling = rng.choice([*Ruling, Ruling.CONFIRMED])
            found[pupil.number, day] = ViolationPlan(pupil.number, day, ruling, stars)
        return list(found.values())


def _month(number: int) -> Month:
    year = TERM_FROM.year
    last = calendar.monthrange(year, number)[1]
    return Month(f"{year}-{number:02d}", dt.date(year, number, 1), dt.date(year, number, last))
