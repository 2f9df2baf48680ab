"""Everything ended at random moments: nothing acknowledged is lost, what is repeated finishes, nothing is half done.

Defences: one transaction an act, synced before its answer; the key of each form, by which a repetition has no second
effect; jobs that are taken up again. A month's end, an import, a settlement and papers go on side by side.
"""

from __future__ import annotations

import os
import random
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.faults.checks.database import Database
from tests.faults.conftest import Scale
from tests.faults.harness import acts
from tests.faults.harness.acts import Form
from tests.faults.harness.asking import Acknowledged, broken, keep
from tests.faults.harness.client import Browser, Lost
from tests.faults.harness.installations import SQLITE, Builder, Installation
from tests.faults.harness.server import Server, quick_worker, until
from tests.faults.harness.world import Sheet

TEACHERS = 4


@dataclass
class Storm:
    """People who go on until they are told to stop, and finish what they have begun."""

    installation: Installation
    port: int
    told: Acknowledged
    over: threading.Event = field(default_factory=threading.Event)
    # How often each act was acknowledged: the record must have it exactly so often in the end.
    counted: dict[str, int] = field(default_factory=dict)

    def begin(self, pool: ThreadPoolExecutor) -> list[Future[None]]:
        """Sign everybody in while the server stands, and let them go."""
        names = [one.username for one in self.installation.world.teachers[:TEACHERS]]
        browsers = {name: Browser.signed_in(self.port, name) for name in [*names, "administrator", "ended0"]}
        teachers = [pool.submit(self.teacher, browsers[name], number) for number, name in enumerate(names)]
        importer = pool.submit(self.administrator, browsers["administrator"])
        return [*teachers, importer, pool.submit(self.settler, browsers["ended0"])]

    def teacher(self, browser: Browser, number: int) -> None:
        """Hand in one's sheets in turn; those that are handed in are taken back and handed in again."""
        mine = [sheet for sheet in self.installation.world.sheets if sheet.teacher == number]
        handed_in: set[int] = set()
        while not self.over.is_set():
            for sheet in mine:
                self._month(browser, sheet, again=sheet.pk in handed_in)
                handed_in.add(sheet.pk)
                if self.over.is_set():
                    return

    def _month(self, browser: Browser, sheet: Sheet, *, again: bool) -> None:
        if again:
            self._act(browser, acts.recall(sheet))
            self._act(browser, acts.submission(sheet, acts.version_of(self.installation, sheet)))
        else:
            acts.hand_in(self.installation, browser, sheet)
            self._count(acts.submission(sheet, 0).effects)
            self.told.row(
                "awards_nomination",
                len(self.installation.world.items) * acts.NAMES,
                class_round_id=sheet.pk,
                state="chosen",
            )

    def administrator(self, browser: Browser) -> None:
        """Import new pupils again and again, some each time."""
        number = 0
        while not self.over.is_set():
            number += 1
            try:
                form = acts.roster(browser, 20, prefix=f"R{number:03d}")
            except Lost:
                continue
            self._act(browser, form)
            self.told.row("students_student", 1, number=f"R{number:03d}0019")

    def settler(self, browser: Browser) -> None:
        """Settle the term that is over, reopen it, and ask for its workbook; it is settled in the end."""
        world = self.installation.world
        while True:
            self._act(browser, acts.settlement(world))
            answer = acts.workbook(world).persist(browser)
            assert answer.status == 302, answer.status
            if self.over.is_set():
                return
            self._act(browser, acts.reopening(world))

    def _act(self, browser: Browser, form: Form) -> None:
        answer = form.persist(browser)
        assert answer.status == 302, (form.path, answer.status, answer.text[:300])
        self._count(form.effects)

    def _count(self, effects: str) -> None:
        self.counted[effects] = self.counted.get(effects, 0) + 1

    @property
    def acts(self) -> int:
        return sum(self.counted.values())

    def miscounted(self) -> list[str]:
        """Give what is on record more or less often than it was acknowledged."""
        database = Database(self.installation.url)
        try:
            found = {effects: database.number(effects) for effects in self.counted}
        finally:
            database.close()
        return [f"{found[sql]} for {times}: {sql}" for sql, times in self.counted.items() if found[sql] != times]


def kill_at_random(server: Server, storm: Storm, rng: random.Random, kills: int) -> None:
    """End server and worker so many times, each at some moment of their work, and start them anew."""
    worker = quick_worker(storm.installation)
    worker.start()
    try:
        for _kill in range(kills):
            # Everybody is at work again, and then it may be any moment.
            before = storm.acts
            until(lambda before=before: storm.acts > before, "an act between two ends")  # type: ignore[misc]
            time.sleep(rng.uniform(0.0, 2.0))
            server.kill()
            if rng.random() < 0.5:
                worker.kill()
                worker.start()
            server.start()
    finally:
        storm.over.set()
    until(lambda: _nothing_runs(storm.installation) or not worker.pids(), "the end of every job")
    assert worker.pids(), worker.log.read_text(encoding="utf-8")[-3000:]
    worker.stop()


def _nothing_runs(installation: Installation) -> bool:
    database = Database(installation.url)
    try:
        return not database.number("SELECT COUNT(*) FROM operations_job WHERE state IN ('waiting', 'running')")
    finally:
        database.close()


def test_killed_at_random_nothing_acknowledged_is_lost(builder: Builder, scale: Scale, rng: random.Random) -> None:
    scale.one_engine(builder, SQLITE)
    installation, kills = builder.copy(), scale.of(100, 4)
    told, earlier = Acknowledged(installation.folder / "acknowledged.jsonl"), keep(installation)
    with Server(installation) as server, ThreadPoolExecutor(TEACHERS + 2) as pool:
        storm = Storm(installation, server.port, told)
        running = storm.begin(pool)
        kill_at_random(server, storm, rng, kills)
        for person in running:
            person.result()
    print(f"{builder.engine}: {kills} kills, {storm.acts} acts and {len(told)} rows acknowledged")
    assert storm.miscounted() == []
    assert left_behind(installation) == []
    assert broken(installation, told, earlier=earlier) == []


def left_behind(installation: Installation) -> list[str]:
    """Give the files that nobody asks for and that the worker leaves lying, however old they are."""
    for path in (installation.folder / "made").rglob("*"):
        os.utime(path, (0, 0))
    done = installation.manage("worker", "--once")
    assert done.returncode == 0, done.stderr
    return [line for line in broken(installation) if line.startswith("I8")]
