"""Forms of settlement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.fields import day_field
from starrating.forms.shared import ReasonForm


class DayForm(Form):
    day = day_field(_("As of the end of"))


class GradeForm(Form):
    """Which grade is meant; none is every grade that is ready, or settled."""

    grade = forms.IntegerField(label=_("Grade"), required=False)


class ReopenForm(ReasonForm, GradeForm):
    """Why, and which grade."""
