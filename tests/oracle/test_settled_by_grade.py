"""Both reckonings agree on which grades are ready, what settling freezes, and what reopening one changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random

import pytest
from django.db import connection

from awards.models import StarEntry, TermLevel
from awards.settlement import verbs as settlement
from awards.settlement.verbs import Unsettled
from awards.sheets import corrections
from students.models import GradeSettlement, TermState
from tests import length
from tests.factories import moment
from tests.oracle.generator import make_plan
from tests.oracle.plan import BECOMES_STARS, Fate, SchoolPlan, Stay
from tests.oracle.playing import AFTERWARDS, Player, play
from tests.oracle.reckoning import Cell
from tests.oracle.settling import Frozen, frozen, grade_of, star_of, without
from tests.refusals import refused


def may_leave_early(made: SchoolPlan) -> bool:
    """Whether the school has a grade 9, another one, and more than a month."""
    grades = {place.grade for place in made.classes}
    return 9 in grades and len(grades) > 1 and len(made.months) > 1


def many() -> list[int]:
    """A dozen schools as they come, and as many again twice over whose highest grade leaves before the others."""
    leaving = (seed for seed in range(313, 600) if may_leave_early(make_plan(seed)))
    return [*range(301, 313), *islice(leaving, 24)]


# In the short form small schools that hold every awkward case twice on either database.
FEW = [303, 304, 307, 308, 309, 310, 335, 364, 360, 355, 365, 392, 397, 420, 424, 461]
SEEDS = length.of(short=lambda: FEW, long=many)()
HALVES = {"sqlite": SEEDS[::2], "postgresql": SEEDS[1::2]}
AT = moment(AFTERWARDS, 10)


def make_year_end(seed: int) -> SchoolPlan:
    """A school of which most sheets took effect, whose highest grade leaves a month before the others."""
    made, rng = make_plan(seed), Random(seed)
    sheets = [
        sheet if sheet.fate in BECOMES_STARS or rng.random() < 0.15 else replace(sheet, fate=Fate.FINAL)
        for sheet in made.sheets
    ]
    made = replace(made, sheets=tuple(sheets))
    if not may_leave_early(made):
        return made
    last = made.months[-1]
    kept = tuple(sheet for sheet in sheets if (sheet.place.grade, sheet.month) != (9, last))
    made = replace(made, sheets=kept, graduating=9)
    return _with_repeater(made, last.first + dt.timedelta(days=3))


def _with_repeater(made: SchoolPlan, day: dt.date) -> SchoolPlan:
    """The first of the graduating grade who is still there goes to a lower class after the grade's own last day."""
    lower = next(place for place in made.classes if place.grade != made.graduating)
    pupils = list(made.pupils)
    for place, pupil in enumerate(pupils):
        stay = pupil.stays[-1]
        if stay.place.grade == made.graduating and stay.until is None and stay.since < day:
            ended = replace(stay, until=day - dt.timedelta(days=1))
            pupils[place] = replace(pupil, stays=(*pupil.stays[:-1], ended, Stay(lower, 95, day)))
            break
    return replace(made, pupils=tuple(pupils))


def told(player: Player) -> Frozen:
    """What the program has frozen of the grades that are settled now."""
    found: dict[int, dict[str, tuple[int, int]]] = {
        7 + player.term.school_year - year: {} for year in GradeSettlement.objects.years_of(player.term)
    }
    rows = TermLevel.objects.filter(term=player.term).current().listed().settled()
    for row in rows.select_related("student", "school_class__school"):
        found[row.school_class.grade_in(player.term.school_year)][row.student.number] = (row.total, row.level)
    return found


def settle(player: Player) -> None:
    try:
        settlement.settle(player.term, by=player.by, at=AT)
    except Unsettled as no:
        if not no.problems:
            raise


def take_back(player: Player, star: Cell) -> None:
    number, label, item = star
    entries = StarEntry.objects.standing().filter(
        student__number=number, round__label=label, item__code=item, term=player.term
    )
    corrections.reverse(entries.select_related("nomination").get(), reason="核对后不符", by=player.by, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", HALVES[connection.vendor])
def test_both_settle_the_same_grades_alike(seed: int) -> None:
    made = make_year_end(seed)
    player = play(made, alone=True)
    settle(player)
    before = frozen(made)
    assert told(player) == before
    player.term.refresh_from_db()
    grades = {place.grade for place in made.classes}
    assert (player.term.state == TermState.SETTLED) == (set(before) == grades)
    for grade in before:
        star = star_of(made, grade)
        if star is None:
            continue
        with refused("settled"):
            take_back(player, star)
        settlement.reopen_grade(player.term, grade, reason="核对", by=player.by, at=AT)
        others = {other: rows for other, rows in told(player).items() if other != grade}
        assert others == {other: rows for other, rows in before.items() if other != grade}
        take_back(player, star)
        settlement.settle_grade(player.term, grade, by=player.by, at=AT)
        made = without(made, star)
        before = frozen(made)
        assert told(player) == before


def test_the_schools_hold_every_awkward_case() -> None:
    found: Counter[str] = Counter()
    for seed in HALVES[connection.vendor]:
        found.update(cases(make_year_end(seed)))
    missing = {case for case in CASES if found[case] < 2}
    assert not missing, found


CASES = ("graduating", "some of several", "all of several", "none", "repeater")


def cases(made: SchoolPlan) -> set[str]:
    settled, grades = frozen(made), {place.grade for place in made.classes}
    leavers = [pupil for pupil in made.pupils if pupil.stays[0].place.grade == made.graduating]
    told = {
        "graduating": made.graduating in settled,
        "some of several": 0 < len(settled) < len(grades),
        "all of several": 1 < len(grades) == len(settled),
        "none": not settled,
        "repeater": any(grade_of(made, pupil) not in (None, made.graduating) for pupil in leavers),
    }
    return {case for case, there in told.items() if there}
