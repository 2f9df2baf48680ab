"""The server as a school runs it: killed, stopped in the middle of a request, and sent as much as it takes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.holding import SIGN_IN, ask, connected, free_port, serving, token_cookie
from tests.faults.test_slow_clients import run_command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

WITHIN = 60.0
MB = 1024 * 1024
HALF, REST = b"username=", b"nobody"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def program(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with serving(run_command(port), port, folder) as process:
        yield process


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < deadline, f"not within {WITHIN} s: {what}"
        time.sleep(0.1)


def children(pid: int, word: str = "") -> list[int]:
    numbers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(n) for n in numbers if word in Path(f"/proc/{n}/cmdline").read_text(encoding="utf-8")]


def server_of(program: subprocess.Popen[bytes]) -> int:
    [server] = children(program.pid, "granian")
    return server


def answers(port: int) -> bool:
    try:
        ask(f"http://127.0.0.1:{port}/healthz", within=5)
    except OSError:
        return False
    return True


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_each_part_that_is_killed_is_replaced(program: subprocess.Popen[bytes], port: int) -> None:
    server = server_of(program)
    until(lambda: len(children(server)) == 2, "two processes of the server")
    for worker in children(server):
        os.kill(worker, signal.SIGKILL)
    until(lambda: answers(port), "an answer after both processes were killed")

    server = server_of(program)
    until(lambda: len(children(server)) == 2, "two processes again")
    orphans = children(server)
    os.kill(server, signal.SIGKILL)
    until(lambda: not any(alive(one) for one in orphans), "the end of those whose parent was killed")
    until(lambda: answers(port), "an answer after the server was killed")


def begin(port: int, cookie: str) -> socket.socket:
    one = connected(port)
    head = f"POST {SIGN_IN} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Length: {len(HALF + REST)}\r\n"
    one.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + HALF)
    return one


def test_a_request_that_runs_is_finished_before_the_end(folder: Path) -> None:
    port = free_port()
    with serving(run_command(port), port, folder) as program, begin(port, token_cookie(port)) as running:
        program.terminate()
        until(lambda: "Stopping." in (folder / "said").read_text(encoding="utf-8"), "that the program stops")
        running.sendall(REST)
        assert running.recv(12) == b"HTTP/1.1 403"
        assert program.wait(timeout=WITHIN) == 0
    assert not answers(port)


def written(pids: list[int]) -> int:
    """Give the bytes that these processes have ever sent to a disk."""
    fields = [Path(f"/proc/{pid}/io").read_text(encoding="ascii").split() for pid in pids]
    return sum(int(one[one.index("write_bytes:") + 1]) for one in fields)


def files_written(pids: list[int]) -> set[str]:
    """Give the files that stand open, but for the database and what is no file."""
    opened = [link for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir()]
    names = {str(link.readlink()) for link in opened if link.is_symlink()}
    return {name for name in names if name.startswith("/") and "sqlite3" not in name and "/logs/" not in name}


def test_a_large_upload_touches_no_disk(program: subprocess.Popen[bytes], port: int) -> None:
    processes = children(server_of(program))
    cookie = token_cookie(port)
    before, open_before = written(processes), files_written(processes)
    size = 20 * MB
    with connected(port) as one:
        one.settimeout(WITHIN)
        head = f"POST {SIGN_IN} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Length: {size}\r\n"
        one.sendall(head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
        start = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.xlsx"\r\n\r\n'
        one.sendall(start + b"x" * (size // 2))
        assert files_written(processes) == open_before
        one.sendall(b"x" * (size - size // 2 - len(start) - 7) + b"\r\n--x--")
        assert one.recv(12) == b"HTTP/1.1 403"
    assert written(processes) - before < MB


def test_what_is_too_large_is_told_so(program: subprocess.Popen[bytes], port: int) -> None:
    size, cookie = 30 * MB, token_cookie(port)
    with connected(port) as one:
        one.settimeout(WITHIN)
        head = f"POST {SIGN_IN} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Length: {size}\r\n"
        one.sendall(head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
        one.sendall(b"x" * size)
        assert one.recv(12) == b"HTTP/1.1 413"
