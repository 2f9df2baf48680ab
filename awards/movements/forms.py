"""Forms of movements: they read what was typed; what may be done is the verbs' matter."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from awards.movements.credit import MOST
from starrating.forms.base import Form, together
from starrating.forms.fields import OneOf, day_field, offer, reason_field
from students.choosing import PupilField
from students.models import MovementKind, School, SchoolClass, Sex
from students.pupils.forms import PupilNumberForm
from students.school.terms import shown_day

_FIRST_DAY = gettext_lazy("The first day of the change: in the new class, or away from school.")


def _offer_classes(form: forms.Form, school: School) -> None:
    """Offer the classes taught in the school year that is shown today, by the names that they have in it."""
    year, _day = shown_day(school, timezone.localdate())
    classes = SchoolClass.objects.taught_in(school, year).select_related("school")
    offer(form, "school_class", classes, lambda row: row.name_in(year))


def _ask_only_where_it_was_refused(form: Form) -> None:
    """Whether closed sheets are passed over is asked on a form that came back, never in advance."""
    if not form.is_bound:
        del form.fields["accepted"]


class MovementForm(Form):
    """What becomes of a pupil on record; which kinds there are follows from where the pupil is."""

    layout = Layout(together("kind", "on"), together("school_class", "seat"), together("reason", "proof"))

    kind = forms.ChoiceField(label=gettext_lazy("Kind of change"))
    on = day_field(gettext_lazy("From which day"), help_text=_FIRST_DAY)
    school_class = forms.ModelChoiceField(
        label=gettext_lazy("New class"),
        queryset=SchoolClass.objects.none(),
        required=False,
        empty_label=gettext_lazy("the same class"),
        help_text=gettext_lazy("For a change of class, or a return into another one."),
    )
    seat = forms.IntegerField(
        label=gettext_lazy("Seat"), required=False, min_value=1, help_text=gettext_lazy("Empty: after the last.")
    )
    reason = reason_field(lines=1, needed=False)
    proof = forms.CharField(label=gettext_lazy("Proof"), required=False, max_length=200)
    accepted = forms.BooleanField(label=gettext_lazy("Move the pupil although closed sheets name them"), required=False)

    def __init__(self, *args: Any, kinds: list[MovementKind], school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]
        _offer_classes(self, school)
        _ask_only_where_it_was_refused(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == MovementKind.CHANGE_CLASS and not cleaned.get("school_class"):
            self.add_error("school_class", gettext_lazy("Choose the new class."))
        return cleaned


class ArrivalForm(Form):
    """Somebody from another school, with the stars they bring, if any."""

    layout = Layout(
        Fieldset(gettext_lazy("Who"), together("number", "name"), together("sex", "is_guest")),
        Fieldset(gettext_lazy("Where and from when"), together("school_class", "seat", "on"), "reason"),
        Fieldset(gettext_lazy("Stars brought along"), together("stars", "proof")),
    )

    number = forms.CharField(label=gettext_lazy("School number"), max_length=30)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex.choices, required=False)
    school_class = OneOf(label=gettext_lazy("Class"), queryset=SchoolClass.objects.none())
    on = day_field(gettext_lazy("First day here"))
    seat = forms.IntegerField(
        label=gettext_lazy("Seat"), required=False, min_value=1, help_text=gettext_lazy("Empty: after the last.")
    )
    is_guest = forms.BooleanField(label=gettext_lazy("Guest pupil (借读)"), required=False)
    reason = reason_field(lines=1, needed=False)
    stars = forms.IntegerField(
        label=gettext_lazy("Stars brought along"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=gettext_lazy("Empty: the pupil starts at nothing. With a number, say what proves it."),
    )
    proof = forms.CharField(label=gettext_lazy("Proof"), required=False, max_length=200)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_classes(self, school)


class DayForm(Form):
    """Another day for a movement, and why."""

    on = day_field(gettext_lazy("The right day"))
    reason = reason_field(lines=1)
    accepted = forms.BooleanField(label=gettext_lazy("Move the pupil although closed sheets name them"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_only_where_it_was_refused(self)


class CreditForm(Form):
    stars = forms.IntegerField(label=gettext_lazy("Stars brought along"), min_value=1, max_value=MOST)
    proof = forms.CharField(label=gettext_lazy("Proof"), max_length=200)


class JoinForm(PupilNumberForm):
    """Which record goes on; the one whose page this is on ends."""

    number = PupilField(label=gettext_lazy("The record that goes on"))
    on = day_field(gettext_lazy("From which day"))
    reason = reason_field(lines=1)
