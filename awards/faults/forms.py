"""The one line with which a minor fault is noted."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.faults.verbs import NOTE_LENGTH
from starrating.forms.base import Form
from starrating.forms.fields import day_field
from students.choosing import PupilField, offer_class
from students.models import SchoolClass


class NoteForm(Form):
    student = PupilField()
    what = forms.CharField(
        label=_("What happened"), max_length=NOTE_LENGTH, widget=forms.TextInput(attrs={"list": "fault-kinds"})
    )
    on = day_field(_("Day"))

    def __init__(self, data: Any = None, *, school_class: SchoolClass, today: dt.date) -> None:
        super().__init__(data, initial={"on": today})
        offer_class(self, "student", school_class, today)
