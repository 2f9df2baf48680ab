"""The chain of seals as the archive carries it: what proves that a seal was there, and nothing about anybody."""

import datetime as dt
import json
from collections.abc import Iterator

from reports.archive.checking import layout
from reports.archive.tables import CHUNK, FileTable, Row
from starrating.operations.seal_models import Seal, SealKey
from starrating.spreadsheets.columns import Cell

_SEAL = ("number", "previous", "rows", "rows_digest", "marks", "since", "closed_at", "key", "digest", "signature")
_KEY = ("public", "fingerprint", "made_at", "after", "after_digest", "previous", "statement", "endorsement")


def tables() -> Iterator[FileTable]:
    """Give the two tables; each is one statement when it is read."""
    yield FileTable(layout.SEAL_KEYS, _KEY, _keys)
    yield FileTable(layout.SEALS, _SEAL, _seals)


def _keys() -> Iterator[Row]:
    rows = SealKey.objects.order_by("pk").values_list(*(name.replace("previous", "previous__public") for name in _KEY))
    for row in rows.iterator(chunk_size=CHUNK):
        yield [_exact(value) for value in row]


def _seals() -> Iterator[Row]:
    rows = Seal.objects.chain().values_list(*("key__public" if name == "key" else name for name in _SEAL))
    for row in rows.iterator(chunk_size=CHUNK):
        yield [_exact(value) for value in row]


def _exact(value: object) -> Cell:
    """Write a value so that it can be read back as it was signed: times to the microsecond and in one zone."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    return value if isinstance(value, int | str) else None
