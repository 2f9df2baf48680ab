"""The Nu Html Checker: a program in Java that says what is wrong with pages."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests import length
from tests.tools import need

# Both are drawn by the same templates: the other one is looked at in the long form.
LANGUAGES = length.of(short=("zh-hans",), long=("zh-hans", "en"))
# Different each time, and no matter to whether a page is valid.
OF_THE_MOMENT = re.compile(rb'value="[^"]{30,}"')


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
    """Where it is; without it, or without Java, the test is skipped."""
    need("java")
    return Path(need("nu"))


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
