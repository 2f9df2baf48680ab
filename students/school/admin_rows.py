"""Subjects and calendar days as rows of a file that Django's admin brings in."""

from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as lazy, pgettext
from import_export.fields import Field
from import_export.widgets import BooleanWidget, DateWidget, IntegerWidget, Widget

from starrating.operations.row_import import VerbResource
from starrating.refused import Refused
from students.models import CalendarDay, School, Subject
from students.school import settings, subjects


class SchoolWidget(Widget):  # type: ignore[misc]  # the package has no types
    """A school by its code, or by the name that the list shows."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> School:
        found = School.objects.filter(Q(code=value) | Q(name=value))[:2]
        if len(found) != 1:
            raise Refused(
                _("There is no school %(school)s, or more than one. Give the school by its code.") % {"school": value},
                code="school",
            )
        return found[0]

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return str(value or "")


class WorksWidget(BooleanWidget):  # type: ignore[misc]
    """Whether the school works: yes and no in the reader's language, or as programs write it."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> bool:
        said = str(value or "").strip().lower()
        return said in {"1", "true", "yes", "是", pgettext("cell", "yes").lower(), _("works").lower()}


class OrderWidget(IntegerWidget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> int:
        """Read a whole number; an empty cell is nought."""
        said = str(value or "0")
        if not said.isdecimal() or len(said) > 4:
            raise Refused(
                _("“%(value)s” is not a place in the order. Write a whole number such as 1.") % {"value": said[:30]},
                code="order",
            )
        return int(said)


class SubjectRows(VerbResource):
    also_called: ClassVar[dict[str, object]] = {"name": lazy("name"), "school": lazy("school"), "order": lazy("order")}

    school = Field(attribute="school", column_name="school", widget=SchoolWidget())
    name = Field(attribute="name", column_name="name")
    order = Field(attribute="order", column_name="order", widget=OrderWidget())

    class Meta:
        model = Subject
        fields = ("school", "name", "order")
        import_id_fields = ("school", "name")

    def write(self, row: Subject, *, is_create: bool) -> Subject:
        now = timezone.now()
        if is_create:
            return subjects.add_subject(row.school, row.name, order=row.order, by=self.user, at=now)
        return subjects.change_subject(row, name=row.name, order=row.order, by=self.user, at=now)


class DayRows(VerbResource):
    also_called: ClassVar[dict[str, object]] = {
        "day": lazy("day"), "school": lazy("school"), "is_working": lazy("working day"), "note": lazy("note"),
    }  # fmt: skip

    school = Field(attribute="school", column_name="school", widget=SchoolWidget())
    day = Field(attribute="day", column_name="day", widget=DateWidget(format="%Y-%m-%d"))
    is_working = Field(attribute="is_working", column_name="is_working", widget=WorksWidget())
    note = Field(attribute="note", column_name="note")

    class Meta:
        model = CalendarDay
        fields = ("school", "day", "is_working", "note")
        import_id_fields = ("school", "day")

    def write(self, row: CalendarDay, *, is_create: bool) -> CalendarDay:
        return settings.note_day(
            row.school, row.day, is_working=row.is_working, note=row.note, by=self.user, at=timezone.now()
        )
