"""The program's own parser of files, forked for each file instead of started anew: same limits, a tenth of the time.

Run as ``python -m tests.hostile.fork_server``: it reads files from its input (a line of JSON, bytes), answers each with
such a line and what the parser wrote, and knows neither Django nor the database, as the parser itself. Every test reads
files by it but those of `tests/cells`, which are about the process that the program starts.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from typing import Any, BinaryIO

# What the parser imports when it needs it is imported once here.
from starrating.cells.child import __main__ as parser, archived_page, webpage

PRELOADED = (archived_page, webpage)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    while head := source.readline():
        asked = json.loads(head)
        content = source.read(asked["length"])
        started = time.monotonic()
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _become_the_parser(content, writing, asked)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _pid, status, usage = os.wait4(pid, 0)
        said = {"code": os.waitstatus_to_exitcode(status), "kilobytes": usage.ru_maxrss, "length": len(answer)}
        sink.write(json.dumps({**said, "seconds": time.monotonic() - started}).encode() + b"\n" + answer)
        sink.flush()


def _become_the_parser(content: bytes, writing: int, asked: dict[str, Any]) -> None:
    # A parser that waits instead of working is ended as by the program: by a signal.
    signal.alarm(asked["seconds"])
    sys.argv = asked["arguments"]
    reading, feeding = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        with os.fdopen(feeding, "wb") as pipe:
            pipe.write(content)
        os._exit(0)
    os.close(feeding)
    os.dup2(reading, 0)
    os.dup2(writing, 1)
    code = 1
    try:
        sys.stdin = os.fdopen(0, "r")
        sys.stdout = os.fdopen(1, "w")
        parser.main()
        sys.stdout.flush()
        code = 0
    finally:
        if code and (error := sys.exc_info()[1]) is not None:
            # Seen where the error output is a pipe: the parser may write to no file.
            traceback.print_exception(error, limit=-3)
        os._exit(code)


@dataclass
class ForkedParser:
    """Stands in for ``run_child`` of the reader; ``slowest``, ``largest`` and ``died`` tell what it has seen."""

    slowest: float = 0.0
    largest: int = 0
    died: int = 0
    _server: subprocess.Popen[bytes] = field(init=False)
    # Imports at the same time read their files by turns.
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "tests.hostile.fork_server"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, arguments: list[str], content: bytes, *, seconds: float) -> subprocess.CompletedProcess[bytes]:
        to, back = self._server.stdin, self._server.stdout
        if to is None or back is None:
            raise RuntimeError("the server has no pipes")
        asked = {"length": len(content), "seconds": round(seconds), "arguments": arguments}
        with self._turn:
            to.write(json.dumps(asked).encode() + b"\n" + content)
            to.flush()
            said = json.loads(back.readline())
            answer = back.read(said["length"])
        self.slowest = max(self.slowest, said["seconds"])
        self.largest = max(self.largest, said["kilobytes"])
        self.died += said["code"] != 0
        return subprocess.CompletedProcess(arguments, said["code"], answer, b"")

    def close(self) -> None:
        if self._server.stdin:
            self._server.stdin.close()
        self._server.wait(timeout=30)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
