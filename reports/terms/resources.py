"""The ledger as a table of plain values, for files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import tablib
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Collate
from django.utils import timezone
from import_export import resources
from import_export.fields import Field

from awards.models import StarEntry
from starrating.spreadsheets.columns import Cell

# A deduction has no item; files name it as the scheme's own papers do.
DEDUCTION = "扣星"


class LedgerResource(resources.ModelResource):  # type: ignore[misc]  # the package has no types
    """Column names are for programs and do not depend on the language; items carry their names from the scheme."""

    student_no = Field(attribute="student__number", column_name="student_no")
    month = Field(attribute="round__label", column_name="month")
    item = Field(attribute="item_name", column_name="item")
    detail = Field(attribute="detail", column_name="detail")
    stars = Field(attribute="stars", column_name="stars")
    source = Field(attribute="source", column_name="source")
    entered_at = Field(attribute="entered_at", column_name="entered_at")

    class Meta:
        model = StarEntry
        fields = ("student_no", "month", "item", "detail", "stars", "source", "entered_at")
        export_order = fields

    def export(self, queryset: QuerySet[StarEntry] | None = None, **options: Any) -> tablib.Dataset:
        """Read values, not instances: a term of 20,000 entries is one statement and half a second."""
        entries = self.get_queryset() if queryset is None else queryset
        dataset = tablib.Dataset(headers=self.get_export_headers())
        for row in self._rows(entries):
            dataset.append(row)
        return dataset

    def _rows(self, entries: QuerySet[StarEntry]) -> Iterator[list[Cell]]:
        attributes = [field.attribute for field in self.get_export_fields()]
        order = [_by_code_point(name) for name in ("student__number", "round__label", "item_name", "detail")]
        named = entries.annotate(item_name=Coalesce(F("item__name"), Value(DEDUCTION)))
        for row in named.order_by(*order, "pk").values_list(*attributes).iterator(chunk_size=5000):
            yield [_written(value) for value in row]


def _by_code_point(name: str) -> Collate:
    """Order the same on every database and computer, whatever language it was set up for."""
    return Collate(F(name), "C" if connection.vendor == "postgresql" else "BINARY")


def _written(value: object) -> Cell:
    """Write times in the school's own zone, so that a reader sees the hour on the clock of the wall."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value if isinstance(value, int | str) else None
