"""Forms of reminders."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import ReminderService, ReminderSettings
from awards.reminders.robots import masked
from awards.reminders.verbs import Wanted
from starrating.forms.base import Form, together

_HOURS = [(hour, f"{hour}:00") for hour in range(25)]


class SettingsForm(Form):
    layout = Layout(
        Fieldset(_("To the group"), "service", "address", "secret"),
        Fieldset(_("To each teacher"), "by_mail"),
        Fieldset(_("At what hours"), together("from_hour", "until_hour")),
    )

    service = forms.ChoiceField(
        label=_("Group robot"),
        choices=[("", pgettext_lazy("group robot", "none")), *ReminderService.choices],
        required=False,
        help_text=_("A robot in the homeroom teachers' group. Its address is made in the group's settings."),
    )
    address = forms.CharField(
        label=_("Robot's address"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    secret = forms.CharField(
        label=_("Robot's signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("DingTalk and Feishu can ask for one. May stay empty."),
    )
    by_mail = forms.BooleanField(
        label=_("By e-mail to homeroom teachers who have entered an address"),
        required=False,
        help_text=_("Their classes are then not named in the group."),
    )
    from_hour = forms.TypedChoiceField(label=_("Not before"), choices=_HOURS[:-1], coerce=int)
    until_hour = forms.TypedChoiceField(label=_("Not after"), choices=_HOURS[1:], coerce=int)

    def __init__(self, *args: object, row: ReminderSettings | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = ("service", "by_mail", "from_hour", "until_hour")
        self.initial.update({name: getattr(row or ReminderSettings(), name) for name in names})
        if row is not None and row.address:
            text = _("%(address)s stays if this is empty. With a new address, enter the secret anew as well.")
            self.fields["address"].help_text = text % {"address": masked(row.address)}

    def wanted(self) -> Wanted:
        return Wanted(**{name: self.cleaned_data[name] for name in self.base_fields})


class AddressForm(Form):
    email = forms.EmailField(
        label=_("E-mail address for reminders"),
        required=False,
        help_text=_("When your class's sheet is due you get one message a day at most. Leave it empty for none."),
    )
