"""A pupil of the whole school, in whatever form."""

from typing import Any

from django.utils import timezone

from starrating.forms.base import Form
from students.choosing import PupilField, offer_school
from students.models import School


class PupilNumberForm(Form):
    """A form of one school whose ``number``, or whatever is typed for it, becomes the pupil."""

    number = PupilField()

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_school(self, "number", school, timezone.localdate())
