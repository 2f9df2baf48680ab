"""A list is declared once, as a django-import-export resource: its page, workbook and text table have its columns."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tablib
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from import_export import resources

from starrating.spreadsheets.columns import Cell, Column, Kind, value_at
from starrating.spreadsheets.workbooks import Sheet

Reader = Callable[[Any], object]


class ListResource(resources.Resource):  # type: ignore[misc]  # the package has no types
    """The columns of a list; ``title`` and ``frozen`` (columns that stay in view) are those of its sheet in a workbook.

    ``more`` are columns that depend on the school, such as one a star, by the name of the column behind which they
    stand (an empty name: the last one); ``without`` names columns that are left out. ``get_queryset`` gives the rows of
    a list that knows them itself.
    """

    fields: OrderedDict[str, Column]
    title: str | Promise = ""
    frozen = 0

    class Meta:
        # Rows that are read from the database in one go while a file is made.
        chunk_size = 2000

    def __init__(self, more: Mapping[str, Sequence[Column]] | None = None, *, without: Iterable[str] = ()) -> None:
        super().__init__()
        names = list(self.fields)
        for after, columns in (more or {}).items():
            place = 1 + names.index(after) if after else len(names)
            added = {f"{after}_{number}": column for number, column in enumerate(columns)}
            names[place:place] = added
            self.fields.update(added)
        self.fields = OrderedDict((name, self.fields[name]) for name in names if name not in without)

    @classmethod
    def get_display_name(cls) -> str:
        """Return a name: the package's pages ask for it, and offer a choice where there is more than one."""
        return cls.__name__

    def get_export_fields(self, selected_fields: object = None) -> list[Column]:
        return [column for column in self.fields.values() if column.in_file]

    def export_resource(self, instance: Any, selected_fields: object = None, **_options: Any) -> list[Cell]:
        """Return the cells of a row, without the package's search for each field, a second for a few thousand rows."""
        return [column.widget.render(read(instance)) for column, read in self._file_readers]

    def after_export(self, queryset: object, dataset: tablib.Dataset, **_options: Any) -> None:
        dataset.title = str(self.title)

    def sheet(self) -> Sheet:
        """Return the list as a sheet of a workbook, which reads one row after the other."""
        body = map(self.export_resource, self.get_queryset())
        return Sheet(str(self.title), self.get_export_fields(), body, self.frozen)

    def on_page(self, rows: Iterable[Any] | None = None) -> PageTable:
        """Return ``rows`` (the list's own unless given) for ``partials/list.html``."""
        readers = [(column, read) for column, read in self._readers if column.on_page]
        rows = self.get_queryset() if rows is None else rows
        columns = [column for column, _read in readers]
        return PageTable(self.title, columns, [PageRow(row, readers) for row in rows])

    @cached_property
    def _file_readers(self) -> list[tuple[Column, Reader]]:
        return [(column, read) for column, read in self._readers if column.in_file]

    @property
    def _readers(self) -> Iterator[tuple[Column, Reader]]:
        """Each column with the function that gives its value of a row."""
        for name, column in self.fields.items():
            yield column, column.dehydrate_method or getattr(self, f"dehydrate_{name}", column.get_value)


@dataclass(frozen=True)
class PageCell:
    """A cell of a page; ``value`` as the row gives it."""

    column: Column
    row: Any
    value: object

    @property
    def text(self) -> object:
        """What is printed. A nought is shown as one."""
        value, column = self.value, self.column
        if value is None or value == "":
            return column.empty
        if column.date and isinstance(value, dt.date):
            local = timezone.localtime(value) if isinstance(value, dt.datetime) else value
            return formats.date_format(local, column.date)
        return f"{value:.1f}" if column.kind is Kind.DECIMAL else column.widget.render(value)

    @property
    def is_plain(self) -> bool:
        """Whether the text is all that there is to print."""
        return not (self.column.template or self.column.link or self.column.badge)

    @property
    def url(self) -> str:
        return reverse(self.column.link, args=[value_at(self.row, self.column.key)]) if self.column.link else ""

    @property
    def state(self) -> object:
        """The look of the badge, None where the cell is none."""
        return value_at(self.row, self.column.badge) if self.column.badge else None

    @property
    def look(self) -> str:
        number = "num nought" if self.value == 0 else "num"
        return f"{number if self.column.is_number else ''} {self.column.css}".strip()


@dataclass(frozen=True)
class PageRow:
    row: Any
    readers: Sequence[tuple[Column, Reader]]

    @property
    def cells(self) -> Iterator[PageCell]:
        for column, read in self.readers:
            yield PageCell(column, self.row, read(self.row))


@dataclass(frozen=True)
class PageTable:
    """A list as ``partials/list.html`` prints it."""

    title: str | Promise
    columns: Sequence[Column]
    rows: Sequence[PageRow]
