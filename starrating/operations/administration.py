"""What the tables in Django's admin have in common: rows of the own school only, and no write but by a verb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from import_export.admin import ExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm

from starrating.administration import declared
from starrating.forms.fields import CHOOSE
from starrating.operations import audit, readings
from starrating.refused import Refused
from starrating.spreadsheets.columns import Column
from starrating.spreadsheets.formats import PeopleCsv, Workbook
from starrating.spreadsheets.resources import ListResource
from starrating.spreadsheets.workbooks import Imprint

# Generic for the type checker only: Django's own class takes no parameter.
if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
else:
    AnyModelAdmin = admin.ModelAdmin


class FileForm(ExportForm):  # type: ignore[misc]  # the package has no types
    """The kind of file to take away. Columns are not to be chosen: that needs scripts and styles inside the page."""

    def _init_formats(self, formats: Sequence[type[Format]]) -> None:
        super()._init_formats(formats)
        field = self.fields["format"]
        field.choices = [(value, label if value else CHOOSE) for value, label in field.choices]


class SchoolRows(ExportMixin, AnyModelAdmin):  # type: ignore[misc]  # the package has no types
    """An admin table of one school's rows: ``school_path`` leads to the school (``__``-separated, ``pk`` for itself).

    What the list shows can be taken away as it is filtered; the columns are those of the list, never a whole row.
    """

    school_path: ClassVar[str] = "school"
    # The pupil's key in a row that is shown on record only.
    pupil_key: ClassVar[str] = ""
    show_full_result_count = False
    list_per_page = 50
    resource_classes: ClassVar[Sequence[type]] = [ListResource]
    export_formats: ClassVar[Sequence[type]] = [Workbook, PeopleCsv]
    export_form_class = FileForm

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Show an account of one school that school's rows, an account of the installation itself all."""
        rows: models.QuerySet[Any] = super().get_queryset(request)
        school = getattr(request.user, "school", None)
        return rows if school is None else rows.filter(**{self.school_path: school.pk})

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, str] | None = None) -> Any:
        """Put on record whose rows are on the page before it is made."""
        response = super().changelist_view(request, extra_context)
        if self.pupil_key and (shown := (getattr(response, "context_data", None) or {}).get("cl")):
            self._on_record(request, [getattr(row, self.pupil_key) for row in shown.result_list])
        return response

    def _on_record(self, request: HttpRequest, pupils: Iterable[int | None], key: str = "") -> None:
        user: Any = request.user
        shown: readings.Shown = {"by": user, "school_id": user.school_id, "at": timezone.now()}
        readings.record_list(self.opts.label_lower, key, (one for one in pupils if one is not None), shown)

    def get_urls(self) -> list[Any]:
        return declared(super().get_urls())

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say in words that nothing is chosen."""
        return super().formfield_for_foreignkey(db_field, request, **{"empty_label": CHOOSE, **kwargs})

    def get_action_choices(self, request: HttpRequest, default_choices: Any = ()) -> list[tuple[str, Any]]:
        return super().get_action_choices(request, [("", str(CHOOSE))])

    def get_export_resource_kwargs(self, request: HttpRequest, **_kwargs: Any) -> dict[str, object]:
        return {"more": {"": [self._column(str(name)) for name in self.get_list_display(request)]}}

    def _column(self, name: str) -> Column:
        def value(row: Any) -> object:
            field, _attribute, found = lookup_field(name, row, self)
            return getattr(row, f"get_{name}_display")() if field is not None and field.choices else found

        return Column(column_name=str(label_for_field(name, self.model, self)), dehydrate_method=value)

    @transaction.atomic
    def get_export_data(self, file_format: Format, request: HttpRequest, queryset: Any, **kwargs: Any) -> bytes:
        """Give the rows as a file, and the event that they were taken."""
        user: Any = request.user
        title, now = str(self.opts.verbose_name_plural), timezone.now()
        dataset = self.get_data_for_export(request, queryset.iterator(chunk_size=2000), **kwargs)
        if self.pupil_key:
            self._on_record(request, queryset.order_by().values_list(self.pupil_key, flat=True).distinct())
        new = {"list": self.opts.label_lower, "rows": len(dataset)}
        audit.record("list.exported", user, by=user, at=now, school_id=user.school_id, new=new)
        dataset.title = title
        if isinstance(file_format, Workbook):
            school = user.school.name if user.school else ""
            file_format.imprint = Imprint(school, title, user.name, timezone.localdate(now).isoformat())
        content: bytes = file_format.export_data(dataset)
        return content


class ReadOnly(SchoolRows):
    """Written by verbs only: the admin shows the rows."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None and self.pupil_key:
            self._on_record(request, [getattr(found, self.pupil_key)], object_id)
        return found

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ByVerbs(SchoolRows):
    """Rows that may be put right here, by a verb of theirs, which checks, says no and leaves the trace."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def write(self, request: HttpRequest, obj: Any, changed: Sequence[str]) -> Any:
        """Call the verb for ``obj`` as the form has filled it (without a key: a new one); gives the row as saved."""
        # Each table's own; `abc` cannot say so beside the metaclass of the package's class, a test of all tables does.
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        changed = [name for name in form.changed_data if name in form.fields]
        if changed or not change:
            obj.pk = self.write(request, obj, changed).pk

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what the verb refuses above the form; nothing has been written then."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.get_full_path())
