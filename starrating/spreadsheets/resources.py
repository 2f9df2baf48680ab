"""What a list looks like in a file: columns in the reader's language over the rows that its page shows."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import tablib
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext
from import_export import resources
from import_export.fields import Field

from starrating.spreadsheets.columns import Cell

Path = str | Callable[[Any], object]


class Shown(Field):  # type: ignore[misc]  # the package has no types
    """A column: its heading, and the way from a row to the value (``student__number``, or a function)."""

    def __init__(self, heading: str | Promise, path: Path) -> None:
        super().__init__(attribute=path if isinstance(path, str) else None, column_name=heading, readonly=True)
        self.path = path

    def get_value(self, instance: Any) -> object:
        """The value itself. A step that is not there is a mistake of the program, not an empty cell."""
        if not isinstance(self.path, str):
            return self.path(instance)
        value = instance
        for step in self.path.split("__"):
            if value is None:
                return None
            value = getattr(value, step)
        return value() if callable(value) else value


class ListResource(resources.Resource):  # type: ignore[misc]
    """``more`` are columns that depend on the school, such as one a star; they stand behind the column ``after``."""

    fields: OrderedDict[str, Any]

    def __init__(self, more: Sequence[Shown] = (), *, after: str = "") -> None:
        super().__init__()
        own = list(self.fields.items())
        place = 1 + next((place for place, (name, _field) in enumerate(own) if name == after), len(own) - 1)
        added = [(f"more_{number}", column) for number, column in enumerate(more)]
        self.fields = OrderedDict([*own[:place], *added, *own[place:]])

    @classmethod
    def get_display_name(cls) -> str:
        """The package's pages ask for it, and offer a choice where there is more than one."""
        return cls.__name__

    def export(self, queryset: Iterable[Any] | None = None, **_options: Any) -> tablib.Dataset:
        """Each row once, without the package's own rendering, which takes a second for a few thousand rows."""
        columns = list(self.fields.values())
        dataset = tablib.Dataset(headers=[str(column.column_name) for column in columns])
        for row in () if queryset is None else queryset:
            dataset.append([written(column.get_value(row)) for column in columns])
        return dataset


def written(value: object) -> Cell:
    """A value as a cell. Days are text, so that every program shows them alike; times are the school's own."""
    if isinstance(value, bool):
        return pgettext("cell", "yes") if value else ""
    if isinstance(value, int | float) or value is None:
        return value
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    return str(value)
