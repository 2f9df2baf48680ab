"""Forms of a copy, a correction and an erasure."""

from __future__ import annotations

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form, together
from starrating.forms.fields import day_field
from students.models import Sex
from students.pupils.details import Details


class CopyForm(Form):
    asked_by = forms.CharField(
        label=_("Asked for by"), max_length=60, help_text=_("The pupil, or the guardian by name; kept with the export.")
    )


class DetailsForm(Form):
    layout = Layout(together("name", "number"), together("sex", "born_on"), "reason")

    name = forms.CharField(label=_("Name"), max_length=60)
    number = forms.CharField(label=_("School number"), max_length=30)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False)
    born_on = day_field(_("Date of birth"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def details(self) -> Details:
        """Give what a valid form says is right."""
        data = self.cleaned_data
        return Details(data["number"].strip(), data["name"].strip(), data["sex"], data["born_on"])


class EraseForm(Form):
    requested_on = day_field(
        _("Day of the guardian's request"),
        required=False,
        help_text=_("Needed as long as the time for keeping after leaving is not over."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    number = forms.CharField(
        label=_("School number, to confirm"), max_length=30, help_text=_("An erasure cannot be undone.")
    )
