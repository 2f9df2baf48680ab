"""Fifty people at one sheet: quota and cap hold over HTTP, and the database holds them where the locks do not.

Defences: the lock of the sheet, behind it the constraint of one name a place. SQLite has no locks of rows: its
transactions begin by taking the one lock for writing, so there they are taken out altogether.
"""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.faults.conftest import Scale
from tests.faults.harness.asking import Acknowledged, broken
from tests.faults.harness.client import Browser
from tests.faults.harness.installations import SQLITE, Builder, Installation
from tests.faults.harness.server import Server
from tests.faults.harness.unguarding import drop_constraint
from tests.faults.harness.world import Sheet

THREADS, ITEMS = 50, 8
QUOTA = 5
SESSIONS = 5
_MADE = re.compile(r'data-made="([^"]*)"')


@dataclass
class Rush:
    """All windows of a class's teacher at one sheet, each with a pupil of its own and every star, at once."""

    installation: Installation
    port: int
    told: Acknowledged
    threads: int = THREADS

    def at(self, sheet: Sheet, rng: random.Random) -> Counter[int]:
        """Send everything; give the number of answers by status, and note the names that were acknowledged."""
        teacher = self.installation.world.teachers[sheet.teacher].username
        sessions = [Browser.signed_in(self.port, teacher) for _n in range(SESSIONS)]
        orders = [rng.sample(self.installation.world.items[:ITEMS], ITEMS) for _n in range(self.threads)]
        start = threading.Barrier(self.threads)

        def one(number: int) -> list[int]:
            window = sessions[number % SESSIONS].window()
            start.wait()
            return [self._put(window, sheet, sheet.pupils[number], item) for item in orders[number]]

        with ThreadPoolExecutor(self.threads) as pool:
            return Counter(status for found in pool.map(one, range(self.threads)) for status in found)

    def _put(self, window: Browser, sheet: Sheet, pupil: int, item: int) -> int:
        answer = window.post(f"/sheets/{sheet.pk}/cells", {"cell": f"{pupil}:{item}:1"}, part=True)
        made = _MADE.search(answer.text)
        if answer.status == 200 and made and made[1]:
            self.told.row(
                "awards_nomination", 1, class_round_id=sheet.pk, student_id=pupil, item_id=item, state="chosen"
            )
        return answer.status


def rushed(
    installation: Installation, rng: random.Random, rounds: int, *without: str, threads: int = THREADS
) -> tuple[Counter[int], Acknowledged]:
    told = Acknowledged(installation.folder / "acknowledged.jsonl")
    answers: Counter[int] = Counter()
    with Server(installation, *without) as server:
        for sheet in installation.world.sheets[:rounds]:
            answers += Rush(installation, server.port, told, threads).at(sheet, rng)
    return answers, told


def test_of_fifty_at_once_five_stand_under_each_star(builder: Builder, scale: Scale, rng: random.Random) -> None:
    rounds, threads = scale.of(20, 1), scale.of(THREADS, 16)
    installation = builder.copy()
    answers, told = rushed(installation, rng, rounds, threads=threads)
    print(f"{builder.engine}: {rounds} rounds of {threads} x {ITEMS}, answers {dict(answers)}, names {len(told)}")
    assert set(answers) == {200}
    assert len(told) == rounds * ITEMS * QUOTA
    assert broken(installation, told) == []


def above_the_quota(lines: list[str]) -> bool:
    return any(line.startswith("I2") and "no star of a class's month" in line for line in lines)


def _without_locks(builder: Builder) -> str:
    return "transactions" if builder.engine == SQLITE else "row-locks"


def test_with_the_locks_off_the_database_still_refuses(builder: Builder, scale: Scale, rng: random.Random) -> None:
    scale.long_form()
    installation = builder.copy()
    answers, told = rushed(installation, rng, 5, _without_locks(builder))
    print(f"{builder.engine} without locks: answers {dict(answers)}, names {len(told)}")
    # Without transactions half an act may stay behind; that there are too many names may not.
    assert not above_the_quota(broken(installation, told))


def test_control_with_the_constraint_off_as_well_the_quota_breaks(
    builder: Builder, scale: Scale, rng: random.Random
) -> None:
    """Show what turns this script red: `nomination_one_a_place` dropped, where the locks are off already."""
    scale.long_form()
    installation = builder.copy()
    drop_constraint(installation, "awards_nomination", "nomination_one_a_place")
    rushed(installation, rng, 5, _without_locks(builder))
    assert above_the_quota(broken(installation))
