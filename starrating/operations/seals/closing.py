"""Seals are closed: every committed row that no seal covers yet goes into the next one.

No writer waits for it: rows are read as they are committed, outside of any transaction, and what is written is the
seal's own. A row that was committed late, with a key below others that are sealed, goes into the next seal, for
membership is by row. So that this need not ask for all rows, each looks only above the keys that were reached WINDOW
ago, for no transaction is open for longer, and no further back than KEYS keys: else the first hour of a large record,
in which nothing was reached an hour ago, would be one long look through all of it, each minute.

What lies below and is not sealed is never sealed later, but named by `verify`, which asks for all: a key that was not
used when those above it were sealed is what a row put in beside the program has, and a later seal would vouch for it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from starrating.db.sealed import Sealed
from starrating.operations.seal_models import Seal, SealedRow
from starrating.operations.seals import keys
from starrating.operations.seals.chain import digest_of, rows_digest, signed
from starrating.operations.seals.rows import Row, read, sealed_tables, unsealed

logger = logging.getLogger(__name__)

WINDOW = dt.timedelta(hours=1)
# More than one import gives out in a table.
KEYS = 200_000
# SQLite's one writer is held for as long as so many rows take to be written: about a hundredth of a second.
MOST_ROWS = 1_000


@dataclass(frozen=True)
class Plan:
    """The next seal, and the rows that it covers."""

    seal: Seal
    rows: list[Row]


def keep_sealed() -> int:
    """Seal all that is not sealed; gives how many rows that were. A key that cannot be used is said in the log."""
    try:
        return close_due(at=timezone.now())
    except ImproperlyConfigured as error:
        logger.error("Nothing is sealed: %s", error)
        return 0


def is_urgent() -> bool:
    """Return whether something waits that is sealed at once, such as a settlement."""
    after = reached(timezone.now() - WINDOW)
    return any(new_rows(one, after).exists() for one in sealed_tables() if one.at_once)


def close_due(*, at: dt.datetime) -> int:
    """Close as many seals as it takes; gives how many rows they cover."""
    after, covered = reached(at - WINDOW), 0
    while rows := _next_rows(after):
        if _close(_plan(rows, at=at)) is None:
            # Another worker is at it.
            break
        covered += len(rows)
        after = {**after, **marks(rows)}
        if len(rows) < MOST_ROWS:
            break
    return covered


def reached(moment: dt.datetime) -> Mapping[str, int]:
    """Give up to which key each table need not be looked through: what was reached at ``moment``, or KEYS ago."""
    seal, newest = Seal.objects.filter(closed_at__lte=moment).newest(), Seal.objects.newest()
    before = dict(seal.marks) if seal else {}
    latest = newest.marks if newest else {}
    return {table: max(before.get(table, 0), mark - KEYS) for table, mark in latest.items()}


def marks(rows: list[Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.table] = max(row.key, found.get(row.table, 0))
    return found


def _next_rows(after: Mapping[str, int]) -> list[Row]:
    rows: list[Row] = []
    for sealed in sealed_tables():
        if len(rows) < MOST_ROWS:
            rows += read(sealed, new_rows(sealed, after)[: MOST_ROWS - len(rows)])
    return rows


def new_rows(sealed: Sealed, after: Mapping[str, int]) -> QuerySet[Any]:
    # A part of a row is filled when others with higher keys are there.
    return unsealed(sealed, after=0 if sealed.once else after.get(sealed.name, 0))


def _plan(rows: list[Row], *, at: dt.datetime) -> Plan:
    key, last = keys.current(), Seal.objects.newest()
    seal = Seal(
        number=last.number + 1 if last else 1,
        previous=last.digest if last else "",
        rows=len(rows),
        rows_digest=rows_digest((row.table, row.key, row.digest) for row in rows),
        since=_since(last, at),
        closed_at=at,
        key=key,
    )
    before = dict(last.marks) if last else {}
    seal.marks = {**before, **{name: max(mark, before.get(name, 0)) for name, mark in marks(rows).items()}}
    seal.digest = digest_of(seal)
    seal.signature = keys.sign(signed(seal)).hex()
    return Plan(seal, rows)


def _since(last: Seal | None, at: dt.datetime) -> dt.datetime | None:
    """Say when the seal before this round of them was closed: what many seals take is of one moment."""
    if last is None:
        return None
    return last.since if last.closed_at == at else last.closed_at


@transaction.atomic
def _close(plan: Plan) -> Seal | None:
    """Write a seal, unless another one has taken its place or another key signs by now (None)."""
    key, last = keys.held(), Seal.objects.newest()
    if key is None or key.pk != plan.seal.key_id or (last.number if last else 0) + 1 != plan.seal.number:
        return None
    plan.seal.save(force_insert=True)
    SealedRow.objects.bulk_create(
        SealedRow(table=row.table, row=row.key, digest=row.digest, seal=plan.seal) for row in plan.rows
    )
    return plan.seal
