"""How long a request may take to arrive, and an answer to be fetched.

A whole school stands behind one address, so that nothing is counted by address but what is slow: what is not done
within ``GRACE`` holds one of the few places of its address until it is.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Seconds in which everything ordinary is done, and during which nobody is counted.
GRACE = 3.0
# Slow ones of one address at a time, in one process.
PLACES = 50
# Seconds for anything, and the bytes that earn a second beyond once they have moved: 5 MB take at most four and a half
# minutes. What is only announced earns nothing.
AT_LEAST = 20.0
SLOWEST = 20_000


class TooSlow(Exception):
    """What was waited for has not come in time, or too much of the same address is slow already."""


class Patience:
    def __init__(self) -> None:
        self.slow: Counter[str] = Counter()

    async def wait_for(self, what: Coroutine[Any, Any, T], address: str, moved: Callable[[], int]) -> T:
        """Give what comes of ``what``, which has ``moved`` so many bytes by now; raises TooSlow."""
        task = asyncio.ensure_future(what)
        try:
            await asyncio.wait({task}, timeout=GRACE)
            if not task.done():
                await self._in_a_place(task, address, moved)
            return await task
        finally:
            task.cancel()

    async def _in_a_place(self, task: asyncio.Task[T], address: str, moved: Callable[[], int]) -> None:
        if self.slow[address] >= PLACES:
            raise TooSlow
        self.slow[address] += 1
        clock = asyncio.get_running_loop().time
        begun = clock() - GRACE
        try:
            while not task.done() and (left := begun + AT_LEAST + moved() / SLOWEST - clock()) > 0:
                await asyncio.wait({task}, timeout=left)
        finally:
            self.slow[address] -= 1
            # An address that is gone leaves nothing behind.
            self.slow += Counter()
        if not task.done():
            raise TooSlow
