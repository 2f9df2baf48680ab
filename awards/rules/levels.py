"""From a sum of stars to a level, the next step and an explanation (clause 六1)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """The next level within reach (its number, from 1) and the stars still missing for it."""

    level: int
    missing: int


@dataclass(frozen=True)
class Part:
    """What one label (a month, a deduction) adds to a total; negative when it takes away."""

    label: str
    stars: int


@dataclass(frozen=True)
class Explanation:
    """A total and the parts that make it up: 11 = 9月5 + 10月6."""

    total: int
    parts: tuple[Part, ...]


def level_for(total: int, bounds: Sequence[int]) -> int:
    """Give the level a total has reached: the highest of the ascending lower `bounds` that it is not below; 0 is none.

    A total below zero (A26) is simply no level.
    """
    return bisect_right(bounds, total)


def next_step(total: int, bounds: Sequence[int]) -> NextStep | None:
    """Give what a pupil is shown instead of a rank (clause 一): the next level; None when the highest is reached."""
    reached = level_for(total, bounds)
    if reached == len(bounds):
        return None
    return NextStep(level=reached + 1, missing=bounds[reached] - total)


def shown_total(total: int, *, allow_negative: bool) -> int:
    """Give the total as the pupil and guardian see it: the sum, or not below zero where the scheme says so (A26)."""
    return total if allow_negative else max(0, total)


def explain(entries: Iterable[tuple[str, int]]) -> Explanation:
    """Sum ledger entries, each a (label, stars): the total, and each label's part in the order of first appearance.

    Labels that come to nothing stay: a star and its reversal are part of the answer.
    """
    sums: dict[str, int] = {}
    for label, stars in entries:
        sums[label] = sums.get(label, 0) + stars
    return Explanation(total=sum(sums.values()), parts=tuple(Part(label, stars) for label, stars in sums.items()))
