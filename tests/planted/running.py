"""A run from its beginning, or from where the last one was ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue

from tests.planted.kinds import Fault
from tests.planted.places import WANTED, chosen, in_code, in_database
from tests.planted.playing import Copy, Played, copied
from tests.planted.reaching import FOLDER, Map
from tests.planted.results import Results, shown


def run(
    *,
    seed: int,
    count: int,
    again: bool = False,
    only: str = "",
    areas: Sequence[str] = tuple(WANTED),
    listen: bool = True,
    workers: int = 1,
    say: Callable[[str], None],
) -> None:
    """Play what is drawn and not yet played, nearest tests first, and tell what survived."""
    found = [pair for pair in (*in_code(), *in_database()) if pair[0] in areas]
    faults = [pair for pair in chosen(found, seed, count) if pair[1].path.startswith(only)]
    results = Results.read(FOLDER / f"seed-{seed}.json")
    left = results.left(faults, again=again)
    reach = Map.read()
    if left:
        for line in reach.bring_up_to_date() if listen else ():
            say(line)
        with ExitStack() as stack:
            free: Queue[Copy] = Queue()
            for number in range(workers):
                free.put(stack.enter_context(copied(f"planted_{number}")))

            def one(pair: tuple[str, Fault]) -> tuple[str, Fault, Played]:
                copy = free.get()
                try:
                    return *pair, copy.play(pair[1], reach.tests_of(pair[1]))
                finally:
                    free.put(copy)

            with ThreadPoolExecutor(workers) as pool:
                for number, (where, fault, played) in enumerate(pool.map(one, left), start=1):
                    results.add(fault, played)
                    say(f"{number} of {len(left)} {where}: {shown(fault)}: {played.outcome} {played.by}".rstrip())
    for line in results.told(faults):
        say(line)
