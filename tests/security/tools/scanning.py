"""The scanners, in an environment of their own, and what of their findings a person has read and let stand."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import SkipTest

from tests.project.source import PACKAGES, ROOT
from tests.tools import in_ci

PROGRAMS = ROOT / ".venv" / "scanners" / "bin"
RULES = Path(__file__).parent.parent / "rules"
WANTED = "wants the scanners: make scanners"


@dataclass(frozen=True, order=True)
class Finding:
    """Which rule, and in which file; lines come and go."""

    rule: str
    path: str


# Each with why it stays. What is found beside these fails, and so does one of these that is found no more.
REVIEWED = {
    Finding(
        "B311", "awards/demo/build.py"
    ): "invents names and stars of the demonstration; passwords come from secrets",
    Finding("B311", "awards/demo/portraits.py"): "draws invented faces, the same ones each time",
    Finding("view-without-permit", "awards/visit/views.py"): "visitors_only: at the demonstration's own computer alone",
    Finding(
        "B104", "starrating/operations/management/commands/run.py"
    ): "compared with what is asked for, to print an address that answers; nothing is bound by it",
    Finding("B105", "awards/reminders/verbs.py"): "the robot's secret is emptied where no robot is wanted",
    Finding("B106", "awards/models/reminder.py"): "a constraint: without a robot there is no secret",
    Finding("view-without-permit", "reports/window/views.py"): "through_the_window opens them to everybody over TLS",
    Finding("B603", "starrating/child_process.py"): "the command is fixed, what it works on goes in by the pipe",
    Finding("B603", "starrating/operations/management/commands/run.py"): "our own commands, with a checked address",
    Finding("B608", "awards/guards.py"): "a trigger's condition, of the module's own words",
    Finding("B608", "starrating/db/history.py"): "a table of our own models, quoted by the engine's own function",
    Finding("B608", "starrating/operations/seals/stored.py"): "tables and columns of our own models, quoted",
    Finding("marked-safe", "awards/entry/grid.py"): "one of two literals of the module; what is put into it is escaped",
    Finding("sql-put-together", "starrating/db/history.py"): "as B608",
    Finding(
        "sql-put-together", "starrating/texts/erasing.py"
    ): "the name of our own function; the digests are handed over",
}


def program(name: str) -> str:
    """Give the path of a scanner; without it the test is skipped, or fails where CI is true."""
    path = PROGRAMS / name
    if path.is_file():
        return str(path)
    if in_ci():
        raise AssertionError(WANTED)
    raise SkipTest(WANTED)


def _json(command: Sequence[str], cwd: Path) -> dict[str, list[dict[str, object]]]:
    # The scanners call their own helpers by name.
    environment = {
        **os.environ,
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "SEMGREP_ENABLE_VERSION_CHECK": "0",
    }
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    try:
        found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise AssertionError(f"{command[0]} gave no findings: {done.stderr[-2000:]}") from None
    assert not found["errors"], found["errors"]
    return found


def by_bandit(tree: Path, places: Sequence[str] = (*PACKAGES, "manage.py")) -> set[Finding]:
    command = [
        program("bandit"),
        "--quiet",
        "--configfile",
        str(ROOT / "pyproject.toml"),
        "--format",
        "json",
        "--recursive",
    ]
    found = _json([*command, *places], tree)
    return {Finding(str(one["test_id"]), str(one["filename"]).removeprefix("./")) for one in found["results"]}


def by_semgrep(tree: Path, places: Sequence[str] = (*PACKAGES, "templates")) -> set[Finding]:
    command = [
        program("semgrep"),
        "scan",
        "--config",
        str(RULES),
        "--metrics",
        "off",
        "--disable-version-check",
        "--quiet",
    ]
    found = _json([*command, "--json", "--no-git-ignore", "--jobs", "1", *places], tree)
    return {Finding(str(one["check_id"]).rpartition(".")[2], str(one["path"])) for one in found["results"]}
