"""What has been erased here, in a file beside the database that no backup holds: keys, days and grounds, no words."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

_FILE = "erasures.jsonl"


def file_of_erasures() -> Path:
    return Path(settings.VAR_DIR) / _FILE


def note(told: Iterable[Mapping[str, object]]) -> None:
    """Add a line for each, once the transaction holds."""
    lines = [json.dumps(one) for one in told]
    if lines:
        transaction.on_commit(lambda: _add(lines))


def lines(path: Path, key: str) -> Iterator[dict[str, Any]]:
    """Give the lines of such a file that say something of a ``key``; raises ValueError for a file that is none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if not isinstance(told, dict) or not told:
            raise ValueError(line)
        if key in told:
            yield told


def take_over(path: Path) -> None:
    """Add what another installation has noted to the file of this one, for the next time."""
    own = file_of_erasures()
    known = set(own.read_text(encoding="utf-8").splitlines()) if own.exists() else set()
    new = [line for line in path.read_text(encoding="utf-8").splitlines() if line not in known]
    if new:
        transaction.on_commit(lambda: _add(new))


def _add(lines: Iterable[str]) -> None:
    with os.fdopen(os.open(file_of_erasures(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
