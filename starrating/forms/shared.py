"""Forms that more than one subject uses as they are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.fields import REASON_LENGTH


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give a reason.")},
    )
