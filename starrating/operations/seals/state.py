"""How the seal stands now, for pages, papers and the doctor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min

from starrating.days import short_moment
from starrating.operations.seal_models import Seal, SealKey
from starrating.operations.seals.chain import short
from starrating.operations.seals.closing import WINDOW, new_rows, reached
from starrating.operations.seals.rows import sealed_tables


@dataclass(frozen=True)
class SealState:
    """The newest seal (none: empty), the key's fingerprint, and the rows that no seal covers yet with their oldest."""

    number: int
    digest: str
    closed_at: dt.datetime | None
    fingerprint: str
    waiting: int
    oldest: dt.datetime | None

    @property
    def day(self) -> str:
        return short_moment(self.closed_at) if self.closed_at else ""

    @property
    def oldest_day(self) -> str:
        return short_moment(self.oldest) if self.oldest else ""


def state(at: dt.datetime) -> SealState:
    """Look at the newest seal and at what is new since; one statement a table, each over an hour's rows."""
    newest, after = Seal.objects.newest(), reached(at - WINDOW)
    waiting, times = 0, []
    for sealed in sealed_tables():
        found = new_rows(sealed, after).order_by().aggregate(rows=Count("pk"), oldest=Min(sealed.at))
        waiting += found["rows"]
        times += [found["oldest"]] if found["oldest"] else []
    return SealState(
        newest.number if newest else 0,
        short(newest) if newest else "",
        newest.closed_at if newest else None,
        fingerprint_now(),
        waiting,
        min(times, default=None),
    )


def fingerprint_now() -> str:
    """Give the fingerprint of the key that signs now; empty before the first."""
    key = SealKey.objects.current()
    return key.fingerprint if key else ""
