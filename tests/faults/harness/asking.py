"""What clients were told, kept outside of the program, and the invariants asked after each fault."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from tests.faults.harness.installations import Installation
from tests.project.source import ROOT


class Acknowledged:
    """The acknowledgements of one test, an object a line: on disk before the next request is sent."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        path.touch()

    def row(self, table: str, rows: int | None = None, **where: int | str) -> None:
        """Note that such a row must be there from now on, or exactly so many."""
        said = {"table": table, "where": where} | ({} if rows is None else {"rows": rows})
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")

    def __len__(self) -> int:
        return len(self.path.read_text(encoding="utf-8").splitlines())


def keep(installation: Installation) -> Path:
    """Keep what only grows as it is now, for :func:`broken` to compare with."""
    path = installation.folder / "earlier.json"
    _ask(installation, "--keep", str(path))
    return path


def broken(
    installation: Installation, acknowledged: Acknowledged | None = None, *, earlier: Path | None = None
) -> list[str]:
    """Ask for the invariants by their own program; give the lines about breaches, none where all hold."""
    options = ["--files", str(installation.folder)]
    options += ["--acknowledged", str(acknowledged.path)] if acknowledged else []
    options += ["--earlier", str(earlier)] if earlier else []
    done = _ask(installation, *options)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 or any("BREACHES" in line for line in lines), done.stdout + done.stderr
    return [line for line in lines if "BREACHES" in line or line.startswith("      ")]


def _ask(installation: Installation, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.faults.invariants", installation.url, *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
