"""Forms of accounts, roles and tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from students.account_search import RoleFilter
from students.forms import KeyForm
from students.models import School, SchoolRoleKind, Subject
from students.people import Ambiguous, Found, Person
from students.staff_accounts import LONGEST_NAME
from students.teachers import teacher_meant

_PHONE = RegexValidator(r"^\+?[0-9][0-9 ()（）/、,，转\-]{3,}$", _("A telephone number is made of digits."))


def phone_field() -> forms.CharField:
    return forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        validators=[_PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


def name_field(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    # Called when the page is shown: a program that runs for weeks must not offer the day on which it started.
    initial = timezone.localdate if required else None
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget, initial=initial)


class SearchForm(forms.Form):
    """Narrows the list of accounts; anything wrong in it narrows nothing."""

    q = forms.CharField(
        label=_("Name, initials or account"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "class": "form-control"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        offered = [(one.value, one.label) for one in RoleFilter if closed or one is not RoleFilter.CLOSED]
        field.choices = [("", pgettext_lazy("accounts", "all")), *offered]

    def asked(self, name: str) -> str:
        return str(self.cleaned_data.get(name, "")) if self.is_valid() else ""


class AddAccountForm(KeyForm):
    name = name_field(_("Mark a namesake in brackets: 李静(大)."))
    username = forms.CharField(
        label=_("Account name"),
        required=False,
        max_length=60,
        help_text=_("Empty: the name's pinyin."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    phone = phone_field()
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", pgettext_lazy("accounts", "no role")), *SchoolRoleKind.choices],
        help_text=_("Teachers need none: their classes are their role."),
    )


class DetailsForm(KeyForm):
    name = name_field()
    phone = phone_field()


class OwnPhoneForm(KeyForm):
    phone = phone_field()


class RoleForm(KeyForm):
    role = forms.ChoiceField(label=_("Role"), choices=SchoolRoleKind.choices)
    starts_on = date_field(_("From"))


class EndForm(KeyForm):
    ends_on = date_field(_("Last day"))


class TeacherForm(KeyForm):
    """A teacher by typing; where several are meant, the form comes back with them to choose from."""

    teacher = forms.CharField(
        label=_("Teacher"),
        max_length=80,
        help_text=_("Name or initials."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    starts_on = date_field(_("From"))
    ends_on = date_field(_("Until"), required=False, help_text=_("Empty: until somebody else comes."))

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
            self.add_error("teacher", _("Nobody on the staff is called %(name)s.") % {"name": typed})

    def _offer(self, candidates: tuple[Person, ...]) -> None:
        """Asked only where there is a question, beside the box that raised it."""
        if not candidates:
            return
        self.fields["chosen"] = forms.ChoiceField(
            label=_("Who is meant?"),
            required=False,
            widget=forms.RadioSelect,
            choices=[(str(one.pk), f"{one.name} ({one.number})") for one in candidates],
        )
        self.order_fields(["idempotency_key", "subject", "teacher", "chosen"])

    def clean_ends_on(self) -> dt.date | None:
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise ValidationError(_("The last day is before the first day."), code="period")
        return ends_on


class HomeroomForm(TeacherForm):
    ends_on = date_field(
        _("Until"),
        required=False,
        help_text=_("For a substitute: the regular teacher stays. Empty: a successor takes over for good."),
    )


class SubjectTeacherForm(TeacherForm):
    subject = forms.ModelChoiceField(label=_("Subject"), queryset=Subject.objects.none())
    field_order = ["idempotency_key", "subject"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        field = self.fields["subject"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = Subject.objects.filter(school=school)
