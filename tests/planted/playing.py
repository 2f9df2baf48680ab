"""One fault in a copy of the program, and the tests that reach it, until one fails or the time is over."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.planted.kinds import Fault
from tests.planted.places import DROPPED
from tests.planted.reaching import POSTGRES
from tests.project.source import ROOT

# Of the processor; on the clock, where other work shares the machine or a test waits for a lock, so much longer.
SECONDS, LONGER = 60, 5
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"
)


class Outcome(StrEnum):
    """What became of a fault."""

    SEEN = "seen"
    SURVIVED = "survived"
    LATE = "survived: the time was over"
    UNREACHED = "survived: no test reaches it"


@dataclass(frozen=True, slots=True)
class Played:
    """``by`` is the first test that failed, empty if nothing began; ``tests`` how many were to be played."""

    outcome: Outcome
    by: str
    tests: int


@dataclass
class Copy:
    """A copy of the program and its tests; ``proven`` are tests that pass where nothing is planted."""

    folder: Path
    database: str = "planted"
    proven: set[str] = field(default_factory=set)

    def play(self, fault: Fault, tests: list[str], *, seconds: int = SECONDS) -> Played:
        """Plant the fault, play these tests, and put the copy back."""
        if not tests:
            return Played(Outcome.UNREACHED, "", 0)
        played = self._planted(fault, tests, seconds)
        while played.outcome == Outcome.SEEN and not self._proves(played.by or tests[0], seconds):
            # A test that fails of itself tells nothing.
            tests = [name for name in tests if name not in (played.by, played.by.partition("::")[0])]
            if not tests or not played.by:
                return Played(Outcome.UNREACHED, "", 0)
            played = self._planted(fault, tests, seconds)
        return played

    def _planted(self, fault: Fault, tests: list[str], seconds: int) -> Played:
        if fault.kind == DROPPED:
            return self._asked(tests, seconds, PLANTED_WITHOUT=f"{fault.after}/{fault.before}")
        path = self.folder / fault.path
        sound = path.read_bytes()
        try:
            path.write_bytes(fault.planted(sound))
            return self._asked(tests, seconds)
        finally:
            path.write_bytes(sound)

    def _proves(self, test: str, seconds: int) -> bool:
        if test not in self.proven and self._asked([test], seconds).outcome == Outcome.SURVIVED:
            self.proven.add(test)
        return test in self.proven

    def _asked(self, tests: list[str], seconds: int, **environment: str) -> Played:
        order = self.folder.parent / "order"
        order.write_text("\n".join(tests), encoding="utf-8")
        plain = ["-n", "0", "-q", "-x", "--tb=no", "--no-header", "-rfE"]
        without = ["-p", "no:randomly", "-p", "no:cacheprovider", "-p", "tests.planted.plugin"]
        command = [sys.executable, "-m", "pytest", *plain, *without, f"@{order}"]
        # What is compiled of the fault must not be taken for the sound module, which may be as long and as old.
        given = {
            "DATABASE_URL": POSTGRES + self.database,
            "PLANTED_ORDER": str(order),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        }
        output, code = _ended(command, self.folder, {**os.environ, **given}, seconds)
        if code is None:
            return Played(Outcome.LATE, "", len(tests))
        if code == 0:
            return Played(Outcome.SURVIVED, "", len(tests))
        failed = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return Played(Outcome.SEEN, failed[0].split()[1] if failed else "", len(tests))


@contextmanager
def copied(database: str) -> Iterator[Copy]:
    """A copy that nobody else reads, with a database of this name."""
    with tempfile.TemporaryDirectory(prefix="starrating-planted-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND, symlinks=True)
        (copy / ".venv").symlink_to(ROOT / ".venv")
        yield Copy(copy, database)


def _ended(command: list[str], folder: Path, environment: dict[str, str], seconds: int) -> tuple[str, int | None]:
    """What was printed and with what code; None instead if the time was over."""
    limited = ["sh", "-c", f'ulimit -t {seconds}; exec "$@"', "sh", *command]
    options: dict[str, Any] = {"cwd": folder, "env": environment, "start_new_session": True, "text": True}
    process = subprocess.Popen(limited, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    try:
        output, _nothing = process.communicate(timeout=LONGER * seconds)
    except subprocess.TimeoutExpired:
        return "", None
    finally:
        # What the tests have started goes with them.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return output, None if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else process.returncode
