"""Clients that hold a server: they begin to ask, or to listen, and never end."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.project.source import ROOT

SIGN_IN = "/sign-in"
# More than the kernels' buffers on both sides take: what is left waits in the server.
UNREAD = 4096


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(address: str, *, cookie: str = "", within: float = 60.0) -> float:
    """Seconds until the whole page is there."""
    begun = time.perf_counter()
    request = urllib.request.Request(address, headers={"Cookie": cookie})  # noqa: S310 -- our own
    with urllib.request.urlopen(request, timeout=within) as answer:  # noqa: S310
        assert answer.status == 200
        answer.read()
    return time.perf_counter() - begun


def until_it_answers(address: str, process: subprocess.Popen[bytes], *, within: float = 120.0) -> None:
    deadline = time.monotonic() + within
    while True:
        try:
            ask(f"{address}/healthz", within=5)
            return
        except OSError:
            assert process.poll() is None, f"ended with {process.returncode}"
            assert time.monotonic() < deadline, f"no answer within {within} s"
            time.sleep(0.1)


def environment(folder: Path) -> dict[str, str]:
    """What a program is started with that keeps everything in the folder."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**given, "VAR_DIR": str(folder)}


@contextmanager
def serving(command: list[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server on a folder of its own until the block is over."""
    with (folder / "said").open("ab") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=said, stderr=said)
    try:
        until_it_answers(f"http://127.0.0.1:{port}", process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def connected(port: int, receive_buffer: int = 0) -> socket.socket:
    one = socket.socket()
    if receive_buffer:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    one.settimeout(10)
    one.connect(("127.0.0.1", port))
    return one


def half_headers(port: int) -> socket.socket:
    one = connected(port)
    one.sendall(f"GET {SIGN_IN} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half:".encode())
    return one


def half_body(port: int, cookie: str) -> socket.socket:
    """Send half of a form. With a token's cookie, or the program would say no without looking at it."""
    one = connected(port)
    head = (
        f"POST {SIGN_IN} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=half"
    )
    one.sendall(head.encode())
    return one


def unread(port: int, path: str) -> socket.socket:
    """Ask for a large file and read nothing of it."""
    one = connected(port, UNREAD)
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return one


def token_cookie(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{SIGN_IN}", timeout=30) as answer:
        found = re.search("csrftoken=[^;]+", answer.headers["Set-Cookie"])
    assert found is not None
    return found[0]


@contextmanager
def held(
    port: int, *, headers: int = 0, bodies: int = 0, unread_files: int = 0, large_file: str = ""
) -> Iterator[None]:
    """Hold so many connections of each kind while the block runs."""
    cookie = token_cookie(port)
    with ExitStack() as stack:
        for _number in range(headers):
            stack.enter_context(half_headers(port))
        for _number in range(bodies):
            stack.enter_context(half_body(port, cookie))
        for _number in range(unread_files):
            stack.enter_context(unread(port, large_file))
        yield
