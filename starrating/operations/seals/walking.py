"""The whole record walked through, in constant memory: each key, each seal, each row of each sealed table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from starrating.db.sealed import Sealed
from starrating.operations.seal_models import Seal, SealedRow, SealKey
from starrating.operations.seals import keys
from starrating.operations.seals.chain import rows_digest
from starrating.operations.seals.closing import WINDOW
from starrating.operations.seals.findings import Bad, Walked, What
from starrating.operations.seals.links import wrong_with_key, wrong_with_seal
from starrating.operations.seals.rows import AT_ONCE, Row, read, rows_of, sealed_tables
from starrating.operations.seals.stored import oddly_stored
from starrating.operations.seals.texts import walk_texts

_KEYS = SealKey._meta.db_table


class Covered(NamedTuple):
    """A row as its seal has it."""

    key: int
    digest: bytes
    since: dt.datetime | None


def walk(walked: Walked, *, at: dt.datetime, using: str = "default") -> Iterator[Bad]:
    """Give all that does not hold, the chain first. ``walked`` is filled on the way."""
    yield from _keys(walked, using)
    yield from chain(walked, using)
    newest = Seal.objects.using(using).newest()
    looked = Seal.objects.using(using).filter(closed_at__lte=at - WINDOW).newest()
    limit = Limit(newest.closed_at - WINDOW if newest else None, looked.marks if looked else {})
    for sealed in sealed_tables():
        yield from _table(sealed, limit, walked, using)
    yield from walk_texts(walked, using)


class Limit(NamedTuple):
    """Up to which moment and which key of each table everything must be sealed."""

    moment: dt.datetime | None
    marks: Mapping[str, int]

    def is_passed(self, sealed: Sealed, row: Row) -> bool:
        """Return whether a row that is not sealed is older than it may be."""
        if not sealed.once and row.key <= self.marks.get(sealed.name, 0):
            return True
        return self.moment is not None and row.at is not None and row.at < self.moment


def _keys(walked: Walked, using: str) -> Iterator[Bad]:
    """Look at what the keys say of themselves and of each other."""
    before: SealKey | None = None
    for key in SealKey.objects.using(using).select_related("previous").order_by("pk"):
        if before is not None and before.retired_at != key.made_at:
            yield Bad(What.KEY, before.fingerprint, _KEYS)
        wrong = wrong_with_key(key, before)
        if wrong is not None:
            yield Bad(wrong, key.fingerprint, _KEYS)
        elif before is not None and not key.endorsement:
            walked.unvouched.append(key.fingerprint)
        before = key
    here = keys.own_public()
    if before is not None and (before.retired_at is not None or (here is not None and here != before.public)):
        yield Bad(What.KEY, before.fingerprint, _KEYS)


def chain(walked: Walked, using: str) -> Iterator[Bad]:
    """Follow the seals from the first to the newest, each with its rows; ends at the first that does not hold."""
    signing = list(SealKey.objects.using(using).order_by("pk"))
    known = {sealed.name for sealed in sealed_tables()}
    rows = _Members(using)
    number, digest = 0, ""
    for seal in Seal.objects.using(using).chain().select_related("key").iterator(chunk_size=AT_ONCE):
        wrong = wrong_with_seal(seal, rows_digest(rows.of(seal.pk)), (number, digest), signing)
        if wrong is not None:
            yield Bad(wrong, number + 1 if wrong is What.ORDER else seal.number)
            return
        number, digest = seal.number, seal.digest
        walked.seals += 1
    if rows.rest is not None:
        yield Bad(What.ORDER, number + 1)
    yield from (Bad(What.UNKNOWN, "", name) for name in sorted(rows.tables - known))


class _Members:
    """The rows of all seals in the order in which they were written; those of one seal stand together."""

    def __init__(self, using: str) -> None:
        found = SealedRow.objects.using(using).order_by("pk").values_list("seal_id", "table", "row", "digest")
        self._found = found.iterator(chunk_size=AT_ONCE)
        self.rest = next(self._found, None)
        self.tables: set[str] = set()

    def of(self, seal_id: int) -> Iterator[tuple[str, int, bytes]]:
        while self.rest is not None and self.rest[0] == seal_id:
            _seal, table, key, digest = self.rest
            self.tables.add(table)
            yield table, key, bytes(digest)
            self.rest = next(self._found, None)


def _table(sealed: Sealed, limit: Limit, walked: Walked, using: str) -> Iterator[Bad]:
    """Compare the rows of a table with what seals say of them."""
    rows = _Readable(sealed, using)
    for row, own in _side_by_side(rows, _covered(sealed, using)):
        if rows.broke:
            break
        if row is None:
            yield Bad(What.GONE, own.key if own else 0, sealed.name)
        elif own is None:
            walked.add_waiting(row.at)
            if limit.is_passed(sealed, row):
                yield Bad(What.INSERTED, row.key, sealed.name)
        elif row.digest != own.digest:
            yield Bad(What.CHANGED, row.key, sealed.name)
        else:
            walked.add_covered(row, own.since)
    if rows.broke:
        yield Bad(What.UNREADABLE, rows.last + 1, sealed.name)
        return
    yield from (Bad(What.FORM, key, sealed.name) for key in oddly_stored(sealed, using))


def _side_by_side(rows: _Readable, covered: Iterator[Covered]) -> Iterator[tuple[Row | None, Covered | None]]:
    """Give rows and what covers them in the order of their keys, either of them alone where there is no other."""
    row, own = next(rows, None), next(covered, None)
    while row is not None or own is not None:
        alone = own is None or (row is not None and row.key < own.key)
        without = row is None or (own is not None and own.key < row.key)
        yield (None if without else row), (None if alone else own)
        if not without:
            row = next(rows, None)
        if not alone:
            own = next(covered, None)


class _Readable:
    """The rows of a table as far as they can be read: SQLite takes any text for a time. ``last`` is the last such."""

    def __init__(self, sealed: Sealed, using: str) -> None:
        self._rows = read(sealed, rows_of(sealed, using))
        self.broke, self.last = False, 0

    def __iter__(self) -> _Readable:
        return self

    def __next__(self) -> Row:
        try:
            row = next(self._rows)
        except (ValueError, TypeError, OverflowError):
            self.broke = True
            raise StopIteration from None
        self.last = row.key
        return row


def _covered(sealed: Sealed, using: str) -> Iterator[Covered]:
    found = SealedRow.objects.using(using).filter(table=sealed.name).order_by("row")
    for key, digest, since in found.values_list("row", "digest", "seal__since").iterator(chunk_size=AT_ONCE):
        yield Covered(key, bytes(digest), since)
