"""Files of a log that several processes write at once, on any system.

Each process writes files of its own and renames none: Windows could not rename what is open, and no two processes
have to agree on a moment. A new one is begun each day and when one is full; whoever begins one deletes what is too old
or too much.
"""

import logging
import logging.handlers
import os
import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path

NAME = "starrating"
FULL = 5 * 1024 * 1024
DAY = 24 * 60 * 60
# Seconds without another try once a line could not be written: on a full disk each try would leave an empty file.
REST = 60.0


class DatedFiles(logging.handlers.BaseRotatingHandler):
    """Write to ``folder/starrating-2026-12-01-….jsonl``.

    Files are deleted after ``days``, and the oldest before that where all have more than ``most`` bytes; each process
    may be one file above it. A line that cannot be written is lost, and the console is told once.
    """

    def __init__(self, folder: Path, days: int, most: int) -> None:
        # The name is given when the first line comes.
        super().__init__(folder / NAME, mode="x", encoding="utf-8", delay=True)
        self.folder, self.days, self.most = folder, days, most
        self._day = ""
        self._not_before = 0.0
        self._told = False

    def emit(self, record: logging.LogRecord) -> None:
        if time.monotonic() >= self._not_before:
            super().emit(record)

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 -- the library's name
        return self.stream is None or self._day != today() or os.fstat(self.stream.fileno()).st_size >= FULL

    def doRollover(self) -> None:  # noqa: N802 -- the library's name
        self._leave()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._day = today()
        self.baseFilename = str(self.folder / f"{NAME}-{self._day}-{secrets.token_hex(4)}.jsonl")
        self.stream = self._open()
        self._forget()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the library's name
        self._not_before = time.monotonic() + REST
        self._leave()
        if not self._told:
            self._told = True
            error = sys.exc_info()[1]
            reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
            with suppress(OSError, ValueError, AttributeError):
                sys.stderr.write(f"The log cannot be written in {self.folder}: {reason}. The program goes on.\n")

    def _leave(self) -> None:
        """Close the file; what could not be written into it is given up."""
        stream, self.stream = self.stream, None
        if stream is None:
            return
        with suppress(OSError, ValueError):
            stream.close()
        path = Path(self.baseFilename)
        with suppress(OSError):
            if not path.stat().st_size:
                path.unlink()

    def _forget(self) -> None:
        """Delete what is too old or too much; what another process holds open on Windows stays until it lets go."""
        found = []
        for path in self.folder.glob(f"{NAME}-*.jsonl"):
            with suppress(FileNotFoundError):
                found.append((path.stat().st_mtime, path.stat().st_size, path))
        total = 0
        for changed, size, path in sorted(found, reverse=True):
            total += size
            old = changed < time.time() - self.days * DAY
            if (old or total > self.most) and str(path) != self.baseFilename:
                with suppress(OSError):
                    path.unlink()


def today() -> str:
    return time.strftime("%Y-%m-%d")
