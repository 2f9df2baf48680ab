"""Forms of settlement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.shared import ReasonForm


class GradeForm(Form):
    """Which grade is meant; none is every grade that is ready, or settled."""

    grade = forms.IntegerField(label=_("Grade"), required=False)


class ReopenForm(ReasonForm, GradeForm):
    """Why, and which grade."""
