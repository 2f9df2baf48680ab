"""PostgreSQL gone and back under load: 503 meanwhile and never 500, and the first good answer within five seconds.

The cluster is the test's own; the machine's is never stopped. Defences: connections that are looked at before they are
used again, and the 503 for a database that cannot be reached.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.conftest import Scale
from tests.faults.harness.asking import Acknowledged, broken, keep
from tests.faults.harness.client import Answer, Browser, Lost
from tests.faults.harness.installations import POSTGRESQL, Builder, Installation, execute
from tests.faults.harness.server import HOST, Server, free_port
from tests.faults.harness.world import Sheet

GOOD = frozenset({200, 302})
BACK_WITHIN = 5.0
DOWN_FOR = 1.0
CLIENTS = 4


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of the test's own."""

    folder: Path
    programs: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@{HOST}:{self.port}"

    def begin(self) -> None:
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8")
        options = {"port": self.port, "listen_addresses": f"'{HOST}'", "unix_socket_directories": "''"}
        with (self.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in options.items())
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "--wait", f"--log={self.folder / 'log'}", "start")

    def stop(self) -> None:
        """Stop it as a crash would: no checkpoint, every connection cut."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        # Nobody may run the server as root.
        other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        command = [*other, str(self.programs / program), f"--pgdata={self.folder / 'data'}", *arguments]
        # Into a file: a server that inherits a pipe keeps it open.
        with (self.folder / "said").open("ab") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self.folder)
        assert done.returncode == 0, (self.folder / "said").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        # The server that the other tests ask may stand elsewhere, and that one is never stopped.
        pytest.skip("PostgreSQL's own programs are not installed")
    # Below a folder that the server's account can reach, as that of pytest is not.
    folder = Path(tempfile.mkdtemp(prefix="starrating-cluster-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    made = Cluster(folder, found[-1].parent, free_port())
    made.begin()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Load:
    """Teachers who look at a sheet and change it, until it is over; each answer with the moment at which it came."""

    installation: Installation
    port: int
    told: Acknowledged
    over: threading.Event = field(default_factory=threading.Event)
    answers: list[tuple[float, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def begin(self, pool: ThreadPoolExecutor) -> list[Future[None]]:
        """Sign everybody in, while the database is there, and let them go."""
        world = self.installation.world
        sheets = world.sheets[:CLIENTS]
        browsers = [Browser.signed_in(self.port, world.teachers[sheet.teacher].username) for sheet in sheets]
        return [pool.submit(self._run, browser, sheet) for browser, sheet in zip(browsers, sheets, strict=True)]

    def _run(self, browser: Browser, sheet: Sheet) -> None:
        turn = 0
        while not self.over.is_set():
            turn += 1
            try:
                self._one(browser, sheet, turn)
            except Lost as lost:
                # The web server itself is up all the time: no connection may be cut.
                self.wrong.append(str(lost))

    def _one(self, browser: Browser, sheet: Sheet, turn: int) -> None:
        items = self.installation.world.items
        wanted = 1 - turn // len(items) % 2
        item, pupil = items[turn % len(items)], sheet.pupils[turn % len(items)]
        answer = self._noted(browser.post(f"/sheets/{sheet.pk}/cells", {"cell": f"{pupil}:{item}:{wanted}"}))
        # A name taken off stays as a row; one that never came does not.
        if answer.status == 302 and wanted:
            self.told.row("awards_nomination", 1, class_round_id=sheet.pk, student_id=pupil, item_id=item)
        self._noted(browser.get(f"/sheets/{sheet.pk}/"))

    def _noted(self, answer: Answer) -> Answer:
        self.answers.append((time.monotonic(), answer.status))
        if answer.status not in GOOD | {503}:
            self.wrong.append(f"{answer.status}: {answer.text[-1500:]}")
        return answer


def restarted(cluster: Cluster, load: Load, rng: random.Random) -> float:
    """Take the database away for a while; give the seconds from its return to the first good answer."""
    time.sleep(rng.uniform(0.5, 1.5))
    cluster.stop()
    time.sleep(DOWN_FOR)
    cluster.start()
    back = time.monotonic()
    while not any(at > back and status in GOOD for at, status in load.answers[-200:]):
        assert time.monotonic() < back + 60, "no good answer within a minute"
        time.sleep(0.02)
    return time.monotonic() - back


def gone_and_back(
    installation: Installation, cluster: Cluster, rng: random.Random, times: int, *without: str
) -> tuple[Load, list[float]]:
    """Take the database away so many times under load; give what was answered, and how soon it was good again."""
    told = Acknowledged(installation.folder / "acknowledged.jsonl")
    with Server(installation, *without) as server, ThreadPoolExecutor(CLIENTS) as pool:
        load = Load(installation, server.port, told)
        running = load.begin(pool)
        try:
            seconds = [restarted(cluster, load, rng) for _n in range(times)]
        finally:
            load.over.set()
        for client in running:
            client.result()
    return load, seconds


@pytest.fixture
def installation(cluster: Cluster, tmp_path: Path) -> Installation:
    made = Builder(POSTGRESQL, tmp_path, cluster.url).copy()
    # A copied database has sequences that count on without a word in the log: after a crash they would count again.
    execute(made.url, "CHECKPOINT")
    return made


def test_a_restart_under_load_is_told_and_over_in_a_moment(
    installation: Installation, cluster: Cluster, scale: Scale, rng: random.Random
) -> None:
    earlier = keep(installation)
    load, seconds = gone_and_back(installation, cluster, rng, scale.of(10, 2))
    statuses = Counter(status for _at, status in load.answers)
    print(f"{len(seconds)} restarts, good again after {max(seconds):.2f} s at most, answers {dict(statuses)}")
    assert broken(installation, load.told, earlier=earlier) == []
    assert max(seconds) <= BACK_WITHIN
    assert load.wrong == []


def test_control_where_nothing_is_told_a_restart_is_a_500(
    installation: Installation, cluster: Cluster, scale: Scale, rng: random.Random
) -> None:
    """Show what turns this script red: the answer for what is away, taken out."""
    scale.long_form()
    load, _seconds = gone_and_back(installation, cluster, rng, 1, "telling")
    assert any(said.startswith("500") for said in load.wrong)
