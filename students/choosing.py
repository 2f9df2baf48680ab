"""Somebody chosen in a form by what is typed, as on a sheet: a pupil by name, initials, seat or number; a colleague.

While somebody types, a few are suggested (`students/suggestions`); what is then in the box means that one alone.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from starrating.joiners import in_a_row
from students.accounts.search import matching
from students.models import Enrolment, School, SchoolClass, Student, User
from students.names.people import Ambiguous, Found, Person, Roster
from students.school.terms import shown_day
from students.search import fitting

# As many as can be named in a sentence.
_NAMED = 6


class PersonField(forms.CharField):
    """A box for one person; ``find`` gives whom a text may mean, and ``called`` how each is told from the others."""

    nobody: Any = ""
    several: Any = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60, **options})
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        self.find: Callable[[str], Sequence[Any]] = lambda _typed: ()
        self.called: Callable[[Any], str] = lambda one: f"{one.name} {self.key_of(one)}"

    def key_of(self, one: Any) -> str:
        """Give what no two have in common."""
        return str(one.pk)

    def _exact(self, one: Any) -> tuple[str, ...]:
        return one.name, self.key_of(one), f"{one.name} {self.key_of(one)}"

    def suggests(self, route: str, **narrowed: object) -> None:
        """Let a list of suggestions come from that address while somebody types."""
        self.widget.attrs["data-suggest"] = f"{reverse(route)}?{urlencode(narrowed)}"

    def clean(self, value: Any) -> Any:
        typed = " ".join(unicodedata.normalize("NFKC", super().clean(value)).split())
        if not typed:
            return None
        found = self.find(typed)
        meant = [one for one in found if typed in self._exact(one)] or found
        if not meant:
            raise forms.ValidationError(self.nobody, code="nobody", params={"typed": typed})
        if len(meant) > 1:
            named = in_a_row(map(self.called, meant), at_most=_NAMED)
            raise forms.ValidationError(self.several, code="several", params={"typed": typed, "people": named})
        return meant[0]


class PupilField(PersonField):
    nobody = gettext_lazy("No pupil is found by “%(typed)s”. Check the name, or type the school number.")
    several = gettext_lazy("Several pupils are meant by “%(typed)s”: %(people)s. Type the school number of one.")

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Pupil"), **options})

    def key_of(self, one: Any) -> str:
        return str(one.number)


class StaffField(PersonField):
    nobody = gettext_lazy("Nobody is found by “%(typed)s” who could be named here. Check the name.")
    several = gettext_lazy("Several are meant by “%(typed)s”: %(people)s. Type the account of one.")

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Member of staff"), **options})

    def key_of(self, one: Any) -> str:
        return str(one.username)


def in_class(school_class: SchoolClass, day: dt.date, typed: str) -> Sequence[Person]:
    """Give whom a text may mean in a class on a day: by name, initials, seat or number, or name and number."""
    roster = Roster(place.person for place in Enrolment.objects.of_class(school_class, day))
    answer = roster.resolve(typed)
    if isinstance(answer, Found):
        return (answer.person,)
    if isinstance(answer, Ambiguous):
        return answer.candidates
    number = typed.rpartition(" ")[2]
    return [person for person in roster.people if person.number == number]


def offer_class(form: forms.Form, name: str, school_class: SchoolClass, day: dt.date) -> None:
    """Let a pupil of the class on ``day`` be typed in a field of ``form``: by name, initials, seat or number."""
    field: Any = form.fields[name]
    field.help_text = _("Name, initials, seat or school number.")
    field.suggests("students:suggest_pupils", **{"class": school_class.pk, "on": day.isoformat()})

    def find(typed: str) -> list[Student]:
        keys = [person.pk for person in in_class(school_class, day, typed)]
        return list(Student.objects.filter(pk__in=keys).order_by("number"))

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
    field.suggests("students:suggest_pupils")
    year, day = shown_day(school, today)

    def find(typed: str) -> list[Student]:
        # Who has the whole name is not lost behind others whose names begin with it.
        exact = pupils.filter(Q(name=typed) | Q(number=typed)).order_by("number")
        fits = pupils.filter(fitting(typed, list(classes), school, today)).order_by("number")
        return list(exact[:_NAMED]) or list(fits[:_NAMED])

    def called(pupil: Student) -> str:
        place = Enrolment.objects.active_on(day).filter(student=pupil).select_related("school_class__school").first()
        return " ".join([pupil.name, *([place.school_class.name_in(year)] if place else []), pupil.number])

    field.find, field.called = find, called


def offer_school(form: forms.Form, name: str, school: School, today: dt.date) -> None:
    """Let any pupil of the school be typed in a field of ``form``, also one who has left."""
    classes = SchoolClass.objects.filter(school=school).select_related("school")
    offer_classes(form, name, Student.objects.filter(school=school), classes, school, today)


def offer_staff(form: forms.Form, name: str, staff: QuerySet[User]) -> None:
    """Let one of ``staff`` be typed in a field of ``form``: by name, initials or account."""
    field: Any = form.fields[name]
    field.help_text = _("Name, initials or account.")
    field.suggests("students:suggest_staff")

    def find(typed: str) -> list[User]:
        found = staff
        for word in typed.split():
            found = matching(found, word)
        return list(found.order_by("name", "username")[:_NAMED])

    field.find = find
