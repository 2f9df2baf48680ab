"""The program with a defence taken out, or with a fault put in: for controls, which must turn a script red.

Served in place of the program by the tests alone; nothing of the program knows of it. ``FAULTS_WITHOUT`` names
defences by the words of ``WITHOUT``. ``FAULTS_KILLS`` is a folder of orders, files that each hold a path: a POST to it
is done, and the whole server ended before the answer goes out; an order is obeyed once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from starrating.wsgi import application as whole

# isort: split
# The models below need what the line above sets up.
from django.db import transaction
from django.db.models import QuerySet
from django.urls import get_resolver

from starrating.db.unavailable import unavailable
from starrating.operations import idempotency
from starrating.server.application import in_front_of

Environ = dict[str, Any]
Start = Callable[..., Any]


def no_row_locks() -> None:
    """Let SELECT ... FOR UPDATE be a SELECT."""
    rows: Any = QuerySet
    rows.select_for_update = lambda self, **_options: self


def no_transactions() -> None:
    """Let each statement be by itself: what was counted is another's by the time that something is written."""
    atomic: Any = transaction.Atomic
    atomic.__enter__ = lambda _self: None
    atomic.__exit__ = lambda _self, *_error: None


def no_keys() -> None:
    """Let a form act each time that it is sent."""

    def act_again(user: object, key: str, act: Callable[[], dict[str, object]]) -> dict[str, object]:
        return act()

    for module in _modules_with("once", idempotency.once):
        module.once = act_again


def no_telling() -> None:
    """Let what is away be an error like any other."""
    for module in _modules_with("unavailable", unavailable):
        module.unavailable = lambda _error: None


def _modules_with(name: str, value: object) -> Iterable[Any]:
    # All pages are there by then.
    get_resolver().url_patterns  # noqa: B018
    return [module for module in list(sys.modules.values()) if getattr(module, name, None) is value]


WITHOUT: dict[str, Callable[[], None]] = {
    "row-locks": no_row_locks,
    "transactions": no_transactions,
    "keys": no_keys,
    "telling": no_telling,
}
for _name in os.environ.get("FAULTS_WITHOUT", "").split():
    WITHOUT[_name]()


def asked(environ: Environ, start_response: Start) -> Iterable[bytes]:
    answer = whole(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST" and "FAULTS_KILLS" in os.environ:
        _end_if_ordered(environ["PATH_INFO"])
    return answer


def _end_if_ordered(path: str) -> None:
    for order in Path(os.environ["FAULTS_KILLS"]).iterdir():
        if order.read_text(encoding="utf-8") == path:
            order.unlink()
            # The server was started as a group of its own.
            os.killpg(os.getpgrp(), signal.SIGKILL)


application = in_front_of(asked)
