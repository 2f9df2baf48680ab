"""Forms of tasks: who teaches a class, from when, until when."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form, IfThere, together
from starrating.forms.fields import OneOf, day_field, offer
from students.accounts.passwords import staff_accounts
from students.accounts.staff import one_bracket, without_tag
from students.models import School, Subject, User
from students.names.people import Ambiguous, Found, Person, Resolution, Roster
from students.names.pinyin import full_pinyin


class TeacherForm(Form):
    """A teacher by typing; where several are meant, the form comes back with them to choose from."""

    layout = Layout(IfThere("subject"), "teacher", IfThere("chosen"), together("starts_on", "ends_on"))

    teacher = forms.CharField(
        label=_("Teacher"),
        max_length=80,
        help_text=_("Name or initials."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    starts_on = day_field(_("From"), initial=timezone.localdate)
    ends_on = day_field(_("Until"), required=False, help_text=_("Empty: until somebody else comes."))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.teacher_pk: int | None = None

    def clean(self) -> dict[str, Any]:
        typed = str(self.cleaned_data.get("teacher", ""))
        if typed:
            self._resolve(typed)
        return self.cleaned_data

    def _resolve(self, typed: str) -> None:
        resolution = teacher_meant(self.school, typed)
        if isinstance(resolution, Found):
            self.teacher_pk = resolution.person.pk
            return
        candidates = resolution.candidates if isinstance(resolution, Ambiguous) else resolution.similar
        self._offer(candidates)
        chosen = str(self.data.get(self.add_prefix("chosen"), ""))
        self.teacher_pk = next((person.pk for person in candidates if str(person.pk) == chosen), None)
        if self.teacher_pk is None and isinstance(resolution, Ambiguous):
            self.add_error("teacher", _("Several people may be meant. Choose one below."))
        elif self.teacher_pk is None:
            self.add_error(
                "teacher",
                _("Nobody on the staff is called %(name)s. Check the name; the administrator adds accounts.")
                % {"name": typed},
            )

    def _offer(self, candidates: tuple[Person, ...]) -> None:
        """Offer the people to choose from, only where there is a question, beside the box that raised it."""
        if not candidates:
            return
        self.fields["chosen"] = forms.ChoiceField(
            label=_("Who is meant?"),
            required=False,
            widget=forms.RadioSelect,
            choices=[(str(one.pk), f"{one.name} ({one.number})") for one in candidates],
        )
        self.order_fields(["subject", "teacher", "chosen"])

    def clean_ends_on(self) -> dt.date | None:
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise ValidationError(_("The last day is before the first day. Correct one of the two."), code="period")
        return ends_on


class HomeroomForm(TeacherForm):
    ends_on = day_field(
        _("Until"),
        required=False,
        help_text=_("For a substitute: the regular teacher stays. Empty: a successor takes over for good."),
    )


class SubjectTeacherForm(TeacherForm):
    subject = OneOf(label=_("Subject"), queryset=Subject.objects.none())
    field_order = ["subject"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        offer(self, "subject", Subject.objects.filter(school=school))


def teacher_meant(school: School, typed: str) -> Resolution:
    """Find one of the active accounts of the staff, several to choose from, or nobody.

    ``number`` is the account's name; a name in brackets may be a tag or an account, as in files: 李静(大),
    李静(lijing2).
    """
    people = [_person(user) for user in staff_accounts(school)]
    token = one_bracket(typed.strip())
    name, _bracket, inside = token.rstrip(")").partition("(")
    for person in people:
        by_account = person.number == token.lower()
        by_both = person.number == inside.lower() and without_tag(person.name) == name.strip()
        if by_account or by_both:
            return Found(person)
    return Roster(people).resolve(token)


def _person(user: User) -> Person:
    readings = " ".join(full_pinyin(without_tag(user.name)))
    return Person(user.pk, user.username, user.name, None, readings, user.initials)
