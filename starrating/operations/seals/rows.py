"""The rows that seals cover, and the digest of each: the same from either engine, and after a move or a restore."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import Exists, Field, Model, OuterRef, QuerySet

from starrating.backup.tables import plain
from starrating.db.sealed import Sealed
from starrating.operations.seal_models import SealedRow
from starrating.registry import summed

AT_ONCE = 2_000


@dataclass(frozen=True)
class Row:
    """A row as a seal covers it; ``at`` is when it says that it was written."""

    table: str
    key: int
    digest: bytes
    at: dt.datetime | None


@cache
def sealed_tables() -> tuple[Sealed, ...]:
    """Give what every app wants sealed, by name."""
    found: list[Sealed] = summed("guards", "SEALED")
    return tuple(sorted(found, key=lambda one: one.name))


@cache
def model_of(table: str) -> type[Model]:
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)


@cache
def columns_of(sealed: Sealed) -> tuple[str, ...]:
    """Name the columns that the digest of a row is made of."""
    fields: Sequence[Field[Any, Any]] = model_of(sealed.table)._meta.local_concrete_fields
    names = [field.attname for field in fields]
    return tuple(name for name in names if (name in sealed.only if sealed.only else name not in sealed.leaving_out))


def rows_of(sealed: Sealed, using: str = "default") -> QuerySet[Any]:
    rows = model_of(sealed.table)._base_manager.using(using).order_by("pk")
    return rows.filter(**{f"{sealed.once}__isnull": False}) if sealed.once else rows


def unsealed(sealed: Sealed, *, after: int) -> QuerySet[Any]:
    """Select rows with a key above ``after`` that no seal covers: two indexes are read, of the table what is new."""
    covered = SealedRow.objects.filter(table=sealed.name, row=OuterRef("pk"))
    return rows_of(sealed).filter(~Exists(covered), pk__gt=after)


def read(sealed: Sealed, rows: QuerySet[Any]) -> Iterator[Row]:
    """Read rows in the order of their keys, without holding more than a few at a time."""
    names = columns_of(sealed)
    for key, at, *values in rows.values_list("pk", sealed.at, *names).iterator(chunk_size=AT_ONCE):
        yield Row(sealed.name, key, digest_of(sealed.name, key, names, values), at)


def digest_of(name: str, key: int, columns: Sequence[str], values: Sequence[object]) -> bytes:
    """Give the SHA-256 of a row in its one form: JSON with sorted names, UTC, and nothing for what is NULL."""
    filled = {column: plain(value) for column, value in zip(columns, values, strict=True) if value is not None}
    text = json.dumps([name, key, filled], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # What SQLite lets in and no text can hold is another digest, not an error.
    return sha256(text.encode(errors="surrogatepass")).digest()
