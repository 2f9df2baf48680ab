"""Forms of settlement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms import ReasonForm, day_field


class DayForm(forms.Form):
    day = day_field(_("As of the end of"))


class GradeForm(forms.Form):
    """Which grade is meant; none is every grade that is ready, or settled."""

    grade = forms.IntegerField(label=_("Grade"), required=False)


class ReopenForm(ReasonForm, GradeForm):
    """Why, and which grade."""
