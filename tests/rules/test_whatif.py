"""Other numbers on the same term: what they make of it, and what the rules allow at most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind, Overlap, QuotaKind, Rounding
from awards.rules.whatif import ExamFacts, GradeFacts, Limit, Line, Settings, ceiling, outcome, totals

ITEMS = tuple(f"item{number}" for number in range(1, 12))
PRESET = Settings(
    values=dict.fromkeys(ITEMS, 1),
    champions={ItemKind.GRADE_TOTAL: 5, ItemKind.CLASS_TOTAL: 3, ItemKind.GRADE_SUBJECT: 2, ItemKind.CLASS_SUBJECT: 1},
    outside_cap=frozenset(),
    cap=4,
    quota_kind=QuotaKind.FIXED,
    quota_number=5,
    quota_percent=10,
    quota_rounding=Rounding.HALF_UP,
    quota_minimum=1,
    repeats=0,
    overlap=Overlap.HIGHEST_ONLY,
    bounds=(10, 15, 20, 25, 30),
)
# Twelve classes of 48 that never sat an exam.
GRADE = GradeFacts(7, frozenset(range(576)), (48,) * 12, rounds=5)


def small(**facts: Any) -> GradeFacts:
    """Two classes of three pupils; the first class's sheet of the only round is number 1."""
    given: dict[str, Any] = {"sheet_sizes": {1: 3, 2: 3}, **facts}
    return GradeFacts(7, frozenset(range(1, 7)), (3, 3), rounds=1, **given)


def lines(*cells: tuple[int, str, int]) -> list[Line]:
    return [Line(pupil, 1, 1, item, place) for pupil, item, place in cells]


def exam(*wins: tuple[ItemKind, str, int], subjects: int = 7) -> ExamFacts:
    return ExamFacts(frozenset(Win(kind, subject, pupil) for kind, subject, pupil in wins), subjects)


def test_conduct_alone_tops_out_at_three_stars_under_the_preset() -> None:
    found = outcome([GRADE], PRESET)
    assert ceiling(GRADE, PRESET).conduct == 20
    assert found.conduct_level == 3
    assert [level.by_conduct > 0 for level in found.levels] == [True, True, True, False, False]
    assert [level.limit for level in found.levels] == [Limit.PLACES] * 3 + [Limit.OUT_OF_REACH] * 2


def test_first_places_make_the_rest_possible() -> None:
    with_exams = replace(GRADE, exams=[exam()] * 2)
    found = outcome([with_exams], PRESET)
    # 5 + 7 x 2 an exam.
    assert ceiling(with_exams, PRESET).champion == 38
    assert found.highest_level == 5
    assert [level.limit for level in found.levels][3:] == [Limit.CAP, Limit.CAP]
    assert [level.at_most > 0 for level in found.levels][3:] == [True, True]
    assert [level.by_conduct for level in found.levels][3:] == [0, 0]


def test_how_many_can_reach_a_level_follows_from_the_places() -> None:
    # 11 items x 5 places x 5 rounds = 275 stars a class: 27 pupils of 48 with ten each, 13 with twenty.
    one_class = replace(GRADE, pupils=frozenset(range(48)), sizes=(48,))
    found = outcome([one_class], PRESET)
    assert [level.by_conduct for level in found.levels] == [27, 18, 13, 0, 0]


def test_a_small_class_has_places_for_everybody() -> None:
    one_class = replace(GRADE, pupils=frozenset(range(5)), sizes=(5,))
    found = outcome([one_class], PRESET)
    assert found.levels[0].by_conduct == 5
    assert found.levels[0].limit is Limit.NONE


@pytest.mark.parametrize(
    ("change", "most"),
    [
        ({"cap": 5}, 25),
        ({"cap": 0}, 55),
        ({"cap": 1}, 5),
        ({"values": {**PRESET.values, "item1": 3}}, 30),
        ({"values": {**PRESET.values, "item1": 3}, "repeats": 1}, 13),
        ({"repeats": 1}, 11),
        ({"values": dict.fromkeys(ITEMS, 0)}, 0),
        ({"values": {"item1": 1, "item2": 1}}, 10),
        ({"outside_cap": frozenset({"item1"})}, 25),
    ],
)
def test_the_most_that_conduct_can_bring(change: dict[str, Any], most: int) -> None:
    assert ceiling(GRADE, replace(PRESET, **change)).conduct == most


