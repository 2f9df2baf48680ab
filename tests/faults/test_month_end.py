"""The last day of the month: a thousand whole sheets by 32 teachers, and then everything at once for ten minutes.

Every answer is good, every sheet is whole, and the server grows by no more than a twentieth. The figures are said, not
judged. Defence: the lock that waits instead of failing (SQLite's transactions begin by taking the lock for writing).
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from tests.faults.conftest import Scale
from tests.faults.harness import acts
from tests.faults.harness.asking import Acknowledged, broken, keep
from tests.faults.harness.client import Answer, Browser
from tests.faults.harness.installations import POSTGRESQL, Builder, Installation
from tests.faults.harness.server import Server
from tests.faults.harness.world import Sheet

# A term has at least three rounds that are over, so that there are a thousand sheets.
CLASSES, TEACHERS, SHEETS = 352, 32, 1000
MOST_GROWTH = 0.05
MB = 1024 * 1024


def figures(seconds: Sequence[float]) -> str:
    """Say the middle and the slow end of some durations."""
    ordered = sorted(seconds)
    return f"p50 {statistics.median(ordered) * 1000:.0f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms"


def test_a_thousand_sheets_are_handed_in_whole(builder: Builder, scale: Scale) -> None:
    teachers = scale.of(TEACHERS, 10)
    installation = builder.copy() if scale.short else builder.copy(classes=CLASSES, pupils=45, teachers=TEACHERS)
    sheets = installation.world.sheets[: scale.of(SHEETS, 16)]
    told, earlier = Acknowledged(installation.folder / "acknowledged.jsonl"), keep(installation)

    def hand_in_all(browser: Browser, number: int) -> list[float]:
        mine = [sheet for sheet in sheets if sheet.teacher == number]
        return [seconds for sheet in mine for seconds in _month(installation, browser, sheet, told)]

    with Server(installation) as server, ThreadPoolExecutor(teachers) as pool:
        names = [one.username for one in installation.world.teachers]
        browsers = list(pool.map(partial(Browser.signed_in, server.port), names))
        begun = time.monotonic()
        seconds = [one for found in pool.map(hand_in_all, browsers, range(teachers)) for one in found]
        took = time.monotonic() - begun
    print(
        f"\n{builder.engine}: {len(sheets)} sheets by {teachers} teachers in {took:.0f} s:"
        f" {len(sheets) / took:.1f} sheets and {len(seconds) / took:.1f} requests a second, {figures(seconds)}"
    )
    assert broken(installation, told, earlier=earlier) == []


def _month(installation: Installation, browser: Browser, sheet: Sheet, told: Acknowledged) -> list[float]:
    """Open a sheet, fill it in, tick the steps and submit it; every answer must be good."""
    begun = time.perf_counter()
    assert browser.get(f"/sheets/{sheet.pk}/").status == 200
    looked = time.perf_counter() - begun
    return [looked, *acts.hand_in(installation, browser, sheet, told)]


@dataclass
class Mixed:
    """What goes on in a school at once; each answer by its page, with its seconds."""

    installation: Installation
    port: int
    over: threading.Event = field(default_factory=threading.Event)
    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def teacher(self, number: int, rng: random.Random) -> None:
        browser = Browser.signed_in(self.port, self.installation.world.teachers[number].username)
        mine = [sheet for sheet in self.installation.world.sheets if sheet.teacher == number]
        while not self.over.is_set():
            sheet, item = rng.choice(mine), rng.choice(self.installation.world.items)
            cell = f"{rng.choice(sheet.pupils)}:{item}:{rng.randrange(2)}"
            self._timed(partial(browser.post, f"/sheets/{sheet.pk}/cells", {"cell": cell}, part=True))
            self._timed(partial(browser.get, rng.choice(["/", f"/sheets/{sheet.pk}/", "/classes/"])))

    def office(self, rng: random.Random) -> None:
        world = self.installation.world
        browser = Browser.signed_in(self.port, world.clerks[0].username)
        pages = ["/", "/board/", "/papers/", "/classes/", f"/board/{world.sheets[0].pk}/", "/search/?q=%E7%8E%8B"]
        while not self.over.is_set():
            self._timed(partial(browser.get, rng.choice(pages)))

    def _timed(self, send: Callable[[], Answer]) -> None:
        begun = time.perf_counter()
        answer = send()
        self.seconds.append(time.perf_counter() - begun)
        # A page leads on to another, but never to the door.
        is_led_on = answer.status == 302 and not answer.location.startswith("/sign-in")
        self.answers[200 if is_led_on else answer.status] += 1


def test_mixed_work_leaves_the_server_as_large_as_it_was(builder: Builder, scale: Scale, rng: random.Random) -> None:
    scale.one_engine(builder, POSTGRESQL)
    installation, lasts = builder.copy(), scale.of(600, 20)
    with Server(installation) as server, ThreadPoolExecutor(8) as pool:
        mixed = Mixed(installation, server.port)
        people = [partial(mixed.teacher, number, random.Random(rng.random())) for number in range(6)]
        people += [partial(mixed.office, random.Random(rng.random())) for _n in range(2)]
        running = [pool.submit(person) for person in people]
        try:
            # What is read once stays in memory; from then on nothing more should.
            time.sleep(lasts / 3)
            warm = server.memory()
            time.sleep(lasts * 2 / 3)
            grown = server.memory() / warm - 1
        finally:
            mixed.over.set()
        for person in running:
            person.result()
    print(
        f"\n{builder.engine}: {lasts} s of mixed work, {len(mixed.seconds) / lasts:.1f} requests a second,"
        f" {figures(mixed.seconds)}, answers {dict(mixed.answers)}, {warm / MB:.0f} MB and {grown:+.1%}"
    )
    assert set(mixed.answers) == {200}, mixed.answers
    # Seconds are too short to have read everything once: there growth is said, and judged in minutes.
    assert scale.short or grown <= MOST_GROWTH
    assert broken(installation) == []
