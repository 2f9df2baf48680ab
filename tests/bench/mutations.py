"""Five thousand files spoilt by chance, of all kinds: none may end in anything but an answer. Run by ``make bench``.

The parser works under its own limits of memory and time; it is forked for each file instead of started, which is the
only difference. ``MUTATIONS=60 FIRST_SEED=4711`` tries fewer or others.
"""

from __future__ import annotations

import os
import time

import pytest
from django.apps import apps

from starrating.cells.child.limits import MEMORY_BYTES
from starrating.cells.reader import WALL_SECONDS
from tests.hostile.kinds import make_pupils
from tests.hostile.trying import tried

pytestmark = pytest.mark.django_db

MANY = int(os.environ.get("MUTATIONS", "5000"))
FIRST = int(os.environ.get("FIRST_SEED", "0"))


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in apps.get_models()}


def test_spoilt_files(monkeypatch: pytest.MonkeyPatch) -> None:
    pupils = make_pupils()
    before, started = rows(), time.perf_counter()
    seen = tried(pupils, range(FIRST, FIRST + MANY), monkeypatch)
    seconds = time.perf_counter() - started
    _say(f"{MANY} files in {seconds:.0f} s, seeds {FIRST} to {FIRST + MANY - 1}")
    for title, counts in (("kind", seen.kinds), ("outcome", seen.outcomes)):
        _say(f"by {title}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    _say(f"slowest {seen.slowest:.2f} s, largest parser {seen.kilobytes / 1024:.0f} MB")
    _say(f"the parser ended itself with no answer of its own: {len(seen.died)}")
    for line in (*seen.died[:20], *seen.broken[:20]):
        _say(f"  {line}")
    assert seen.broken == []
    assert seen.slowest < WALL_SECONDS
    assert seen.kilobytes * 1024 <= MEMORY_BYTES
    assert rows() == before


def _say(text: str) -> None:
    print(f"  {text}")  # noqa: T201 - the figures are the purpose
