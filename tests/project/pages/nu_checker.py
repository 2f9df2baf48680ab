"""The Nu Html Checker: a program in Java that says what is wrong with pages. `.ci/run` installs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.project.source import ROOT

LANGUAGES = ("zh-hans", "en")
# Different each time, and no matter to whether a page is valid.
OF_THE_MOMENT = re.compile(rb'value="[^"]{30,}"')
INSTALLED = ROOT / ".venv" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class Folder:
    """Pages in files, each once however many people are shown it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen: set[bytes] = set()

    def add(self, name: str, answer: Any) -> None:
        if answer.streaming or not answer.content or not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        same = OF_THE_MOMENT.sub(b"", answer.content)
        if same not in self.seen:
            self.seen.add(same)
            name = re.sub(r"[^\w.-]+", "_", f"{name}-{len(self.seen)}")
            (self.path / f"{name}.html").write_bytes(answer.content)


def checker() -> Path:
    """Where it is; a machine that does not say by NU_CHECKER that it has it may do without."""
    promised = os.environ.get("NU_CHECKER")
    jar = Path(promised) if promised else INSTALLED
    if promised or (jar.is_file() and shutil.which("java")):
        return jar
    return pytest.skip("No Nu Html Checker here: `.ci/run` installs it.")


def faults_in(folder: Path, jar: Path) -> str:
    """Every fault of the pages of a folder, each once, with one page that has it."""
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(jar),
        "--errors-only",
        "--format",
        "json",
        "--exit-zero-always",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, str] = {}
    for message in json.loads(done.stderr)["messages"]:
        found.setdefault(message["message"], _told(message))
    return "\n".join(sorted(found.values()))


def _told(message: dict[str, Any]) -> str:
    page = Path(message.get("url", "")).name
    return f"{page}:{message.get('lastLine', '')} {message['message']} {message.get('extract', '')!r}"
