"""Fields that every subject shares, and what goes with them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from starrating.web.keys import key_in

# As long as the paper's own line for a reason.
REASON_LENGTH = 500
REASON = _("Reason")
# What a list shows while nothing is chosen.
CHOOSE = _("Please choose")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Give a field for a day, with the browser's own picker; it is always sent as 2025-09-01, whatever the language."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **options)


def reason_field(
    label: Any = REASON,
    *,
    longest: int | None = REASON_LENGTH,
    lines: int = 3,
    needed: bool = True,
    help_text: Any = "",
) -> forms.CharField:
    """Give a field for a reason, in one line or more. One that is not ``needed`` is the verb's to ask for."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=widget,
        required=needed,
        help_text=help_text,
        error_messages={"required": _("Please give a reason.")},
    )


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs only
    """One of the rows that are offered. Nothing chosen says so in words, where Django draws a line of dashes."""

    def __init__(self, *args: Any, empty_label: Any = CHOOSE, **kwargs: Any) -> None:
        super().__init__(*args, empty_label=empty_label, **kwargs)


class SomeOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in its stubs only
    """Any number of the rows that are offered; a number that no row can have is not among them."""

    def clean(self, value: Any) -> QuerySet[Any]:
        for sent in value or ():
            if key_in(str(sent)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": sent}
                )
        rows: QuerySet[Any] = super().clean(value)
        return rows


def sent_under(form: forms.Form, name: str) -> list[str]:
    """Give every value that was sent under one name."""
    return form.data.getlist(name) if isinstance(form.data, QueryDict) else []


def offer(form: forms.Form, name: str, rows: QuerySet[Any], label: Callable[[Any], str] | None = None) -> None:
    """Let ``rows`` be chosen in a field of ``form``, each by its ``label`` where it is not called by its own name."""
    field: Any = form.fields[name]
    field.queryset = rows
    if label is not None:
        field.label_from_instance = label


def show_form(request: HttpRequest, template: str, form: forms.Form, **more: object) -> HttpResponse:
    """Show a form, with ``more`` for its page; one that comes back with what is wrong in it has the status 422."""
    return render(request, template, {"form": form, **more}, status=422 if form.is_bound else 200)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files, as Django's documentation has it."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        # A form without any file gives an empty list, which must be asked for like a missing one.
        files = (data if isinstance(data, list | tuple) else [data]) or [None]
        return [super(FilesField, self).clean(one, initial) for one in files]
