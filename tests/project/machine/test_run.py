"""The one command that runs the whole program, driven as a person drives it: start, look, stop."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from pytest_django import Settings

from starrating.operations.management.commands.run import address, announcement, server_command
from tests.project.source import ROOT

WITHIN_SECONDS = 120


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not within {WITHIN_SECONDS} s: {what}"
        time.sleep(0.1)


def healthy(port: int) -> bool:
    return healthy_under("127.0.0.1", port)


def healthy_under(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host}), timeout=5
        ) as answer:
            return bool(answer.read() == b"ok")
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def children(process: subprocess.Popen[str], word: str) -> list[int]:
    """The numbers of the command's own children with a word in their command line."""
    numbers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    return [int(n) for n in numbers if word in Path(f"/proc/{n}/cmdline").read_text(encoding="utf-8").split("\0")]


def run_command(var_dir: Path, port: int) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "run", "--no-demo", f"--bind=127.0.0.1:{port}"],
        cwd=ROOT,
        env={**environment, "VAR_DIR": str(var_dir)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def program(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = run_command(tmp_path, port)
    try:
        until(lambda: healthy(port) or process.poll() is not None, "an answer from the server")
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=WITHIN_SECONDS)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_program_serves_replaces_its_worker_and_stops(
    program: subprocess.Popen[str], tmp_path: Path, port: int
) -> None:
    assert healthy(port)

    second = run_command(tmp_path, port)
    output, _ = second.communicate(timeout=WITHIN_SECONDS)
    assert second.returncode == 1
    assert "--bind" in output

    until(lambda: len(children(program, "worker")) == 1, "a worker")
    [first_worker] = children(program, "worker")
    os.kill(first_worker, signal.SIGKILL)
    until(lambda: children(program, "worker") not in ([], [first_worker]), "another worker")

    left = [*children(program, "worker"), *children(program, "granian")]
    assert len(left) == 2
    program.terminate()
    output, _ = program.communicate(timeout=WITHIN_SECONDS)
    assert program.returncode == 0
    assert f"http://127.0.0.1:{port}" in output
    assert [number for number in left if Path(f"/proc/{number}").exists()] == []
    assert not healthy(port)


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000", ":8000"])
def test_address_that_is_none_is_refused(bind: str) -> None:
    with pytest.raises(CommandError, match="--bind"):
        address(bind)


LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize(
    ("host", "allowed", "opened", "names"),
    [
        ("127.0.0.1", LOOPBACK, "Open http://127.0.0.1:8000 ", False),
        ("::1", LOOPBACK, "Open http://[::1]:8000 ", False),
        ("0.0.0.0", LOOPBACK, "Open http://127.0.0.1:8000 ", True),  # noqa: S104
        ("::", LOOPBACK, "Open http://[::1]:8000 ", True),
        ("0.0.0.0", ["*"], "Open http://127.0.0.1:8000 ", False),  # noqa: S104
        ("192.168.1.20", ["192.168.1.20"], "Open http://192.168.1.20:8000 ", False),
        ("192.168.1.20", LOOPBACK, "Listening on 192.168.1.20:8000;", True),
        ("127.0.0.1", ["stars.example.cn"], "Listening on 127.0.0.1:8000;", True),
    ],
)
def test_the_address_printed_is_one_that_answers(
    settings: Settings, host: str, allowed: list[str], opened: str, names: bool
) -> None:
    settings.ALLOWED_HOSTS = allowed
    said = announcement(host, 8000)
    assert said.startswith(opened)
    assert ("only under a name in ALLOWED_HOSTS" in said) is names


def test_windows_gets_the_one_process_that_the_server_can_have_there() -> None:
    assert "--workers=1" in server_command("127.0.0.1", 8000, platform="win32")
    assert "--workers=2" in server_command("127.0.0.1", 8000, platform="linux")
