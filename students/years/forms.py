"""The form of a new school year: chosen for the preview, sent again to confirm it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form, together
from starrating.forms.fields import day_field
from students.years.verbs import YearOptions


class YearForm(Form):
    layout = Layout(together("school_year", "last_day"), "clear_groups", "clear_staffing")

    school_year = forms.IntegerField(
        label=_("School year"),
        min_value=2000,
        max_value=2100,
        help_text=_("The calendar year in which the school year starts."),
    )
    last_day = day_field(
        _("Last day of the year before"), required=False, help_text=_("The last day of its second term unless said.")
    )
    clear_groups = forms.BooleanField(label=_("Form the groups anew in all classes"), required=False)
    clear_staffing = forms.BooleanField(label=_("End all teaching tasks, to import new ones"), required=False)

    def options(self) -> YearOptions:
        """Give what was chosen; the form must be valid."""
        return YearOptions(
            clear_groups=self.cleaned_data["clear_groups"],
            clear_staffing=self.cleaned_data["clear_staffing"],
            last_day=self.cleaned_data["last_day"],
        )
