"""The web server as `manage.py run` starts it, and the worker beside it; each can be killed at any moment."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from starrating.operations.management.commands.run import server_command
from tests.faults.harness.installations import Installation
from tests.project.source import ROOT

HOST = "127.0.0.1"
WITHIN_SECONDS = 120.0
ENDS_WITHIN = 20.0
_APPLICATION = re.compile(r"starrating[\w.]*:application")
# What serves the same program with one of its defences taken out.
_BROKEN = "tests.faults.harness.broken:application"


def until(condition: Callable[[], bool], what: str, *, within: float = WITHIN_SECONDS) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within} s: {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Process:
    """A child with all of its own children, which end together."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """End it as a cut of the power would: nothing is asked, nothing can be finished."""
        if self._child is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()
        until(lambda: not self.pids(), "the end of every process")
        self._child = None

    def stop(self) -> None:
        """Ask it to end, and what has not done so after a while is ended."""
        if self._child is not None:
            self._child.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=ENDS_WITHIN)
        self.kill()

    def pids(self) -> list[int]:
        """Give the numbers of the processes of its group."""
        assert self._child is not None
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                # The fields behind the name, which may hold anything: state, parent, group.
                fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == self._child.pid and fields[0] != "Z":
                found.append(int(path.parent.name))
        return found

    def memory(self) -> int:
        """Give the resident memory of the whole group, in bytes."""
        pages = 0
        for pid in self.pids():
            try:
                pages += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            except OSError:
                continue
        return pages * os.sysconf("SC_PAGE_SIZE")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Server(Process):
    """The web server of an installation, at one address for good.

    ``without`` names defences to take out of it, ``kills`` a folder of orders to end (`broken`).
    """

    def __init__(self, installation: Installation, *without: str, kills: str = "") -> None:
        self.port = free_port()
        command = server_command(HOST, self.port)
        if without or kills:
            command = [_APPLICATION.sub(_BROKEN, argument) for argument in command]
            assert any(_BROKEN in argument for argument in command), command
        environment = {**installation.environment, "FAULTS_WITHOUT": " ".join(without)}
        environment |= {"FAULTS_KILLS": kills} if kills else {}
        super().__init__(command, environment, installation.folder / "server.log")

    def start(self) -> None:
        super().start()
        self.wait()

    def wait(self, *, within: float = WITHIN_SECONDS) -> None:
        until(lambda: self.answers() or not self.pids(), "an answer of the server", within=within)
        assert self.pids(), self.log.read_text(encoding="utf-8")[-3000:]

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.read() == b"ok")
        except (urllib.error.URLError, OSError):
            return False


def quick_worker(installation: Installation) -> Process:
    """Give a worker to which another one seems dead after a moment, so that a test need not wait for a minute."""
    command = [sys.executable, "-m", "tests.faults.harness.quick_worker"]
    return Process(command, installation.environment, installation.folder / "worker.log")