@pytest.mark.parametrize(
    ("overlap", "most"),
    # 5 + 7 x 2, or (5 + 3) + 7 x (2 + 1): the domain's own figures for a clean sweep.
    [(Overlap.HIGHEST_ONLY, 19), (Overlap.CUMULATIVE, 29)],
)
def test_the_most_that_one_exam_can_bring(overlap: Overlap, most: int) -> None:
    assert ceiling(replace(GRADE, exams=[exam()]), replace(PRESET, overlap=overlap)).champion == most


def test_too_few_items_are_named_as_the_limit() -> None:
    few = replace(PRESET, values={"item1": 1, "item2": 1}, cap=4)
    found = outcome([replace(GRADE, exams=[exam()] * 3)], few)
    assert found.levels[1].limit is Limit.ITEMS


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {1: 3, 2: 1}),
        ({"cap": 2}, {1: 2, 2: 1}),
        ({"cap": 0}, {1: 3, 2: 1}),
        ({"quota_number": 1}, {1: 3, 2: 0}),
        ({"quota_kind": QuotaKind.PERCENT, "quota_percent": 34}, {1: 3, 2: 0}),
        ({"values": {**PRESET.values, "item1": 4}}, {1: 6, 2: 4}),
        ({"values": {**PRESET.values, "item1": 0}}, {1: 2, 2: 0}),
        ({"cap": 2, "outside_cap": frozenset({"item1"})}, {1: 3, 2: 1}),
    ],
)
def test_the_same_sheets_under_other_numbers(change: dict[str, Any], expected: dict[int, int]) -> None:
    grade = small(lines=lines((1, "item1", 1), (2, "item1", 2), (1, "item2", 1), (1, "item3", 1)))
    found = totals(grade, replace(PRESET, **change))
    assert {pupil: found[pupil] for pupil in (1, 2)} == expected


def test_repeats_are_counted_over_the_term() -> None:
    two_rounds = [Line(1, 1, 1, "item1", 1), Line(1, 2, 2, "item1", 1)]
    grade = replace(small(lines=two_rounds), rounds=2)
    assert totals(grade, PRESET)[1] == 2
    assert totals(grade, replace(PRESET, repeats=1))[1] == 1


@pytest.mark.parametrize(
    "wins",
    [
        [(ItemKind.GRADE_TOTAL, TOTAL, 1)],
        # As a cumulative term has it on record.
        [(ItemKind.GRADE_TOTAL, TOTAL, 1), (ItemKind.CLASS_TOTAL, TOTAL, 1)],
    ],
)
def test_overlap_works_both_ways(wins: list[tuple[ItemKind, str, int]]) -> None:
    grade = small(exams=[exam(*wins, (ItemKind.CLASS_TOTAL, TOTAL, 4))])
    assert totals(grade, PRESET)[1] == 5
    assert totals(grade, replace(PRESET, overlap=Overlap.CUMULATIVE))[1] == 8
    assert totals(grade, PRESET)[4] == 3


def test_deductions_stay_as_they_were() -> None:
    assert totals(small(others={3: -15}), PRESET)[3] == -15


def test_levels_count_everybody_at_or_above_them() -> None:
    grade = small(others={1: 12, 2: 16, 3: 31})
    assert [level.reached for level in outcome([grade], PRESET).levels] == [3, 2, 1, 1, 1]
    lower = replace(PRESET, bounds=(1, 2, 3, 4, 5))
    assert [level.reached for level in outcome([grade], lower).levels] == [3] * 5


def test_a_school_without_pupils_has_no_outcome() -> None:
    found = outcome([], PRESET)
    assert (found.pupils, found.conduct_level) == (0, 0)
    assert {level.limit for level in found.levels} == {Limit.OUT_OF_REACH}


def test_nobody_reaches_more_than_is_said_to_be_possible() -> None:
    grade = small(lines=lines((1, "item1", 1), (2, "item1", 2), (1, "item2", 1)), exams=[exam(subjects=0)])
    for bound in range(1, 8):
        found = outcome([grade], replace(PRESET, bounds=(bound,))).levels[0]
        assert found.reached <= found.at_most
        assert found.by_conduct <= found.at_most
