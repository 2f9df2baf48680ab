"""What a seal is made of: a digest over its rows, over what it says of itself and over the seal before it, signed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from hashlib import sha256

from starrating.operations.seal_models import Seal

MARK = b"starrating seal 1\n"
# So many figures of a digest are enough to compare by eye.
SHORT = 16


def rows_digest(rows: Iterable[tuple[str, int, bytes]]) -> str:
    """Give the digest of a seal's rows in their order: table, key and the row's own digest."""
    digest = sha256()
    for table, key, own in rows:
        digest.update(f"{table}\n{key}\n".encode() + own)
    return digest.hexdigest()


def digest_of(seal: Seal) -> str:
    """Give the digest of a seal, as what it says of itself makes it."""
    said = {
        "number": seal.number,
        "previous": seal.previous,
        "rows": [seal.rows, seal.rows_digest],
        "marks": seal.marks,
        "since": _moment(seal.since),
        "closed_at": _moment(seal.closed_at),
        "key": seal.key.public,
    }
    return sha256(MARK + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def signed(seal: Seal) -> bytes:
    """Give what is signed of a seal: its number is in its digest."""
    return MARK + seal.digest.encode()


def beginning() -> str:
    """Give the digest of the first seal, by which one record is told from another; nothing before there is one."""
    first = Seal.objects.chain().first()
    return first.digest if first else ""


def written(seal: Seal) -> str:
    """Give what is written down of a seal, and compared: ``NUMBER:DIGEST``."""
    return f"{seal.number}:{seal.digest}"


def short(seal: Seal) -> str:
    """Shorten a digest for a page."""
    return seal.digest[:SHORT]


def _moment(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""
