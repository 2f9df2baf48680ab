"""Papers that are cut: in which order they are set, so that the cut piles laid on each other are in order again."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
N = TypeVar("N")


def stacked(rows: Sequence[T], to_a_page: int, group: Callable[[T], object], *, nobody: N) -> list[T | N]:
    """Set ``rows`` for cutting, ``to_a_page`` on each: the first place of the pages in turn, then the second, and on.

    Each ``group`` of neighbours (a class) has pages of its own; what is left of its last places is ``nobody``.
    """
    return [row for _key, own in groupby(rows, key=group) for row in _pile(list(own), to_a_page, nobody)]


def _pile(rows: Sequence[T], to_a_page: int, nobody: N) -> list[T | N]:
    pages = -(-len(rows) // to_a_page)
    places = [page + place * pages for page in range(pages) for place in range(to_a_page)]
    return [rows[place] if place < len(rows) else nobody for place in places]
