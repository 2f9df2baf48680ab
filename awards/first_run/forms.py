"""What is asked on the first day: the word, the school, its scheme, and who looks after it."""

from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.first_run.presets import USUAL, explained
from awards.management.schools import ADMINISTRATOR
from starrating.forms.base import Form, together
from students.accounts.staff import LONGEST_NAME
from students.models import SchoolStage, User
from students.school.forms import grade_field, show_installations_address

_AS_USUAL = _("as the stage has it")
_EXPLAINED = '{}<span class="form-text d-block">{}</span>'
_PUT_APART = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _own_password(label: Any, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, **options)


class FirstRunForm(Form):
    layout = Layout(
        Fieldset(pgettext_lazy("set-up", "Proof"), "word"),
        Fieldset(
            pgettext_lazy("set-up", "The school"),
            "name",
            "stage",
            together("first_grade", "last_grade"),
            Div("scheme", css_class="explained"),
            "paper_address",
        ),
        Fieldset(
            _("Your account"),
            "administrator_name",
            "account",
            HTML('{% include "awards/first_run/rules.html" %}'),
            "password",
            "again",
        ),
    )

    word = forms.CharField(
        label=_("Word from the console"),
        max_length=60,
        widget=forms.TextInput(attrs=_PUT_APART),
        help_text=_("Printed where the program was started, such as abcd-efgh-jkmnp; another start prints another."),
    )
    name = forms.CharField(label=_("Name of the school"), max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), choices=SchoolStage.choices, initial=SchoolStage.JUNIOR)
    first_grade = grade_field(
        _("First grade"), empty=_AS_USUAL, help_text=_("Counted from primary one: 7 is the first of junior secondary.")
    )
    last_grade = grade_field(_("Last grade"), empty=_AS_USUAL)
    scheme = forms.ChoiceField(
        label=_("Scheme"),
        initial=USUAL,
        widget=forms.RadioSelect,
        help_text=_("Everything in it can be changed before the first term, and for each term after it."),
    )
    paper_address = forms.CharField(
        label=_("Address on slips and papers"),
        max_length=120,
        required=False,
        help_text=_(
            "How colleagues and families reach this program, such as http://192.168.1.20:8000. It may wait until the "
            "slips are printed."
        ),
    )
    administrator_name = forms.CharField(label=_("Your name"), max_length=LONGEST_NAME)
    account = forms.CharField(
        label=_("Account name"),
        max_length=40,
        initial=ADMINISTRATOR,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("You sign in with it from now on, as the school's administrator."),
    )
    password = _own_password(_("Password"))
    again = _own_password(_("Password again"))

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        """Take the ``address`` of the page, which is offered for papers; the installation's own goes before it."""
        super().__init__(*args, **kwargs)
        scheme: Any = self.fields["scheme"]
        scheme.choices = [(code, format_html(_EXPLAINED, name, text)) for code, name, text in explained()]
        self.fields["paper_address"].initial = address
        if settings.PUBLIC_ADDRESS:
            show_installations_address(self)

    def clean_paper_address(self) -> str:
        """Give what the school itself says: nothing, where the installation says it."""
        return "" if settings.PUBLIC_ADDRESS else str(self.cleaned_data["paper_address"]).rstrip("/")

    def clean(self) -> None:
        said = self.cleaned_data
        if "password" not in said or "again" not in said:
            return
        if said["password"] != said["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
            return
        person = User(username=said.get("account", ""), name=said.get("administrator_name", ""))
        try:
            validate_password(said["password"], person)
        except forms.ValidationError as error:
            self.add_error("password", error)
