"""A scheme between its two shapes: the rows of the database and the plain data of a scheme file.

A key is declared twice, for two things that hold it: as a field of its dataclass (type, file, editor) and as a column
(check, trigger). Nothing else names it, but for a column that is not called as its key.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Any, get_origin

from django.db.models import Model

from awards.models import ExamKind, Ground, Level, Scheme, StarItem, Step
from awards.rules.scheme.document import join, keys_of, row_type
from awards.rules.scheme.spec import SchemeSpec
from students.models import School

# The school's own, whatever the version of its scheme (A33).
OFFICE = "words.office"
# Keys that no draft changes.
GIVEN = ("code", OFFICE)


@dataclass(frozen=True)
class Rows:
    """Where the rows of a list are kept, and the column of their place, counted from 1."""

    model: type[Model]
    place: str = "order"


LISTS: Mapping[str, Rows] = {
    "items": Rows(StarItem),
    "steps": Rows(Step),
    "exam_kinds": Rows(ExamKind),
    "deductions.grounds": Rows(Ground),
    "levels": Rows(Level, "number"),
}
# The columns of the scheme's own row that are not called as their keys: by table, what stands before the key's name.
PREFIXES = {"caps.item_quota": "quota_", "subject_teachers": "subject_", "notice": "notice_", "champions": "champion_"}
COLUMNS = {
    "words.committee": "committee_name",
    "objections.reply_days": "objection_reply_days",
    "deductions.mode": "deduction_mode",
    "deductions.max_per_term": "deductions_per_term",
}


# The rows of every list, by the key of their scheme.
_Lists = Mapping[str, defaultdict[int, list[Any]]]


def model_of(table: str) -> type[Model]:
    """Give the model that holds the keys of a table, such as ``items`` or ``caps``."""
    return LISTS[table].model if table in LISTS else Scheme


def column_of(table: str, name: str) -> str:
    """Give the column that holds the key ``name`` of a table."""
    return COLUMNS.get(join(table, name), PREFIXES.get(table, "") + name)


def spec_of(scheme: Scheme) -> SchemeSpec:
    """Give what ``scheme`` says, as its file would say it; five queries. ``scheme`` needs ``school``.

    The office's name is the school's own and no part of the rows (A33): it is the one the school has now.
    """
    return specs_of([scheme])[0]


def specs_of(schemes: Sequence[Scheme]) -> list[SchemeSpec]:
    """Give what each of ``schemes`` says; five queries however many there are. Each needs ``school``."""
    lists: dict[str, defaultdict[int, list[Any]]] = {path: defaultdict(list) for path in LISTS}
    for path, rows in LISTS.items():
        kept: Iterable[Any] = rows.model._default_manager.filter(scheme__in=schemes).order_by(rows.place)
        for row in kept:
            lists[path][row.scheme_id].append(row)
    return [_read(SchemeSpec, "", scheme, lists) for scheme in schemes]


def _read(shape: Any, table: str, row: Any, lists: _Lists) -> Any:
    return shape(**{name: _value(hint, table, name, row, lists) for name, hint in keys_of(shape).items()})


def _value(hint: Any, table: str, name: str, row: Any, lists: _Lists) -> Any:
    path, shape = join(table, name), row_type(hint)
    if path == OFFICE:
        return row.school.office_name
    if shape is not None:
        return tuple(_read(shape, path, one, lists) for one in lists[path][row.pk])
    if is_dataclass(hint):
        return _read(hint, path, row, lists)
    value = getattr(row, column_of(table, name))
    if get_origin(hint) is tuple:
        return tuple(value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value


def scheme_row(school: School, spec: SchemeSpec, *, version: int) -> Scheme:
    """Give the row of a new draft, not saved yet."""
    return Scheme(school=school, code=spec.code, version=version, **column_values(spec))


def column_values(spec: SchemeSpec) -> dict[str, Any]:
    """Give the columns of the scheme's own row that ``spec`` fills; its code and version are not among them."""
    return dict(_columns(spec, ""))


def _columns(values: Any, table: str) -> Iterator[tuple[str, Any]]:
    """Yield the columns of one row, those of the tables inside it with them."""
    for name, hint in keys_of(type(values)).items():
        path, value = join(table, name), getattr(values, name)
        if is_dataclass(hint):
            yield from _columns(value, path)
        elif path not in LISTS and path not in GIVEN:
            yield column_of(table, name), list(value) if isinstance(value, tuple) else value


def insert_rows(scheme: Scheme, spec: SchemeSpec) -> None:
    """Insert the items, levels, steps, grounds and kinds of exam of ``spec``, for a scheme that has none."""
    for path, rows in LISTS.items():
        values: Any = spec
        for name in path.split("."):
            values = getattr(values, name)
        rows.model._default_manager.bulk_create(
            rows.model(scheme=scheme, **{rows.place: place}, **dict(_columns(one, path)))
            for place, one in enumerate(values, start=1)
        )


def delete_rows(scheme: Scheme) -> None:
    """Delete the rows of every list of a scheme."""
    for rows in LISTS.values():
        rows.model._default_manager.filter(scheme=scheme).delete()
