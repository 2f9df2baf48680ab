"""The program with a defence taken out, or with a fault put in: for controls, which must turn a script red.

Served in place of the program by the tests alone; nothing of the program knows of it. ``FAULTS_WITHOUT`` names
defences by the words of ``WITHOUT``. ``FAULTS_KILL_AFTER`` is the beginning of a path: the process that has answered
such a POST, and has written all that it writes, ends itself before the answer goes out, as often as there are files
in ``FAULTS_KILLS``, each of which is taken away by one end.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.sqlite3 import base as sqlite
from django.db.models import QuerySet
from django.urls import get_resolver

from starrating.operations import idempotency
from starrating.wsgi import application as whole

Environ = dict[str, Any]
Start = Callable[..., Any]


def no_row_locks() -> None:
    """Let SELECT ... FOR UPDATE be a SELECT."""
    rows: Any = QuerySet
    rows.select_for_update = lambda self, **_options: self


def no_write_lock_first() -> None:
    """Let SQLite's transactions begin by reading, so that two may count before one writes."""
    wrapper: Any = sqlite.DatabaseWrapper
    connect = wrapper.get_new_connection

    def deferred(self: Any, parameters: dict[str, Any]) -> Any:
        self.transaction_mode = "DEFERRED"
        return connect(self, parameters)

    wrapper.get_new_connection = deferred


def no_transactions() -> None:
    """Let each statement be by itself: what was counted is another's by the time that something is written."""
    atomic: Any = transaction.Atomic
    atomic.__enter__ = lambda self: None
    atomic.__exit__ = lambda self, *_error: None


def no_keys() -> None:
    """Let a form act each time that it is sent."""

    def act_again(user: object, key: str, act: Callable[[], dict[str, object]]) -> dict[str, object]:
        return act()

    for module in _modules_with("once", idempotency.once):
        module.once = act_again


def _modules_with(name: str, value: object) -> Iterable[Any]:
    # All pages are there by then.
    get_resolver().url_patterns  # noqa: B018
    return [module for module in list(sys.modules.values()) if getattr(module, name, None) is value]


WITHOUT: dict[str, Callable[[], None]] = {
    "row-locks": no_row_locks,
    "write-lock": no_write_lock_first,
    "transactions": no_transactions,
    "keys": no_keys,
}
for _name in os.environ.get("FAULTS_WITHOUT", "").split():
    WITHOUT[_name]()


def application(environ: Environ, start_response: Start) -> Iterable[bytes]:
    answer = whole(environ, start_response)
    path = os.environ.get("FAULTS_KILL_AFTER", "")
    if path and environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith(path):
        _end_once()
    return answer


def _end_once() -> None:
    for order in Path(os.environ["FAULTS_KILLS"]).iterdir():
        order.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
