"""Forms of signing in, its second step, and the own password."""

import math
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext

from starrating.forms.base import Drawn, Form
from students.accounts import pupils
from students.models import User
from students.sessions import attempts

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:
    # Generic in the stubs only.
    _SetPasswordForm = SetPasswordForm


_CODE_HELP = _("Six digits from the app on the phone, or one of the recovery codes.")


def _code(help_text: Any = _CODE_HELP, **attributes: object) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", **attributes})
    return forms.CharField(label=_("Code"), max_length=20, help_text=help_text, widget=widget)


def _present_password() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=_("Current password"), strip=False, widget=widget)


class SignInForm(Drawn, AuthenticationForm):
    """The form at the door: one answer for a wrong password, an unknown account and a closed one."""

    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"),
        _("The account name or the password is not right. Check capital letters in the password."),
    )

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Account or school number")

    def clean_username(self) -> str:
        return pupils.account_meant(self.cleaned_data["username"])

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if pupils.close_if_gone(user, at=timezone.now()):
            raise self.get_invalid_login_error()


class CodeForm(Form):
    """The second step of signing in."""

    code = _code(inputmode="text", autocapitalize="none", autofocus=True)
    trust = forms.BooleanField(
        label=_("Ask for no code on this device for 30 days"),
        required=False,
        help_text=_("Only on a computer or phone that nobody else uses."),
    )


class SetUpForm(Form):
    """The first code, which proves that the phone has the secret."""

    code = _code("", inputmode="numeric")


class PasswordAndCodeForm(Form):
    """What it takes to change the second step."""

    password = _present_password()
    code = _code(autocapitalize="none")


class OwnPasswordForm(Drawn, _SetPasswordForm):
    """A new password twice. The old one is asked for too, unless it was a one-time password just used."""

    old_password = _present_password()
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        # The rules stand above the boxes, in words that fit whoever reads them.
        self.fields["new_password1"].help_text = self.fields["new_password2"].help_text = ""
        if user.must_change_password:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        """Compare it as a try at the door is: whoever finds a computer left open guesses no faster than there."""
        old: str = self.cleaned_data["old_password"]
        # No account has a blank in its name: these tries are counted beside the others.
        tries = f"{self.user.username} password"
        made = attempts.begin(tries, "", at=timezone.now())
        if not made.allowed:
            minutes = math.ceil(made.wait.total_seconds() / 60)
            sentence = ngettext(
                "Too many wrong passwords. Try again in %(minutes)d minute.",
                "Too many wrong passwords. Try again in %(minutes)d minutes.",
                minutes,
            )
            raise ValidationError(sentence, code="wait", params={"minutes": minutes})
        if not self.user.check_password(old):
            raise ValidationError(_("This is not your current password. Type it again."), code="password_incorrect")
        attempts.forget(tries, "")
        return old

    def clean_new_password2(self) -> str:
        new: str = self.cleaned_data.get("new_password2") or ""
        # The slip with the one-time password may lie about: it must not stay in force.
        if new and self.user.check_password(new):
            raise ValidationError(_("Choose a password other than the current one."), code="password_same")
        return new
