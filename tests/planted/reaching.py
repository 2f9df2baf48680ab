"""Which tests reach a fault, the nearest first: listened to once for each file of tests, kept in the test cache."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.planted.kinds import Fault
from tests.planted.places import DROPPED, LOCK
from tests.project.source import ROOT

FOLDER = ROOT / ".pytest_cache" / "planted"
# With a browser or a whole server, or at random: too slow for the time of a fault.
LEFT_OUT = ("browser", "bench", "pictures", "planted", "oracle", "faults", "security")
# It reads where locks are taken: that one is gone must be seen from what happens.
READING = ("tests/guarantees/locks/test_every_lock.py",)
BATCH = 10
# More than these do not fit into the time of a fault.
MOST = 400
POSTGRES = "postgres://postgres@127.0.0.1:5432/"


@dataclass
class Map:
    """What each test calls, by file of tests with the sum of its text."""

    path: Path = FOLDER / "reach.json"
    files: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = FOLDER / "reach.json") -> Map:
        if not path.exists():
            return cls(path)
        known = json.loads(path.read_text(encoding="utf-8"))
        return cls(path, known["files"], known["sums"])

    def stale(self) -> list[str]:
        """The files of tests that are new or have changed since they were listened to."""
        present = {path: _sum(ROOT / path) for path in test_files()}
        for gone in set(self.files) - set(present):
            del self.files[gone], self.sums[gone]
        return [path for path, now in present.items() if self.sums.get(path) != now]

    def bring_up_to_date(self) -> Iterator[str]:
        """Listen to what is stale, some files at a time; what is listened to is kept at once."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        stale = self.stale()
        for start in range(0, len(stale), BATCH):
            batch = stale[start : start + BATCH]
            found = _listened(batch)
            for path in batch:
                self.files[path] = {name: calls for name, calls in found.items() if name.partition("::")[0] == path}
                self.sums[path] = _sum(ROOT / path)
            self._write()
            yield f"{min(start + BATCH, len(stale))} of {len(stale)} files of tests listened to"

    def _write(self) -> None:
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps({"files": self.files, "sums": self.sums}), encoding="utf-8")
        draft.replace(self.path)

    def tests_of(self, fault: Fault) -> list[str]:
        """Give what to play for a fault: those that call its function, the ones that call little else first."""
        if fault.kind == DROPPED:
            return _of_constraint(fault)
        if fault.kind == LOCK:
            return _of_lock(fault)
        wanted = f"{fault.path}::{fault.function}"
        rows = []
        for path, tests in self.files.items():
            for name, calls in tests.items():
                if wanted in calls:
                    rows.append((distance(path, fault.path), len(calls), name))
        return [name for _distance, _calls, name in sorted(rows)][:MOST] or by_name(fault)


def by_name(fault: Fault) -> list[str]:
    """Files of tests that name the function, then those of its folder, of its module, of its package."""
    module, called = fault.path.removesuffix(".py").replace("/", "."), fault.function.rpartition(".")[2]
    package, _dot, name = module.rpartition(".")
    rows = []
    for path in test_files():
        text = (ROOT / path).read_text(encoding="utf-8")
        calls = bool(called) and re.search(rf"\b{called}\(", text) is not None
        named = module in text or f"from {package} import {name}" in text
        far = distance(path, fault.path)
        if calls or named or far == 0 or package in text:
            rows.append((not calls, far, not named, len(text), path))
    return [path for *_order, path in sorted(rows)][:20]


def distance(test: str, module: str) -> int:
    """0 in the folder of the same name, 1 in that of its parent, 2 elsewhere."""
    folder, home = PurePosixPath(test).parent.as_posix(), PurePosixPath("tests") / PurePosixPath(module).parent
    if folder == home.as_posix():
        return 0
    return 1 if len(home.parts) > 2 and folder == home.parent.as_posix() else 2


def test_files() -> list[str]:
    found = sorted((ROOT / "tests").rglob("test_*.py"))
    names = [path.relative_to(ROOT).as_posix() for path in found]
    return [name for name in names if name.split("/")[1] not in LEFT_OUT and name not in READING]


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _of_constraint(fault: Fault) -> list[str]:
    """Where constraints are asked for, then the subject's own tests."""
    model, app = fault.after.partition(".")[2], fault.path.partition("/")[0]
    naming = [path for path in test_files() if fault.before in (ROOT / path).read_text(encoding="utf-8")]
    asked = [path for path in test_files() if path.startswith("tests/guarantees/constraints/")]
    using = [
        path
        for path in test_files()
        if path.startswith(("tests/guarantees/", f"tests/{app}/"))
        and model in (ROOT / path).read_text(encoding="utf-8")
    ]
    return list(dict.fromkeys([*naming, *asked, *using]))


def _of_lock(fault: Fault) -> list[str]:
    """Where two act at once: what names the module first."""
    module, rows = fault.path.removesuffix(".py").replace("/", "."), []
    for path in test_files():
        text = (ROOT / path).read_text(encoding="utf-8")
        if "interleaved(" in text or "at_once(" in text:
            package, _dot, name = module.rpartition(".")
            rows.append((f"import {name}" not in text, package not in text, len(text), path))
    return [path for *_order, path in sorted(rows)]


def _listened(batch: list[str]) -> dict[str, list[str]]:
    output = FOLDER / "listened.json"
    output.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "tests.planted.plugin", "--tb=no", *batch]
    environment = {**os.environ, "PLANTED_REACH": str(output), "DATABASE_URL": f"{POSTGRES}planted"}
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    return dict(json.loads(output.read_text(encoding="utf-8")))
