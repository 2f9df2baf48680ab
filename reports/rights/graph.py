"""All rows about one pupil, found by the references of the tables themselves: a new table is in it without a word."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from students.models import Student

# Columns that name a pupil by the key alone, for the row outlives the pupil or its table knows no pupils.
KEY_COLUMNS = frozenset({"student_key"})
# Ways that lead to somebody else: the ballots that others cast on the pupil's line, and questions of another family
# that became an objection about it.
ELSEWHERE = frozenset({("awards.Vote", "nomination"), ("awards.WindowMatter", "objection")})
Keys = Mapping[type[Model], frozenset[Any]]


@cache
def ways() -> tuple[tuple[type[Model], str, type[Model]], ...]:
    """Give each way from a row to one about the pupil: table, column, and the table that it leads to."""
    found: dict[tuple[type[Model], str], type[Model]] = {}
    reached: set[type[Model]] = {Student}
    while True:
        new = [way for way in _columns() if way[2] in reached and (way[0], way[1]) not in found]
        if not new:
            return tuple((model, column, to) for (model, column), to in found.items())
        for model, column, to in new:
            found[model, column] = to
            reached.add(model)


def _columns() -> Iterator[tuple[type[Model], str, type[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            to = _target(field)
            if to is not None and (model._meta.label, field.name) not in ELSEWHERE:
                yield model, field.name, to


def _target(field: Field) -> type[Model] | None:  # type: ignore[type-arg]  # generic in its stubs only
    if field.name in KEY_COLUMNS:
        return Student
    return field.related_model if field.is_relation and isinstance(field.related_model, type) else None


def rows_of(student: Student) -> Keys:
    """Give the keys of all rows about a pupil by table, the records joined to this one among them."""
    found: dict[type[Model], set[Any]] = {Student: {student.pk}}
    while True:
        before = sum(len(keys) for keys in found.values())
        for model, column, to in ways():
            if found.get(to):
                rows = model._base_manager.filter(**{f"{column}__in": found[to]})
                found.setdefault(model, set()).update(rows.values_list("pk", flat=True))
        if sum(len(keys) for keys in found.values()) == before:
            return {model: frozenset(keys) for model, keys in found.items() if keys}
