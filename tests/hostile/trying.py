"""Many mutants through the reader and the plan of their kind: each ends in findings to be shown, and in no write."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from starrating.cells import reader
from starrating.text import Level
from tests.hostile.fork_server import ForkedParser
from tests.hostile.kinds import Pupils, grids, readers, shapes
from tests.hostile.making.mutating import mutant


@dataclass
class Watch:
    """Notes what a plan writes; the log of queries keeps the last 9,000 only."""

    writes: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip("( ").startswith("SELECT"):
            self.writes.append(sql)
        return execute(sql, params, many, context)


@dataclass
class Tried:
    """What became of the mutants: by outcome, by kind; how long the slowest took, how much its parser needed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: float = 0.0
    kilobytes: int = 0
    died: list[str] = field(default_factory=list)


def tried(pupils: Pupils, seeds: Iterable[int], monkeypatch: pytest.MonkeyPatch) -> Tried:
    """Try the seeds one after the other; what is no answer is noted with its seed, and the rest goes on."""
    parser, known, read = ForkedParser(), {**grids(pupils), **shapes(pupils)}, readers(pupils)
    monkeypatch.setattr(reader, "run_child", parser)
    seen = Tried()
    try:
        for seed in seeds:
            one, died = mutant(known, seed), parser.died
            seen.kinds[one.kind] += 1
            watch, started = Watch(), time.perf_counter()
            try:
                with connection.execute_wrapper(watch):
                    outcome = read[one.kind](one.filename, one.content)
                levels = {said.level for said in outcome.findings if str(said).strip()}
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                seen.broken.append(f"seed {seed}, {one.kind}, {one.how}: {error!r}")
                continue
            seen.slowest = max(seen.slowest, time.perf_counter() - started)
            if watch.writes:
                seen.broken.append(f"seed {seed}, {one.kind}, {one.how}: wrote")
            if parser.died > died:
                seen.died.append(f"seed {seed}, {one.kind}, {one.how}")
            seen.outcomes[_outcome(levels)] += 1
    finally:
        parser.close()
    seen.kilobytes = parser.largest
    return seen


def _outcome(levels: set[Level]) -> str:
    if Level.ERROR in levels:
        return "refused with a sentence"
    return "read with remarks" if levels else "read"
