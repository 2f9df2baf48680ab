"""One change of the record by SQL, triggers off: a value, a row less, a row more, two rows in each other's place."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import connection, models

from starrating.operations.seal_models import Seal, SealedRow, SealKey
from starrating.operations.seals.rows import model_of, rows_of, sealed_tables

# The tables of the seals themselves are changed as well.
OWN: tuple[type[models.Model], ...] = (Seal, SealedRow, SealKey)
Change = Callable[[random.Random], str]


def edit(chance: random.Random) -> str:
    """Give one column of one row another value of its kind."""
    model, names = chance.choice(_columns())
    # The key of a member says no more than its place among the others; two that change places are a kind of their own.
    name = chance.choice([name for name in names if (model, name) != (SealedRow, "id")])
    field = model._meta.get_field(name)
    pk, old = chance.choice(list(model._base_manager.values_list("pk", name)))
    _run(f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s', [_other(field, old, chance), pk])  # type: ignore[union-attr]
    return f"{model._meta.db_table} {pk}: {name}"


def delete(chance: random.Random) -> str:
    """Take one row away."""
    model = chance.choice(_models())
    pk = chance.choice(_keys(model))
    _run(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', [pk])
    return f"{model._meta.db_table} {pk}: gone"


def insert(chance: random.Random) -> str:
    """Put a copy of a row in, with its time: behind all others, before them, or where one is missing."""
    model = chance.choice(_models())
    names = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    keys = _keys(model)
    new = chance.choice([max(keys) + 1, max(keys) + 1000, min(keys) - 1, -5])
    values, columns = [], ", ".join(f'"{name}"' for name in names)
    for name in names:
        # What may be there once only is another one in the copy.
        field = next(field for field in model._meta.local_concrete_fields if field.column == name)
        values.append("%s" if _is_once(model, field) else f'"{name}"')
    row = model._base_manager.get(pk=chance.choice(keys))
    given = [
        _other(field, getattr(row, field.attname), chance)
        for field in model._meta.local_concrete_fields
        if not field.primary_key and _is_once(model, field)
    ]
    table = model._meta.db_table
    _run(
        f'INSERT INTO "{table}" (id, {columns}) SELECT %s, {", ".join(values)} FROM "{table}" WHERE id = %s',
        [new, *given, row.pk],
    )
    return f"{table} {new}: copy of {row.pk}"


def swap(chance: random.Random) -> str:
    """Let two rows of a table change places: each has the other's key."""
    model = chance.choice([model for model in _models() if len(_keys(model)) > 1])
    one, other = chance.sample(_keys(model), 2)
    for old, new in ((one, -1_000_000), (other, one), (-1_000_000, other)):
        _run(f'UPDATE "{model._meta.db_table}" SET id = %s WHERE id = %s', [new, old])
    return f"{model._meta.db_table}: {one} and {other} swapped"


KINDS: tuple[Change, ...] = (edit, delete, insert, swap)


def _models() -> list[type[models.Model]]:
    """The tables with a row that is sealed, and those of the seals."""
    found = {model_of(sealed.table) for sealed in sealed_tables() if rows_of(sealed).exists()}
    return sorted((*found, *OWN), key=lambda model: model._meta.db_table)


def _columns() -> list[tuple[type[models.Model], list[str]]]:
    return [(model, [field.attname for field in model._meta.local_concrete_fields]) for model in _models()]


def _keys(model: type[models.Model]) -> list[int]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


def _is_once(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Whether a copy would break a rule that is no lock: one of a kind, told by one column."""
    single = {name for one in model._meta.total_unique_constraints if len(one.fields) == 1 for name in one.fields}
    return field.unique or field.name in single or (model is SealedRow and field.name == "row")


def _other(field: Any, old: Any, chance: random.Random) -> Any:
    """Give another value of the same kind."""
    if old is None:
        return _anything(field)
    if isinstance(field, models.JSONField):
        return field.get_db_prep_value({**(old if isinstance(old, dict) else {}), "x": chance.random()}, connection)
    if isinstance(old, bool):
        return not old
    if isinstance(old, int | Decimal):
        return old + chance.choice([1, -1, 2, 100])
    if isinstance(old, dt.datetime | dt.date):
        step = dt.timedelta(microseconds=1) if isinstance(old, dt.datetime) else dt.timedelta(days=1)
        return field.get_db_prep_value(old + chance.choice([step, -step]), connection)
    if isinstance(old, bytes | memoryview):
        return bytes([bytes(old)[0] ^ 1]) + bytes(old)[1:]
    if isinstance(field, models.GenericIPAddressField):
        return "10.9.9.9"
    return _letters(str(old), field.max_length)


def _letters(text: str, most: int | None) -> str:
    """Change one letter, or add one where there is none."""
    changed = ("0" if text[:1] != "0" else "1") + text[1:]
    return changed[:most] if most else changed


def _anything(field: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return "2026-01-01 00:00:00+00:00" if connection.vendor != "sqlite" else "2026-01-01 00:00:00"
    if isinstance(field, models.GenericIPAddressField):
        return "10.9.9.9"
    return 1 if not isinstance(field, models.CharField | models.TextField) else "x"


def _run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
