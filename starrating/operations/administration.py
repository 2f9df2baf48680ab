"""What the tables in Django's admin have in common: rows of the own school only, and no write without its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from starrating.administration import declared
from starrating.operations import audit

# Generic for the type checker only: Django's own class takes no parameter.
if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
else:
    AnyModelAdmin = admin.ModelAdmin


class SchoolRows(AnyModelAdmin):
    """``school_path`` leads from a row to its school (``__``-separated, ``pk`` for the school itself)."""

    school_path: ClassVar[str] = "school"
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """An account of one school sees that school; one of the installation itself sees all."""
        rows = super().get_queryset(request)
        school = getattr(request.user, "school", None)
        return rows if school is None else rows.filter(**{self.school_path: self.scope(school)})

    def scope(self, school: Any) -> object:
        return school.pk

    def get_urls(self) -> list[Any]:
        return declared(super().get_urls())


class ReadOnly(SchoolRows):
    """Written by verbs only: the admin shows the rows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Audited(SchoolRows):
    """Rows that may be put right here; each change is in the audit with what stood there before."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def school_code_of(self, obj: Any) -> str:
        """The code of the school that the row belongs to."""
        target = obj
        for step in self.school_path.removesuffix("__pk").removesuffix("pk").split("__"):
            target = getattr(target, step) if step else target
        return str(getattr(target, "code", ""))

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        names = [name for name in form.changed_data if name in form.fields]
        old = {name: _json(form.initial.get(name)) for name in names} if change else {}
        super().save_model(request, obj, form, change)
        audit.record(
            "admin.changed" if change else "admin.added",
            obj,
            by=request.user if request.user.is_authenticated else None,
            at=timezone.now(),
            school_code=self.school_code_of(obj),
            old=old,
            new={name: _json(form.cleaned_data.get(name)) for name in names},
        )


def _json(value: object) -> object:
    if isinstance(value, models.Model):
        return value.pk
    return value if isinstance(value, str | int | bool | None) else str(value)
