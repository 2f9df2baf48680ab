"""What a pupil can still win in the rest of a term, so that nothing is promised that cannot be (一)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from awards.rules.levels import NextStep, next_step


@dataclass(frozen=True)
class Chance:
    """An item that a month awards: how many stars it brings, and whether it is one of the pupil's limited items."""

    item: int
    stars: int
    capped: bool


def most_winnable(months: Iterable[Sequence[Chance]], *, cap: int, repeats: int, won: Mapping[int, int]) -> int:
    """Give how many stars can be won in ``months``, each with its chances; never more than the limits allow.

    ``cap`` limits the items of a month (五4), ``repeats`` how often one item is won in the term (A12), of which ``won``
    says how often it was; 0 is no limit. First places of exams are luck that nobody is promised.
    """
    taken, stars = Counter(won), 0
    for chances in months:
        free = [chance for chance in chances if not repeats or taken[chance.item] < repeats]
        capped = sorted((chance for chance in free if chance.capped), key=lambda chance: -chance.stars)
        chosen = [*capped[: cap or len(capped)], *(chance for chance in free if not chance.capped)]
        taken.update(chance.item for chance in chosen)
        stars += sum(chance.stars for chance in chosen)
    return stars


def step_in_reach(total: int, bounds: Sequence[int], most: int) -> NextStep | None:
    """Give the next level where ``most`` further stars reach it; None where it is out of reach or the highest."""
    step = next_step(total, bounds)
    return step if step is not None and step.missing <= most else None
