"""Forms of settlement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms import day_field


class DayForm(forms.Form):
    day = day_field(_("As of the end of"))
