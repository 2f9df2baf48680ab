"""Taking a star back."""

from django import forms

from starrating.forms.base import Form
from starrating.forms.fields import REASON_LENGTH


class ReverseForm(Form):
    """Why a star is taken back. The verb asks for the reason, so that no other door can do without one."""

    reason = forms.CharField(required=False, max_length=REASON_LENGTH)
