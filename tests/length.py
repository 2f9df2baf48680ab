"""How long plays at random and sweeps are: short in every run, long by `make test-long` (TESTS=long)."""

from __future__ import annotations

import os
from typing import TypeVar

Size = TypeVar("Size")


def of(*, short: Size, long: Size) -> Size:
    """Give the size of this run; the short one is chosen so that every case that a test asks for is still reached."""
    return long if os.environ.get("TESTS") == "long" else short
