"""The ledger as a table of plain values, for files."""

from collections.abc import Iterable
from typing import Any

import tablib
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Collate
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field

from awards.models import StarEntry
from starrating.spreadsheets.columns import Cell, for_programs

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
        chunk_size = 5000

    def filter_export(self, queryset: QuerySet[StarEntry], **_options: Any) -> QuerySet[StarEntry, Any]:
        """Read values, not instances: a term of 20,000 entries is one statement and half a second."""
        order = [_by_code_point(name) for name in ("student__number", "round__label", "item_name", "detail")]
        named = queryset.annotate(item_name=Coalesce(F("item__name"), Value(DEDUCTION)))
        return named.order_by(*order, "pk").values_list(*(field.attribute for field in self.get_export_fields()))

    def export_resource(self, instance: Iterable[object], *_fields: object, **_options: Any) -> list[Cell]:
        return [for_programs(value) for value in instance]

    def after_export(self, queryset: object, dataset: tablib.Dataset, **_options: Any) -> None:
        dataset.title = _("Star ledger")


def _by_code_point(name: str) -> Collate:
    """Order the same on every database and computer, whatever language it was set up for."""
    return Collate(F(name), "C" if connection.vendor == "postgresql" else "BINARY")
