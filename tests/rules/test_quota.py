"""The number of winners an item may have (五4, A7, A8)."""

import pytest
from hypothesis import given, strategies as st

from awards.rules.kinds import QuotaKind, Rounding
from awards.rules.quota import item_quota

SIZES = st.integers(min_value=0, max_value=200)
PERCENTS = st.integers(min_value=1, max_value=100)
ROUNDINGS = st.sampled_from(Rounding)


@pytest.mark.parametrize("class_size", [0, 3, 28, 50, 75])
def test_a_fixed_quota_is_the_number_whatever_the_size(class_size: int) -> None:
    assert item_quota(QuotaKind.FIXED, 5, 10, Rounding.UP, 1, class_size) == 5


@pytest.mark.parametrize(
    ("class_size", "percent", "rounding", "expected"),
    [
        (50, 10, Rounding.DOWN, 5),
        (50, 10, Rounding.HALF_UP, 5),
        (50, 10, Rounding.UP, 5),
        (45, 10, Rounding.DOWN, 4),
        (45, 10, Rounding.HALF_UP, 5),
        (45, 10, Rounding.UP, 5),
        (44, 10, Rounding.HALF_UP, 4),
        (41, 10, Rounding.UP, 5),
        (41, 10, Rounding.HALF_UP, 4),
        (55, 30, Rounding.HALF_UP, 17),  # 16.5: half goes up, not to the even number
        (35, 30, Rounding.HALF_UP, 11),  # 10.5
        (60, 100, Rounding.DOWN, 60),
    ],
)
def test_a_percentage_is_rounded_as_the_scheme_says(
    class_size: int, percent: int, rounding: Rounding, expected: int
) -> None:
    assert item_quota(QuotaKind.PERCENT, 5, percent, rounding, 1, class_size) == expected


@pytest.mark.parametrize(("minimum", "expected"), [(0, 0), (1, 1), (3, 3)])
def test_a_small_class_keeps_the_minimum(minimum: int, expected: int) -> None:
    assert item_quota(QuotaKind.PERCENT, 5, 10, Rounding.DOWN, minimum, 8) == expected


@given(SIZES, PERCENTS, ROUNDINGS)
def test_a_percentage_is_never_above_the_class_nor_a_whole_pupil_off(
    class_size: int, percent: int, rounding: Rounding
) -> None:
    quota = item_quota(QuotaKind.PERCENT, 5, percent, rounding, 0, class_size)
    assert quota <= class_size
    assert abs(quota * 100 - class_size * percent) < 100


@given(SIZES, PERCENTS)
def test_rounding_down_is_never_above_the_exact_share_and_up_never_below(class_size: int, percent: int) -> None:
    quotas = [item_quota(QuotaKind.PERCENT, 5, percent, rounding, 0, class_size) for rounding in Rounding]
    assert quotas == sorted(quotas)
    assert quotas[0] * 100 <= class_size * percent <= quotas[-1] * 100


@given(SIZES, PERCENTS, ROUNDINGS)
def test_one_more_pupil_never_costs_a_place(class_size: int, percent: int, rounding: Rounding) -> None:
    smaller, larger = (
        item_quota(QuotaKind.PERCENT, 5, percent, rounding, 1, size) for size in (class_size, class_size + 1)
    )
    assert smaller <= larger <= smaller + 1
