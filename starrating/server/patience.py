"""How long a request may take to arrive, and an answer to be fetched.

A whole school stands behind one address, so that nothing is counted by address but what is slow: what is not done
within ``GRACE`` holds one of the few places of its address until it is.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Seconds in which everything ordinary is done, and during which nobody is counted.
GRACE = 3.0
# Slow ones of one address at a time, in one process.
PLACES = 50
# Seconds for anything, and the bytes of a second beyond: 5 MB take at most four and a half minutes.
AT_LEAST = 20.0
SLOWEST = 20_000


class TooSlow(Exception):
    """What was waited for has not come in time, or too much of the same address is slow already."""


class Patience:
    def __init__(self) -> None:
        self.slow: Counter[str] = Counter()

    async def wait_for(self, what: Coroutine[Any, Any, T], address: str, size: int) -> T:
        """Give what comes of ``what``, which moves ``size`` bytes; raises TooSlow."""
        task = asyncio.ensure_future(what)
        try:
            await asyncio.wait({task}, timeout=GRACE)
            if not task.done():
                await self._in_a_place(task, address, AT_LEAST - GRACE + size / SLOWEST)
            return await task
        finally:
            task.cancel()

    async def _in_a_place(self, task: asyncio.Task[T], address: str, seconds: float) -> None:
        if self.slow[address] >= PLACES:
            raise TooSlow
        self.slow[address] += 1
        try:
            await asyncio.wait({task}, timeout=seconds)
        finally:
            self.slow[address] -= 1
            # An address that is gone leaves nothing behind.
            self.slow += Counter()
        if not task.done():
            raise TooSlow
