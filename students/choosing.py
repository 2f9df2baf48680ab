"""A pupil chosen in a form by what is typed, as on a sheet: name, initials, seat or number; namesakes by class."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from starrating.joiners import in_a_row
from students.models import Enrolment, School, SchoolClass, Student
from students.names.people import Ambiguous, Found, Roster
from students.school.terms import shown_day
from students.search import fitting

# As many as can be named in a sentence.
_NAMED = 6
Find = Callable[[str], Sequence[Student]]


class PupilField(forms.CharField):
    """A box for one pupil; ``find`` gives whom a text may mean, and ``called`` how each is told from the others."""

    def __init__(self, **options: Any) -> None:
        options = {"label": gettext_lazy("Pupil"), "max_length": 60, **options}
        super().__init__(**options)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        self.find: Find = lambda _typed: ()
        self.called: Callable[[Student], str] = lambda pupil: f"{pupil.name} {pupil.number}"

    def clean(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", super().clean(value))
        if not typed:
            return None
        found = self.find(typed)
        meant = [one for one in found if typed in (one.name, one.number)] or found
        if not meant:
            sentence = _("No pupil is found by “%(typed)s”. Check the name, or type the school number.")
            raise forms.ValidationError(sentence, code="nobody", params={"typed": typed})
        if len(meant) > 1:
            sentence = _("Several pupils are meant by “%(typed)s”: %(pupils)s. Type the school number of one.")
            named = in_a_row(map(self.called, meant), at_most=_NAMED)
            raise forms.ValidationError(sentence, code="several", params={"typed": typed, "pupils": named})
        return meant[0]


def offer_class(form: forms.Form, name: str, school_class: SchoolClass, day: dt.date) -> None:
    """Let a pupil of the class on ``day`` be typed in a field of ``form``: by name, initials, seat or number."""
    field: Any = form.fields[name]
    field.help_text = _("Name, initials, seat or school number.")

    def find(typed: str) -> list[Student]:
        answer = Roster(place.person for place in Enrolment.objects.of_class(school_class, day)).resolve(typed)
        people = answer.candidates if isinstance(answer, Ambiguous) else ()
        if isinstance(answer, Found):
            people = (answer.person,)
        return list(Student.objects.filter(pk__in=[person.pk for person in people]).order_by("number"))

    field.find = find


def offer_classes(
    form: forms.Form,
    name: str,
    pupils: QuerySet[Student],
    classes: QuerySet[SchoolClass],
    school: School,
    today: dt.date,
) -> None:
    """Let one of ``pupils`` be typed in a field of ``form``: by name, initials or number, a namesake with the class."""
    field: Any = form.fields[name]
    field.help_text = _("Name, initials or school number; of namesakes the class and the name.")
    year, day = shown_day(school, today)

    def find(typed: str) -> list[Student]:
        return list(pupils.filter(fitting(typed, list(classes), school, today)).order_by("number")[:_NAMED])

    def called(pupil: Student) -> str:
        place = Enrolment.objects.active_on(day).filter(student=pupil).select_related("school_class__school").first()
        return " ".join([pupil.name, *([place.school_class.name_in(year)] if place else []), pupil.number])

    field.find, field.called = find, called
