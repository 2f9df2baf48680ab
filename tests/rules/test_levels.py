"""From a sum of stars to a level (六1), what a pupil is shown, and what can still be won (A70)."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings, strategies as st

from awards.rules.levels import Explanation, NextStep, Part, explain, level_for, next_step, shown_total
from awards.rules.reach import Chance, most_winnable, step_in_reach

BOUNDS = (10, 15, 20, 25, 30)
TOTALS = st.integers(min_value=-60, max_value=150)
ANY_BOUNDS = st.lists(st.integers(min_value=1, max_value=100), unique=True, max_size=7).map(sorted)


@pytest.mark.parametrize(
    ("total", "level"),
    [
        (-15, 0),
        (0, 0),
        (9, 0),
        (10, 1),
        (14, 1),
        (15, 2),
        (19, 2),
        (20, 3),
        (24, 3),
        (25, 4),
        (29, 4),
        (30, 5),
        (99, 5),
    ],
)
def test_the_level_is_the_highest_bound_reached(total: int, level: int) -> None:
    assert level_for(total, BOUNDS) == level


@pytest.mark.parametrize(
    ("total", "step"),
    [
        (-5, NextStep(1, 15)),
        (0, NextStep(1, 10)),
        (8, NextStep(1, 2)),
        (10, NextStep(2, 5)),
        (29, NextStep(5, 1)),
        (30, None),
        (41, None),
    ],
)
def test_the_next_step_says_what_is_missing(total: int, step: NextStep | None) -> None:
    assert next_step(total, BOUNDS) == step


def test_a_scheme_without_levels_has_neither_level_nor_step() -> None:
    assert level_for(12, ()) == 0
    assert next_step(12, ()) is None


@pytest.mark.parametrize(("total", "allowed", "shown"), [(-7, True, -7), (-7, False, 0), (4, False, 4)])
def test_a_total_below_zero_is_shown_only_where_the_scheme_allows(total: int, allowed: bool, shown: int) -> None:
    assert shown_total(total, allow_negative=allowed) == shown


def test_an_explanation_adds_up_by_label_in_order_of_appearance() -> None:
    explanation = explain([("9月", 1), ("9月", 4), ("10月", 6), ("扣星", -15), ("9月", 1)])
    assert explanation == Explanation(-3, (Part("9月", 6), Part("10月", 6), Part("扣星", -15)))


def test_a_star_and_its_reversal_stay_in_the_explanation() -> None:
    assert explain([("9月", 1), ("9月", -1)]) == Explanation(0, (Part("9月", 0),))


def test_nothing_explains_as_nothing() -> None:
    assert explain([]) == Explanation(0, ())


@given(TOTALS, TOTALS, ANY_BOUNDS)
def test_more_stars_are_never_a_lower_level(one: int, other: int, bounds: list[int]) -> None:
    assert level_for(min(one, other), bounds) <= level_for(max(one, other), bounds)


@given(TOTALS, ANY_BOUNDS)
def test_the_missing_stars_reach_exactly_the_next_level(total: int, bounds: list[int]) -> None:
    step = next_step(total, bounds)
    if step is None:
        assert level_for(total, bounds) == len(bounds)
    else:
        assert level_for(total + step.missing, bounds) == step.level
        assert level_for(total + step.missing - 1, bounds) == step.level - 1


@given(st.lists(st.tuples(st.sampled_from(["9月", "10月", "11月", "扣星"]), st.integers(-15, 5))))
def test_the_parts_always_add_up_to_the_total(entries: list[tuple[str, int]]) -> None:
    explanation = explain(entries)
    assert explanation.total == sum(part.stars for part in explanation.parts) == sum(stars for _, stars in entries)


CHANCES = st.lists(
    st.builds(Chance, item=st.integers(1, 4), stars=st.integers(1, 3), capped=st.booleans()),
    max_size=4,
    unique_by=lambda chance: chance.item,
)
MONTHS = st.lists(CHANCES, max_size=3)
WON = st.dictionaries(st.integers(1, 4), st.integers(0, 3))


def every_month(chances: list[Chance], cap: int) -> list[tuple[Chance, ...]]:
    """All that one pupil may win in one month."""
    sets = [some for size in range(len(chances) + 1) for some in combinations(chances, size)]
    return [some for some in sets if not cap or sum(chance.capped for chance in some) <= cap]


def best(months: list[list[Chance]], cap: int, repeats: int, won: dict[int, int]) -> int:
    """Every way through the rest of the term, tried out."""
    found = 0
    for way in product(*(every_month(chances, cap) for chances in months)):
        times = Counter(won)
        times.update(chance.item for month in way for chance in month)
        fresh = {chance.item for month in way for chance in month}
        if not repeats or all(times[item] <= repeats for item in fresh):
            found = max(found, sum(chance.stars for month in way for chance in month))
    return found


@settings(max_examples=150)
@given(MONTHS, st.integers(0, 4), st.integers(0, 3), WON)
def test_never_more_than_can_be_won(months: list[list[Chance]], cap: int, repeats: int, won: dict[int, int]) -> None:
    most = most_winnable(months, cap=cap, repeats=repeats, won=won)
    possible = best(months, cap, repeats, won)
    assert most <= possible
    if not repeats:
        assert most == possible


@given(st.integers(-60, 60), st.lists(st.integers(1, 60), unique=True, max_size=6).map(sorted), st.integers(0, 40))
def test_a_level_is_named_exactly_where_it_can_be_reached(total: int, bounds: list[int], most: int) -> None:
    coming = [number for number, bound in enumerate(bounds, start=1) if bound > total]
    step = step_in_reach(total, bounds, most)
    if coming and bounds[coming[0] - 1] - total <= most:
        assert step == NextStep(coming[0], bounds[coming[0] - 1] - total)
    else:
        assert step is None
