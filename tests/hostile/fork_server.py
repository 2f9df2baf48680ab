"""The program's own parser of files, forked for each file instead of started anew: same limits, a tenth of the time.

Run as ``python -m tests.hostile.fork_server``: it reads files from its input (length, bytes), answers each with a line
of JSON and what the parser wrote, and knows neither Django nor the database, as the parser itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import BinaryIO

from starrating.cells.child import __main__ as parser

LENGTH = 8


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    while head := source.read(LENGTH):
        content = source.read(int.from_bytes(head, "big"))
        started = time.monotonic()
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _become_the_parser(content, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _pid, status, usage = os.wait4(pid, 0)
        said = {"code": os.waitstatus_to_exitcode(status), "kilobytes": usage.ru_maxrss, "length": len(answer)}
        sink.write(json.dumps({**said, "seconds": time.monotonic() - started}).encode() + b"\n" + answer)
        sink.flush()


def _become_the_parser(content: bytes, writing: int) -> None:
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

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "tests.hostile.fork_server"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, arguments: list[str], content: bytes, *, seconds: float) -> subprocess.CompletedProcess[bytes]:
        to, back = self._server.stdin, self._server.stdout
        if to is None or back is None:
            raise RuntimeError("the server has no pipes")
        to.write(len(content).to_bytes(LENGTH, "big") + content)
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
