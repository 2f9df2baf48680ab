"""Forms that more than one subject uses as they are."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.fields import day_field, reason_field


class ReasonForm(Form):
    """Why something is done; its page may say how the field is called, and how long it is (`reason_field`)."""

    reason = reason_field()

    def __init__(self, *args: Any, **said: Any) -> None:
        of_field = {
            name: said.pop(name) for name in ("label", "longest", "lines", "needed", "help_text") if name in said
        }
        super().__init__(*args, **said)
        if of_field:
            self.fields["reason"] = reason_field(**of_field)


class ChoiceForm(Form):
    """One of the things that a page can show: a month, a term, a class."""

    def __init__(self, name: str, choices: list[tuple[object, str]], *, label: str, chosen: object) -> None:
        super().__init__(initial={name: chosen}, auto_id="choose-%s")
        widget = forms.Select(attrs={"class": "form-select"})
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=widget)


class DayForm(Form):
    """A day; its page says which by the ``label``, and what else its box has, as it draws it by itself."""

    day = day_field(_("Day"))

    def __init__(self, *args: Any, label: Any = "", shown: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        field.label = label or field.label
        field.widget.attrs |= {"class": "form-control", **(shown or {})}
