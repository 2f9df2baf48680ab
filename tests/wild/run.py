"""Run a folder of files in the shapes that schools have through the commands, and print a line a file.

    python -m tests.wild.run FOLDER

The folder holds `school/` (a roster and a staff matrix, imported first) and folders whose names begin with a number
that says what their files are: 20 to 29 exams, 30 to 39 tasks, 40 violations, 41 to 44 month sheets, others rosters.
Nothing of a file is kept: each is tried on the same school.
"""

import io
import os
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import CommandError, call_command
from django.utils import translation

READ, NOTES, QUESTION, REFUSED = "read", "read with notes", "question", "refused"
# What a command says where an answer would let it go on.
_ANSWERS = ("--column", "--cell", "--hidden")


@dataclass(frozen=True)
class Tried:
    """What became of a file: one of the four words, the first line said, every finding, and how long it took."""

    outcome: str
    summary: str
    lines: tuple[str, ...]
    seconds: float


def _order(folder: str, path: Path, month: str) -> list[str]:
    number = int(match.group()) if (match := re.match(r"\d+", folder)) else 0
    if 20 <= number <= 29:
        return ["import_exam", str(path), "--kind", "月考", "--held", "2026-11-20", "--name", "11月月考"]
    if 30 <= number <= 39:
        return ["import_staff", str(path)]
    if number == 40:
        return ["import_violations", str(path)]
    if 41 <= number <= 44:
        return ["import_sheets", str(path), "--round", month]
    return ["import_roster", str(path)]


def try_file(folder: str, path: Path, month: str = "2026-11") -> Tried:
    """Run one file's command without writing."""
    out, began = io.StringIO(), time.monotonic()
    refused = ""
    try:
        call_command(*_order(folder, path, month), "--dry-run", stdout=out)
    except CommandError as error:
        refused = str(error)
    said = [line.strip() for line in out.getvalue().splitlines()]
    summary, lines = (said[0] if said else refused), tuple(said[1:])
    outcome = NOTES if lines else READ
    if refused:
        outcome = QUESTION if any(mark in line for line in lines for mark in _ANSWERS) else REFUSED
    return Tried(outcome, summary, lines, time.monotonic() - began)


def prepare(folder: Path) -> None:
    """Make the school in a database of its own, and import what it has."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "starrating.settings")
    var = Path(tempfile.mkdtemp(prefix="wild-"))
    os.environ.update(VAR_DIR=str(var), DATABASE_URL=f"sqlite:///{var}/db.sqlite3")
    django.setup()
    translation.activate("zh-hans")
    quiet = io.StringIO()
    call_command("migrate", verbosity=0)
    call_command("setup_school", "wild", "--name", "演示中学", stdout=quiet)
    call_command("open_term", "2026-1", "--from", "2026-09-01", "--until", "2027-01-22", stdout=quiet)
    call_command("import_roster", str(folder / "七年级.csv"), stdout=quiet)
    call_command("import_staff", str(folder / "任课表.xlsx"), stdout=quiet)


def main(root: Path, *, pattern: str = "", verbose: bool = True) -> Counter[str]:
    """Try every file of the folder whose path holds ``pattern``."""
    prepare(root / "school")
    counts: Counter[str] = Counter()
    for path in sorted(root.rglob("*")):
        folder = path.relative_to(root).parts[0]
        if path.is_dir() or folder in ("school", "README.md") or pattern not in str(path):
            continue
        tried = try_file(folder, path)
        counts[tried.outcome] += 1
        print(f"{tried.outcome:16} {path.relative_to(root)}  [{tried.seconds:.1f} s] {tried.summary}")
        for line in tried.lines if verbose else ():
            print(f"    {line}")
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))
    return counts


if __name__ == "__main__":
    main(Path(sys.argv[1]), pattern=sys.argv[2] if len(sys.argv) > 2 else "")
