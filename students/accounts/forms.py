"""Forms of accounts and roles."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.forms.base import Form, together
from starrating.forms.fields import day_field
from students.accounts.search import RoleFilter
from students.accounts.staff import LONGEST_NAME
from students.models import SchoolRoleKind

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


class SearchForm(Form):
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


class AddAccountForm(Form):
    layout = Layout(together("name", "username"), together("phone", "role"))

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


class DetailsForm(Form):
    name = name_field()
    phone = phone_field()


class OwnPhoneForm(Form):
    phone = phone_field()


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=SchoolRoleKind.choices)
    starts_on = day_field(_("From"), initial=timezone.localdate)
