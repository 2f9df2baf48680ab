"""Erasing: put on record first, then text and salt go; and what was erased since a backup, to be erased in it again.

Who may have what erased is for the verbs above to say; they record it in the audit.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.models import OuterRef, Subquery

from starrating.db.leftovers import empty_log
from starrating.texts import noted
from starrating.texts.guards import ERASE
from starrating.texts.models import ErasureGround, KeptText, KeptTextQuerySet, TextErasure

_AT_ONCE = 500


def erase(texts: KeptTextQuerySet, *, account_key: int | None, at: dt.datetime, ground: ErasureGround) -> int:
    """Erase those of these texts that still stand; gives how many. In the transaction of the verb that asks for it.

    Two at the same moment erase each text once: the second waits at its row of the record, and finds it erased.
    """
    digests = list(texts.standing().order_by("pk").values_list("pk", flat=True))
    rows = [TextErasure(kept_id=digest, at=at, account_key=account_key, ground=ground) for digest in digests]
    TextErasure.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    erased = _blank(digests, "default")
    noted.note({"digest": digest, "at": at.isoformat(), "ground": ground.value} for digest in digests)
    return erased


def _blank(digests: Sequence[str], using: str) -> int:
    """Take away text and salt of what is on record as erased; gives how many it was."""
    transaction.on_commit(partial(empty_log, using), using=using)
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(f"SELECT {ERASE}(%s)", [list(digests)])
            return int(cursor.fetchone()[0])
    on_record = TextErasure.objects.using(using).filter(kept=OuterRef("pk")).values("at")
    count = 0
    for start in range(0, len(digests), _AT_ONCE):
        texts = KeptText.objects.using(using).standing().filter(pk__in=digests[start : start + _AT_ONCE])
        count += texts.update(text="", salt="", erased_at=Subquery(on_record))
    return count


def erase_again(path: Path, using: str) -> int:
    """Erase in a restored database what stands in such a file and was not erased yet; gives how many it was.

    Raises ValueError for a file that is none. Within a transaction of ``using``.
    """
    told = {digest: (at, ground) for digest, at, ground in map(_told, noted.lines(path, "digest"))}
    known: list[str] = []
    for start in range(0, len(told), _AT_ONCE):
        some = list(told)[start : start + _AT_ONCE]
        known += KeptText.objects.using(using).standing().filter(pk__in=some).values_list("pk", flat=True)
    rows = [TextErasure(kept_id=digest, at=told[digest][0], ground=told[digest][1]) for digest in known]
    TextErasure.objects.using(using).bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    return _blank(known, using)


def _told(line: Mapping[str, Any]) -> tuple[str, dt.datetime, ErasureGround]:
    try:
        return str(line["digest"]), dt.datetime.fromisoformat(line["at"]), ErasureGround(line["ground"])
    except (KeyError, TypeError) as error:
        raise ValueError(line) from error
