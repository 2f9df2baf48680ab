"""A list is declared once, as a django-import-export resource: its page, workbook and text table have its columns."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import tablib
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html_join
from import_export import resources

from starrating.spreadsheets.columns import Cell, Column, value_at
from starrating.spreadsheets.workbooks import Sheet

Reader = Callable[[Any], object]


class ListResource(resources.Resource):  # type: ignore[misc]  # the package has no types
    """The columns of a list with its ``title``; ``frozen`` columns of its sheet in a workbook stay in view.

    There a line parts the rows where the column ``parted_by`` changes.

    On phones a ``wide`` list scrolls on its page, any other turns its rows into cards.

    ``more`` are columns that depend on the school, such as one a star, by the name of the column behind which they
    stand (an empty name: the last one); ``without`` names columns that are left out. ``get_queryset`` gives the rows of
    a list that knows them itself.
    """

    fields: OrderedDict[str, Column]
    title: str | Promise = ""
    frozen = 0
    parted_by = ""
    wide = False

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
        columns = self.get_export_fields()
        parted_by = columns.index(self.fields[self.parted_by]) if self.parted_by else None
        return Sheet(str(self.title), columns, body, self.frozen, parted_by, self.summed())

    def summed(self) -> list[Cell] | None:
        """Return the cells of a last row that sums up the others, where the list has one."""
        return None

    def on_page(self, rows: Iterable[Any] | None = None) -> PageTable:
        """Return ``rows`` (the list's own unless given) for ``partials/list.html``."""
        columns = [ShownColumn(column, read, self.wide) for column, read in self._readers if column.on_page]
        rows = self.get_queryset() if rows is None else rows
        return PageTable(self.title, columns, [PageRow(row, columns) for row in rows], self.wide)

    @cached_property
    def _file_readers(self) -> list[tuple[Column, Reader]]:
        return [(column, read) for column, read in self._readers if column.in_file]

    @property
    def _readers(self) -> Iterator[tuple[Column, Reader]]:
        """Each column with the function that gives its value of a row."""
        for name, column in self.fields.items():
            yield column, column.dehydrate_method or getattr(self, f"dehydrate_{name}", column.get_value)


class ShownColumn:
    """A column as a page prints it, with what all of its cells have in common."""

    def __init__(self, column: Column, read: Reader, wide: bool) -> None:
        self.column, self.read = column, read
        label = "" if wide or column.unnamed else str(column.column_name)
        self.attributes, self.of_nought = column.attributes(label), column.attributes(label, nought=True)
        self.plain = not (column.heads or column.template or column.link or column.badge)

    def plain_cell(self, row: Any) -> tuple[str, object]:
        """Return attributes and text."""
        value = self.read(row)
        is_nought = self.column.is_number and value == 0
        return self.of_nought if is_nought else self.attributes, self.column.shown(value)

    def cell(self, row: Any) -> dict[str, object]:
        column = self.column
        return {
            "ready": "",
            "tag": "th" if column.heads else "td",
            "attributes": self.attributes,
            "template": column.template,
            "url": reverse(column.link, args=[value_at(row, column.key)]) if column.link else "",
            "state": value_at(row, column.badge) if column.badge else "",
            "text": column.shown(self.read(row)),
        }


@dataclass(frozen=True)
class PageRow:
    row: Any
    columns: Sequence[ShownColumn]

    @property
    def cells(self) -> Iterator[dict[str, object]]:
        """Plain cells that stand side by side come as one piece of HTML: a template takes long to print each."""
        for plain, columns in groupby(self.columns, key=lambda column: column.plain):
            if plain:
                cells = (column.plain_cell(self.row) for column in columns)
                yield {"ready": format_html_join("", "<td{}>{}</td>", cells)}
            else:
                yield from (column.cell(self.row) for column in columns)


@dataclass(frozen=True)
class PageTable:
    """A list as ``partials/list.html`` prints it."""

    title: str | Promise
    columns: Sequence[ShownColumn] = ()
    rows: Sequence[PageRow] = ()
    wide: bool = False
