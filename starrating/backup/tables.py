"""Every table as lines of text, the same from either engine, and back into either."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connections
from django.db.models import BinaryField, Field, JSONField, Model, QuerySet

ROWS_AT_ONCE = 2_000
T = TypeVar("T")


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Give things in lists of ``size``, the last one shorter."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def carried() -> list[type[Model]]:
    """Give the tables that are carried, in the order of their names: all but those of sessions and the like."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted(
        (model for model in found if not model._meta.proxy and model._meta.label not in settings.NOT_CARRIED),
        key=lambda model: model._meta.label,
    )


def lines_of(model: type[Model], using: str) -> Iterator[bytes]:
    """Give the rows of a table in the order of their keys, each as one line of JSON."""
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.using(using).order_by(model._meta.pk.attname).values_list(*names)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        line = json.dumps([plain(value) for value in row], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield line.encode()


def put(model: type[Model], lines: Iterable[bytes], using: str) -> None:
    """Insert rows as they were: no default, no time of its own is filled in."""
    fields = _fields(model)
    at_once = connections[using].ops.bulk_batch_size(fields, [None] * ROWS_AT_ONCE) or ROWS_AT_ONCE
    for some in batched(lines, min(at_once, ROWS_AT_ONCE)):
        rows = [_row(model, fields, json.loads(line)) for line in some]
        # The one way of Django's that writes columns with a clock of their own as they are given (`loaddata` takes it).
        query: Any = QuerySet(model, using=using)
        query._insert(rows, fields=fields, using=using, raw=True)


def digest_of(lines: Iterable[bytes]) -> tuple[int, str]:
    """Count lines and give their SHA-256."""
    digest, count = hashlib.sha256(), 0
    for line in lines:
        digest.update(line + b"\n")
        count += 1
    return count, digest.hexdigest()


def next_keys(using: str) -> dict[str, int]:
    """Give the last key that each table has given out: one whose row is gone must not come again for somebody else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT t.relname, coalesce(s.last_value, 0) FROM pg_sequences s"
                " JOIN pg_class c ON c.relname = s.sequencename AND c.relnamespace = s.schemaname::regnamespace"
                " JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')"
                " JOIN pg_class t ON t.oid = d.refobjid WHERE s.schemaname = current_schema()"
            )
        return {str(table): int(last) for table, last in cursor.fetchall()}


def give_out_after(last: dict[str, int], using: str) -> None:
    """Let the tables give out keys only after these."""
    connection = connections[using]
    tables = {model._meta.db_table: model for model in carried()}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s",
                [(key, table) for table, key in last.items()],
            )
            known = next_keys(using)
            cursor.executemany(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                [(table, key) for table, key in last.items() if key and table in tables and table not in known],
            )
            return
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(statement)
        for table, key in last.items():
            if key and table in tables:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), greatest(%s, (SELECT last_value FROM pg_sequences"
                    " WHERE schemaname = current_schema() AND sequencename ="
                    " (SELECT relname FROM pg_class WHERE oid = pg_get_serial_sequence(%s, %s)::regclass))))",
                    [quoted(table), tables[table]._meta.pk.column, key, quoted(table), tables[table]._meta.pk.column],
                )


def quoted(table: str) -> str:
    return f'"{table}"'


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return list(model._meta.local_concrete_fields)


def plain(value: object) -> object:
    """Give a value as JSON has it, the same from either engine: times in UTC, numbers with a point as text."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _row(model: type[Model], fields: list[Field[Any, Any]], values: list[Any]) -> Model:
    return model(**{field.attname: _value(field, value) for field, value in zip(fields, values, strict=True)})


def _value(field: Field[Any, Any], plain: Any) -> Any:
    if plain is None or isinstance(field, JSONField):
        return plain
    return base64.b64decode(plain) if isinstance(field, BinaryField) else field.to_python(plain)
