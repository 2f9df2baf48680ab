"""A pupil meant by the school number, in whatever form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from students.models import School, Student


class PupilNumberForm(Form):
    """A form of one school whose ``number`` becomes the pupil of that number."""

    number = forms.CharField(label=_("School number"), max_length=30)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_number(self) -> Student:
        found = Student.objects.filter(school=self.school, number=self.cleaned_data["number"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no pupil with this number. Check the number."))
        return found
