"""Each script is red where what it looks for is there: a fault is planted in a copy, and the script is played on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.source import ROOT
from tests.security.tools.plants import PLANTS, copy_of_the_program, put
from tests.security.tools.playing import is_long

# The script, how it is narrowed to where the fault is, and what it says of it.
SEEN_BY = {
    "markup": ("test_text.py", "page", {"SECURITY_TEXT": "10000"}, "objection"),
    "scope": (
        "test_requests.py",
        "in_a_path",
        {"SECURITY": "long", "SECURITY_ONLY": "/exams/"},
        "says of the other school",
    ),
    "redirect": ("test_requests.py", "at_random", {"SECURITY_ONLY": "/language", "SECURITY_FUZZ": "3000"}, "leads out"),
    "statement": ("test_served.py", "database_as_text and administrator", {"SECURITY": "long"}, "Technique"),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_turns_its_script_red(name: str, tmp_path: Path) -> None:
    if not is_long():
        pytest.skip("plays a script in a copy of the program: by make security")
    script, narrowed, given, says = SEEN_BY[name]
    tree = copy_of_the_program(tmp_path)
    put(PLANTS[name], tree)
    (tree / "static" / "fonts").mkdir(parents=True, exist_ok=True)
    (tree / "var").mkdir()
    (tree / "var" / "static").symlink_to(ROOT / "var" / "static")
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", f"tests/security/{script}", "-k", narrowed]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SECURITY")}
    done = subprocess.run(command, cwd=tree, env={**environment, **given}, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout[-3000:]
    assert says in done.stdout, done.stdout[-3000:]
