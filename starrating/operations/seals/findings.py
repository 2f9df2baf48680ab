"""What `verify` has to say: what is wrong, and with which row or seal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from starrating.operations.seals.rows import Row, model_of

# What comes in later than it says by more than this is shown. Clocks differ, and a month may be ended after its day.
LATE = dt.timedelta(days=1)


class What(StrEnum):
    CHANGED = "changed"
    GONE = "gone"
    INSERTED = "inserted"
    ERASED = "erased"
    STANDS = "stands"
    UNREADABLE = "unreadable"
    FORM = "form"
    UNKNOWN = "unknown"
    ORDER = "order"
    ROWS = "rows"
    SIGNATURE = "signature"
    KEY = "key"
    CONTRADICTED = "contradicted"


SENTENCES: dict[What, str | Promise] = {
    What.CHANGED: _("%(row)s was changed after it was sealed."),
    What.GONE: _("%(row)s is sealed, and no longer there."),
    What.INSERTED: _(
        "%(row)s was not written by the program: no seal covers it, and it says to be older than the seals."
    ),
    What.ERASED: _("%(row)s was deleted, and no record says that it was."),
    What.STANDS: _("%(row)s is on record as deleted, and stands again."),
    What.FORM: _("%(row)s holds a value in another form than the program writes."),
    What.UNREADABLE: _("%(row)s, or the next one there is, holds what the program never writes."),
    What.UNKNOWN: _("%(row)s is sealed, and this version knows no such table."),
    What.ORDER: _("%(row)s does not follow the seal before it: one was changed, removed or put in."),
    What.ROWS: _("%(row)s does not fit its list of rows: something was put in, left out or moved."),
    What.SIGNATURE: _("%(row)s has a signature that is not that of its key."),
    What.KEY: _("%(row)s does not go with the key whose turn it was."),
    What.CONTRADICTED: _("%(row)s is not the one that was written down."),
}


@dataclass(frozen=True)
class Bad:
    """Something that does not hold: a row of a ``table``, or the seal with this number where that is empty."""

    what: What
    key: int | str
    table: str = ""

    @property
    def said(self) -> str:
        return str(SENTENCES[self.what]) % {"row": self.name}

    @property
    def name(self) -> str:
        if not self.table:
            return gettext("Seal %(number)s") % {"number": self.key}
        if self.what == What.UNKNOWN:
            return self.table
        told = {"name": model_of(self.table.partition(".")[0])._meta.verbose_name, "table": self.table, "key": self.key}
        return gettext("%(name)s %(key)s (%(table)s)") % told


@dataclass
class Walked:
    """What was seen on the way: how much, what is not sealed yet, and what came in later than it says."""

    seals: int = 0
    rows: int = 0
    waiting: int = 0
    oldest: dt.datetime | None = None
    late: int = 0
    first_late: str = ""
    unvouched: list[str] = field(default_factory=list)
    erased: int = 0
    last_erased: dt.datetime | None = None

    def add_erased(self, at: dt.datetime) -> None:
        self.erased += 1
        self.last_erased = max(at, self.last_erased or at)

    def add_waiting(self, at: dt.datetime | None) -> None:
        self.waiting += 1
        if at is not None and (self.oldest is None or at < self.oldest):
            self.oldest = at

    def add_covered(self, row: Row, since: dt.datetime | None) -> None:
        """Count a row that is as it was sealed; ``since`` is when the seal before its own was closed."""
        self.rows += 1
        if since is not None and row.at is not None and row.at < since - LATE:
            self.late += 1
            self.first_late = self.first_late or f"{row.table} {row.key}"
