"""What was last done, in small files beside the data: a restored database must not say when it was saved."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BACKUP, DRILL, WORKER = "last-backup.json", "last-drill.json", "last-worker.json"


@dataclass(frozen=True)
class Record:
    """When (aware), whether it went well, and a sentence where it did not."""

    at: dt.datetime
    well: bool = True
    text: str = ""


def write(name: str, record: Record) -> None:
    """Keep what was last done, in place of what was done before."""
    path = Path(settings.VAR_DIR) / name
    part = path.with_suffix(".part")
    content = {"at": record.at.astimezone(dt.UTC).isoformat(), "well": record.well, "text": record.text}
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def read(name: str) -> Record | None:
    """Give what was last done; None where nothing was, or where nobody can tell any more."""
    try:
        told = json.loads((Path(settings.VAR_DIR) / name).read_text(encoding="utf-8"))
        return Record(dt.datetime.fromisoformat(told["at"]), bool(told["well"]), str(told["text"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
