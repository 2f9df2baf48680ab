"""One act stopped half way while another begins: what a lock is there for, the same each time it is played."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, connection

from starrating.refused import Refused

WRITES = ("INSERT", "UPDATE", "DELETE")
# For what takes milliseconds; nobody waits that long unless something is wrong.
SECONDS = 30
Act = Callable[[], object]


class HalfWay:
    """Stop before the first statement that writes to a table, or before any where none is named."""

    def __init__(self, reached: Event, go_on: Event, table: str) -> None:
        self.reached, self.go_on, self.table = reached, go_on, table

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.reached.is_set() and sql.lstrip().startswith(WRITES) and self.table in sql:
            self.reached.set()
            assert self.go_on.wait(SECONDS), "nobody lets it go on"
        return execute(sql, params, many, context)


def interleaved(first: Act, second: Act, *, before: str = "") -> tuple[object, object]:
    """Give what both answer: ``second`` begins when ``first`` has read all that it goes by and is about to write.

    ``first`` goes on once ``second`` waits for it or is done. ``before`` names the table whose writing is meant.
    """
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: nobody acts while another is half way")
    reached, go_on = Event(), Event()
    pids: Future[int] = Future()

    def stopped() -> object:
        with connection.execute_wrapper(HalfWay(reached, go_on, before)):
            return answered(first)

    def following() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.set_result(cursor.fetchone()[0])
        return answered(second)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(closed_after, stopped)
        try:
            assert reached.wait(SECONDS), f"the first never writes: {one.result(1)}"
            other = pool.submit(closed_after, following)
            until_it_waits(pids.result(SECONDS), other)
        finally:
            go_on.set()
        return one.result(SECONDS), other.result(SECONDS)


def until_it_waits(pid: int, acting: Future[object]) -> None:
    for _try in range(SECONDS * 50):
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid])
            if acting.done() or cursor.fetchone()[0]:
                return
        Event().wait(0.02)
    pytest.fail("the second neither waits nor ends")


def closed_after(act: Act) -> object:
    try:
        return act()
    finally:
        connection.close()


def answered(act: Act) -> object:
    try:
        return act()
    except (Refused, DatabaseError) as answer:
        return answer


def code(answer: object) -> str:
    """The code of a refusal, else the name of the answer's type."""
    return answer.code if isinstance(answer, Refused) else type(answer).__name__
