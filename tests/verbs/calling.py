"""The table of verbs: how each is called once, where it does what it says, and which events it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Case:
    """One call of a verb. ``prepare`` makes its world and gives the call; ``events`` are the kinds it must record.

    ``spent`` are the tables of what is gone even where the verb breaks: a try is counted, a code is good once.
    """

    verb: str
    events: Sequence[str]
    prepare: Callable[[], Act]
    name: str
    spent: Sequence[str] = ()


CASES: list[Case] = []


def calls(
    verb: Callable[..., object], *events: str, spent: Sequence[str] = ()
) -> Callable[[Callable[[], Act]], Callable[[], Act]]:
    """Put the function below into the table, as the way that ``verb`` is called."""

    def put(prepare: Callable[[], Act]) -> Callable[[], Act]:
        CASES.append(Case(f"{verb.__module__}.{verb.__qualname__}", events, prepare, prepare.__name__, spent))
        return prepare

    return put
