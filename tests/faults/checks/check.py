"""One thing that must hold, and what was found when it was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tests.faults.checks.database import Database


@dataclass(frozen=True)
class Found:
    """How many rows or files a check looked at, and each breach in a line."""

    looked_at: int
    breaches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """A sentence that must be true, and who looks."""

    says: str
    look: Callable[[Database], Found]


def rows(says: str, looked_at: str, breach: str) -> Check:
    """Make a check of two statements: one counts what is looked at, one gives each breach as a row."""

    def look(database: Database) -> Found:
        return Found(database.number(looked_at), tuple(lines(database.rows(breach))))

    return Check(says, look)


def lines(found: Iterable[tuple[object, ...]]) -> Iterator[str]:
    for row in found:
        yield " ".join(str(value) for value in row)
