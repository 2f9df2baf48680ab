"""What an import writes, row by row, so that it can be taken back: what was made, what changed, what was removed."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, QuerySet

# Changed by signing in and by slips alone: what has become of an account is asked of them otherwise.
PASSWORDS = frozenset({"password", "must_change_password", "password_issued_at", "last_login"})
Values: TypeAlias = dict[str, Any]


def table_of(model: type[Model]) -> str:
    return model._meta.label


def columns_of(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    return model._meta.concrete_fields


def mark_of(row: Model) -> str:
    """Give a short checksum of a row's values: another one says that somebody has changed it since."""
    columns = (one.attname for one in columns_of(type(row)) if one.name not in PASSWORDS)
    text = "\x1f".join(str(plain(getattr(row, name))) for name in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def values_of(row: Model) -> Values:
    """Give a row's values as JSON has them, by column, without its key."""
    return {one.attname: plain(getattr(row, one.attname)) for one in columns_of(type(row)) if not one.primary_key}


def values_in(row: Model, columns: Iterable[str]) -> Values:
    return {name: getattr(row, name) for name in columns}


def unit_of_new(student_pk: int) -> str:
    """Name what belongs to a pupil who is new: it goes whole or not."""
    return f"new-{student_pk}"


def unit_of_move(student_pk: int) -> str:
    """Name what belongs to the new place of a pupil who was here before."""
    return f"move-{student_pk}"


def plain(value: Any) -> Any:
    """Give a value as JSON has it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dt.datetime):
        # The database gives every moment in the same zone, whatever zone it was written in.
        return value.astimezone(dt.UTC).isoformat()
    return DjangoJSONEncoder().default(value)


@dataclass
class Trail:
    """The rows that an import has written, by table.

    A ``unit`` names what stays or goes together: a new pupil with place and guardians, a move from class to class.
    Rows of several units, blanks between them, hold these together.
    ``made`` are key, mark and unit; ``changed`` key, unit and by column what stood there and what stands there now;
    ``removed`` key, unit and all values.
    """

    tables: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict)

    def made(self, rows: Iterable[Model], unit: str = "") -> None:
        for row in rows:
            self._of(type(row), "made").append([row.pk, mark_of(row), unit])

    def removed(self, rows: Iterable[Model], unit: str = "") -> None:
        for row in rows:
            self._of(type(row), "removed").append([row.pk, unit, values_of(row)])

    def changed(self, row: Model, before: Mapping[str, Any], unit: str = "") -> None:
        """Note a row that had the values ``before``; what is so still is no change."""
        values = {
            name: [plain(old), plain(getattr(row, name))] for name, old in before.items() if old != getattr(row, name)
        }
        if values:
            self._of(type(row), "changed").append([row.pk, unit, values])

    @contextmanager
    def watching(self, *watched: tuple[QuerySet[Any], Callable[[Any], str]]) -> Iterator[None]:
        """Note what becomes of the rows of queries, each with its unit, while verbs write them under a lock."""
        before = [{row.pk: row for row in rows.all()} for rows, _unit in watched]
        yield
        for old, (rows, unit) in zip(before, watched, strict=True):
            after = {row.pk: row for row in rows.all()}
            names = [one.attname for one in columns_of(rows.model)]
            for pk, row in after.items():
                if pk in old:
                    self.changed(row, values_in(old[pk], names), unit(row))
                else:
                    self.made([row], unit(row))
            for pk in old.keys() - after.keys():
                self.removed([old[pk]], unit(old[pk]))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each table were made, changed, removed."""
        return {table: {how: len(found) for how, found in rows.items() if found} for table, rows in self.tables.items()}

    def _of(self, model: type[Model], how: str) -> list[list[Any]]:
        return self.tables.setdefault(table_of(model), {}).setdefault(how, [])
