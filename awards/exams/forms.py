"""Forms of exams: announced, read from files, winners typed in, moved, called off."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import Exam, ExamKind, Round, Scheme
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import CHAMPION_KINDS, ItemKind
from awards.terms.forms import MonthField
from starrating.forms.base import Form, together
from starrating.forms.fields import OneOf, day_field, offer
from starrating.joiners import in_a_row
from students.imports.pipeline.forms import ManyFilesField
from students.models import Enrolment, SchoolClass, Subject
from students.names.people import Person, Roster
from students.names.typed import Ask, read_typed

_SUBJECT_KINDS = frozenset({ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT})


class AnnounceForm(Form):
    """Which exam: announced, its results are still to come."""

    layout = Layout(together("kind", "name", "held_on"))

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind"), queryset=ExamKind.objects.none(), to_field_name="code", empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the exam"), max_length=40, help_text=gettext_lazy("Such as 10月月考.")
    )
    held_on = day_field(gettext_lazy("Last day of the exam"))

    def __init__(self, *args: Any, scheme: Scheme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", ExamKind.objects.filter(scheme=scheme))


class WinnersForm(Form):
    """Who was first, typed as on a sheet: names, initials, seats or school numbers of one class."""

    layout = Layout(together("star", "subject"), together("school_class", "pupils"))

    star = forms.ChoiceField(
        label=gettext_lazy("Star"), choices=[choice for choice in ItemKind.choices if choice[0] in CHAMPION_KINDS]
    )
    subject = OneOf(
        label=gettext_lazy("Subject"),
        queryset=Subject.objects.none(),
        required=False,
        help_text=gettext_lazy("Only for a star of a subject."),
    )
    school_class = forms.ModelChoiceField(
        label=gettext_lazy("Class"), queryset=SchoolClass.objects.none(), empty_label=None
    )
    pupils = forms.CharField(
        label=gettext_lazy("Pupils"),
        max_length=500,
        help_text=gettext_lazy("Names, initials, seats or school numbers; all who share the first place."),
    )

    def __init__(self, *args: Any, exam: Exam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exam = exam
        school, year = exam.term.school, exam.term.school_year
        offer(self, "subject", Subject.objects.filter(school=school))
        sat = Enrolment.objects.active_on(exam.held_on).filter(school_class__school=school)
        classes = SchoolClass.objects.filter(school=school, pk__in=sat.values("school_class")).select_related("school")
        offer(self, "school_class", classes, lambda one: one.name_in(year))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needs_subject = cleaned.get("star") in _SUBJECT_KINDS
        if needs_subject and not cleaned.get("subject"):
            self.add_error("subject", _("Choose the subject."))
        elif not needs_subject and cleaned.get("subject"):
            self.add_error("subject", _("A star of the total has no subject. Leave the subject empty."))
        if cleaned.get("school_class") and cleaned.get("pupils"):
            cleaned["people"] = self._people(cleaned["school_class"], cleaned["pupils"])
        return cleaned

    def wins(self) -> list[Win]:
        """Give the first places of a valid form."""
        given = self.cleaned_data
        subject = given["subject"].name if given["subject"] else TOTAL
        return [Win(ItemKind(given["star"]), subject, person.pk) for person in given["people"]]

    def _people(self, school_class: SchoolClass, text: str) -> list[Person]:
        places = Enrolment.objects.of_class(school_class, self.exam.held_on)
        reading = read_typed(Roster(place.person for place in places), text, {})
        for ask in reading.asks:
            self.add_error("pupils", _asked(ask))
        if not reading.people and not reading.asks:
            self.add_error("pupils", _("Nobody is named. Name at least one pupil."))
        return reading.people


class MoveForm(Form):
    """Another month of the exam's term."""

    round = MonthField(empty_label=None)

    def __init__(self, *args: Any, exam: Exam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "round", Round.objects.filter(term=exam.term))


def _asked(ask: Ask) -> str:
    people = in_a_row((f"{one.name} {one.number}" for one in ask.candidates), at_most=8)
    if not people:
        return _("“%(token)s” is nobody of this class.") % {"token": ask.token}
    sentence = _("It is not certain whom “%(token)s” means: %(people)s. Give the school number.")
    return sentence % {"token": ask.token, "people": people}


class ExamFilesForm(AnnounceForm):
    """Which exam, and all its files."""

    layout = Layout(together("kind", "name", "held_on"), "scores", "hidden")

    scores = ManyFilesField(
        label=gettext_lazy("Score files"),
        help_text=gettext_lazy(
            "All files of the exam, any number of grades, also as .zip. The scores are ranked and not stored."
        ),
    )

    hidden = forms.BooleanField(
        label=gettext_lazy("Read hidden and filtered rows, columns and sheets as well"), required=False
    )

    def clean_held_on(self) -> dt.date:
        held_on: dt.date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Give today or an earlier day."))
        return held_on

    def content(self) -> list[tuple[str, bytes]]:
        """Name and bytes of each file."""
        files: list[tuple[str, bytes]] = self.cleaned_data["scores"]
        return files


class TokenForm(Form):
    """The winners that the preview has shown, signed."""

    token = forms.CharField()
