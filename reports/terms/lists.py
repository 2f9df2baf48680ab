"""The sheets of the term's workbook, each as a list (学期评星汇总表, P5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import tablib
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Collate
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, pgettext, pgettext_lazy
from import_export import resources
from import_export.fields import Field

from awards.models import EntrySource, StarEntry
from reports.terms.facts import TermFacts
from reports.terms.pupils import DAY, NAME, TermResource
from starrating.spreadsheets.columns import Cell, Column, Kind, Words, for_programs
from students.models import Movement, SchoolClass

# Awards of the month and first places are on sheet 1; what is left is what somebody has to answer for.
_ANSWERED_FOR = (EntrySource.VIOLATION, EntrySource.REVERSAL, EntrySource.CREDIT)


@dataclass(frozen=True)
class ClassTerm:
    """One class's term: how many pupils reached each level, from the first, and none."""

    name: str
    teacher: str
    size: int
    at_level: tuple[int, ...]
    total: int
    in_time: int

    @property
    def below(self) -> int:
        return self.size - sum(self.at_level)

    @property
    def mean(self) -> float:
        return round(self.total / self.size, 1)


class ClassesResource(TermResource):
    """The classes: a row for each, of the pupils that sheet 1 lists, and below them all of them together."""

    title = pgettext_lazy("term workbook", "Classes")
    frozen = 1
    name = Column("name", pgettext_lazy("term workbook", "Class"), width=14)
    teacher = Column("teacher", pgettext_lazy("term workbook", "Homeroom teacher"), width=12)
    size = Column("size", pgettext_lazy("term workbook, how many", "Pupils"), width=8, kind=Kind.NUMBER)
    below = Column("below", pgettext_lazy("term workbook", "No level yet"), width=8, kind=Kind.NUMBER)
    total = Column("total", pgettext_lazy("term workbook", "Total stars"), width=9, kind=Kind.NUMBER)
    mean = Column("mean", pgettext_lazy("term workbook", "Mean"), width=8, kind=Kind.DECIMAL)
    in_time = Column("in_time", pgettext_lazy("term workbook", "Sheets in time"), kind=Kind.NUMBER)

    def __init__(self, facts: TermFacts) -> None:
        levels = [
            Column(f"at_level__{place}", level.name, width=9, kind=Kind.NUMBER)
            for place, level in enumerate(facts.levels)
        ]
        super().__init__(facts, more={"size": levels[::-1]})

    @cached_property
    def rows(self) -> list[ClassTerm]:
        rows = [_class_term(self.facts, pk) for pk in self.facts.classes]
        return [row for row in rows if row.size]

    def get_queryset(self) -> list[ClassTerm]:
        return self.rows

    def summed(self) -> list[Cell] | None:
        if not self.rows:
            return None
        everybody = ClassTerm(
            name=pgettext("term workbook, of all classes", "Total"),
            teacher="",
            size=sum(row.size for row in self.rows),
            at_level=tuple(map(sum, zip(*(row.at_level for row in self.rows), strict=True))),
            total=sum(row.total for row in self.rows),
            in_time=sum(row.in_time for row in self.rows),
        )
        return self.export_resource(everybody)


def _class_term(facts: TermFacts, class_pk: int) -> ClassTerm:
    pupils = facts.in_class(class_pk)
    levels = [pupil.level for pupil in pupils]
    return ClassTerm(
        name=facts.classes[class_pk].name_in(facts.term.school_year),
        teacher=facts.homerooms.get(class_pk, ""),
        size=len(pupils),
        at_level=tuple(levels.count(level.number) for level in facts.levels),
        total=sum(pupil.shown for pupil in pupils),
        in_time=facts.in_time.get(class_pk, 0),
    )


class CorrectionsResource(TermResource):
    """Sheet 5, for the office alone: deductions, what was brought along, and every reversal with its reason."""

    title = pgettext_lazy("term workbook", "Deductions and corrections")
    frozen = 4
    entered_on = Column("entered_at", pgettext_lazy("term workbook", "Entered on"), widget=DAY, width=14)
    class_name = Column(column_name=pgettext_lazy("term workbook", "Class"), width=13)
    number = Column("student__number", pgettext_lazy("term workbook", "School number"), width=12)
    name = Column("student__name", pgettext_lazy("term workbook", "Name"), widget=NAME)
    month = Column("round__month_name", pgettext_lazy("term workbook", "Month"), width=8)
    kind = Column("get_source_display", pgettext_lazy("term workbook", "Kind"))
    ground = Column(column_name=pgettext_lazy("term workbook", "Star or ground"), width=18)
    stars = Column("stars", pgettext_lazy("term workbook", "Stars"), width=6, kind=Kind.NUMBER)
    reason = Column("reason", pgettext_lazy("term workbook", "Reason"), width=30)
    by = Column("by__name", pgettext_lazy("term workbook", "Entered by"), widget=Words(str))

    def get_queryset(self) -> Iterable[StarEntry]:
        rows = StarEntry.objects.of_term(self.facts.term).filter(source__in=_ANSWERED_FOR)
        related = rows.select_related("student", "school_class__school", "round", "item", "by", "reason_kept")
        return related.order_by("entered_at", "pk")

    def dehydrate_class_name(self, row: StarEntry) -> str:
        return row.school_class.name_in(self.facts.term.school_year)

    def dehydrate_ground(self, row: StarEntry) -> str:
        return row.item.name if row.item else row.detail


class MovementsResource(TermResource):
    """Sheet 6: who came, left, changed class or paused; of the classes ``class_pks`` those that touch them."""

    title = pgettext_lazy("term workbook", "Enrolment changes")
    frozen = 3
    on = Column("on", pgettext_lazy("term workbook", "From"), widget=DAY, width=14)
    number = Column("student__number", pgettext_lazy("term workbook", "School number"), width=12)
    name = Column("student__name", pgettext_lazy("term workbook", "Name"), widget=NAME)
    kind = Column("get_kind_display", pgettext_lazy("term workbook", "Kind"), width=12)
    old = Column(column_name=pgettext_lazy("term workbook", "From class"), width=13)
    new = Column(column_name=pgettext_lazy("term workbook", "To class"), width=13)
    reason = Column("reason", pgettext_lazy("term workbook", "Reason"), width=30)

    def __init__(self, facts: TermFacts, class_pks: Collection[int] | None = None) -> None:
        super().__init__(facts)
        self.class_pks = class_pks

    def get_queryset(self) -> list[Movement]:
        term, only = self.facts.term, self.class_pks
        found = Movement.objects.of_school(term.school).current().between(term.starts_on, term.ends_on)
        related = found.select_related("student", "from_class__school", "to_class__school", "reason_kept")
        rows = related.order_by("on", "pk")
        return [row for row in rows if only is None or {row.from_class_id, row.to_class_id} & set(only)]

    def dehydrate_old(self, row: Movement) -> str:
        return self._name(row.from_class)

    def dehydrate_new(self, row: Movement) -> str:
        return self._name(row.to_class)

    def _name(self, school_class: SchoolClass | None) -> str:
        return school_class.name_in(self.facts.term.school_year) if school_class else ""


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
