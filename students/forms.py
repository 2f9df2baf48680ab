"""Forms of `students`: signing in, passwords, files."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from starrating.cells.child.limits import MAX_BYTES
from starrating.operations.idempotency import FIELD
from students import pupil_accounts
from students.models import School, Term, User

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:
    # Generic in the stubs only.
    _SetPasswordForm = SetPasswordForm


class SignInForm(AuthenticationForm):
    """The same answer for a wrong password, an unknown account and one that is closed."""

    error_messages = {
        "invalid_login": _("The account name or the password is not right. Mind capital letters in the password."),
        "inactive": _("The account name or the password is not right. Mind capital letters in the password."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Account or school number")

    def clean_username(self) -> str:
        return pupil_accounts.account_meant(self.cleaned_data["username"])

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if pupil_accounts.close_if_gone(user, at=timezone.now()):
            raise self.get_invalid_login_error()


class CodeForm(forms.Form):
    """The second step of signing in."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from the app on the phone, or one of the recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none", "autofocus": True}
        ),
    )
    trust = forms.BooleanField(
        label=_("Ask for no code on this device for 30 days"),
        required=False,
        help_text=_("Only on a computer or phone that nobody else uses."),
    )


class SetUpForm(forms.Form):
    """The first code, which proves that the phone has the secret."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordAndCodeForm(forms.Form):
    """What it takes to change the second step."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from the app on the phone, or one of the recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class OwnPasswordForm(_SetPasswordForm):
    """A new password twice. The old one is asked for too, unless it was a one-time password just used."""

    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        # The rules stand above the boxes, in words that fit whoever reads them.
        self.fields["new_password1"].help_text = self.fields["new_password2"].help_text = ""
        if user.must_change_password:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise ValidationError(_("This is not your present password."), code="password_incorrect")
        return old

    def clean_new_password2(self) -> str:
        new: str = self.cleaned_data.get("new_password2") or ""
        # The slip with the one-time password may lie about: it must not stay in force.
        if new and self.user.check_password(new):
            raise ValidationError(_("Choose a password other than the present one."), code="password_same")
        return new


class KeyForm(forms.Form):
    """A form that has one effect however often it is sent."""

    # Several forms stand on one page, and nothing refers to the hidden field by an id.
    idempotency_key = forms.CharField(
        max_length=64, widget=forms.HiddenInput(attrs={"id": False}), initial=lambda: str(uuid.uuid4())
    )


assert FIELD in KeyForm.base_fields, "the field is named as the idempotency keys expect"  # noqa: S101


class FileForm(forms.Form):
    """One file of a school's own making."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx or .csv file. Nothing is changed before you have seen the preview."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.ods"}),
        error_messages={"empty": _("The file is empty. Choose the file again or export it again.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            limit = {"limit": MAX_BYTES // 1024 // 1024}
            raise ValidationError(_("The file is larger than %(limit)d MB.") % limit)
        return file


class DatedFileForm(FileForm):
    """A roster or staff matrix: of which term, and valid from which day."""

    term = forms.ModelChoiceField(
        label=_("Term"),
        queryset=Term.objects.none(),
        required=False,
        empty_label=_("the latest open term"),
        help_text=_("Its school year says which class 七年级(1)班 is."),
    )
    starts_on = forms.DateField(
        label=_("Valid from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: the first day of the term."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["term"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = Term.objects.filter(school=school)

    def options(self) -> dict[str, object]:
        """What is kept beside the file, as JSON."""
        term, starts_on = self.cleaned_data.get("term"), self.cleaned_data.get("starts_on")
        return {"term": term.code if term else "", "starts_on": starts_on.isoformat() if starts_on else ""}
