"""Invented names."""

from collections.abc import Iterator
from random import Random

from awards.demo.sentences import GIVEN, SURNAMES, TEACHERS_GIVEN, UNUSUAL_NAMES


def class_names(rng: Random, size: int, *, unusual: bool) -> list[str]:
    """Give ``size`` different names for a class; with ``unusual``, odd ones and a pair of namesakes are in it."""
    names = list(UNUSUAL_NAMES) if unusual else []
    fresh = _different(rng, GIVEN, set(names))
    if unusual:
        names += [next(fresh)] * 2
    names += [next(fresh) for _n in range(size - len(names))]
    rng.shuffle(names)
    return names


def teacher_names(rng: Random) -> Iterator[str]:
    """Give names without end, no two alike."""
    return _different(rng, TEACHERS_GIVEN, set())


def _different(rng: Random, given: list[str], taken: set[str]) -> Iterator[str]:
    # Common surnames are common here too: the first of the list is about six times as frequent as the last.
    weights = [1 / (8 + rank) for rank in range(len(SURNAMES))]
    while True:
        [surname] = rng.choices(SURNAMES, weights)
        name = surname + "".join(rng.sample(given, 1 if rng.random() < 0.2 else 2))
        if name not in taken:
            taken.add(name)
            yield name
