"""Watches in every test in which order its transactions lock rows, on either database.

What is watched are the queries that `starrating.db.locks` makes, not the SQL: SQLite is sent none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import local
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLUpdateCompiler
from django.db.transaction import Atomic

from starrating.db.locks import ORDER

# The name of a model and the key of one of its rows.
Row = tuple[str, int]


@dataclass
class Watch:
    """What the transactions of one test have locked: each ended one as a list, and what came too late in them."""

    transactions: list[list[Row]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def models(self) -> list[list[str]]:
        """The names of the models in the order of their first rows, by transaction."""
        return [list(dict.fromkeys(name for name, _pk in rows)) for rows in self.transactions]

    def locked(self, held: list[Row], row: Row) -> None:
        if row in held:
            return
        if row[0] not in ORDER:
            self.wrong.append(f"{row[0]} is locked and has no place in the order")
            return
        if held and rank(row) < max(map(rank, held)):
            self.wrong.append(f"{row} after {held}")
        held.append(row)

    def updated(self, held: list[Row], name: str) -> None:
        """An UPDATE locks too; which rows it found is not told."""
        later = [row for row in held if name in ORDER and ORDER.index(row[0]) > ORDER.index(name)]
        if later and all(model != name for model, _pk in held):
            self.wrong.append(f"{name} updated after {later}")


class _Mine(local):
    """The transaction that this thread has open: how deep it is in it, and what it holds."""

    depth = 0

    def __init__(self) -> None:
        self.held: list[Row] = []


def rank(row: Row) -> tuple[int, int]:
    return ORDER.index(row[0]), row[1]


@contextmanager
def watched() -> Iterator[Watch]:
    watch, mine = Watch(), _Mine()
    enter, leave, fetch = Atomic.__enter__, Atomic.__exit__, QuerySet._fetch_all
    update = SQLUpdateCompiler.execute_sql

    def entered(self: Any) -> None:
        enter(self)
        # What pytest-django opens around a test is no transaction of the program's.
        mine.depth += not getattr(self, "_from_testcase", False)

    def left(self: Any, *error: Any) -> None:
        leave(self, *error)
        mine.depth -= not getattr(self, "_from_testcase", False)
        if mine.depth <= 0 and mine.held:
            watch.transactions.append(mine.held)
            mine.held = []

    def fetched(self: Any) -> None:
        is_new = self._result_cache is None
        fetch(self)
        if is_new and self.query.select_for_update and not self.query.select_for_update_skip_locked:
            for one in self._result_cache:
                watch.locked(mine.held, (self.model.__name__, one.pk if isinstance(one, Model) else one[0]))

    def updated(self: Any, *how: Any) -> Any:
        watch.updated(mine.held, self.query.model.__name__)
        return update(self, *how)

    with (
        patch.object(Atomic, "__enter__", entered),
        patch.object(Atomic, "__exit__", left),
        patch.object(QuerySet, "_fetch_all", fetched),
        patch.object(SQLUpdateCompiler, "execute_sql", updated),
    ):
        yield watch


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction of the test's own, marked as pytest-django marks its: the acts in it are one each, all undone."""
    own: Any = transaction.atomic()
    own._from_testcase = True
    with own:
        yield
        transaction.set_rollback(True)
