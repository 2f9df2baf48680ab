"""Forms of the scheme's versions: what to begin with, and a file that somebody has written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from awards.models import Scheme
from awards.schemes.access import schemes_of
from awards.schemes.presets import available_presets
from starrating.forms.base import Form
from starrating.forms.fields import OneOf, offer
from students.models import School

# Many times the largest that ships.
MOST_BYTES = 128 * 1024


class StartForm(Form):
    """A preset or a version of the school; exactly one of them."""

    preset = forms.ChoiceField(required=False)
    version = OneOf(queryset=Scheme.objects.none(), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        preset: Any = self.fields["preset"]
        preset.choices = [(code, code) for code in available_presets()]
        offer(self, "version", schemes_of(school))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("preset")) == bool(cleaned.get("version")):
            raise ValidationError(_("Choose what to start with."))
        return cleaned


class SchemeFileForm(Form):
    file = forms.FileField(
        label=_("Scheme file (.toml)"),
        help_text=_("A file as the download of a version gives it; it becomes a draft of its own."),
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large for a scheme. Choose a .toml file that was exported here."))
        return file


class SeenForm(Form):
    """What the draft said when the page was made."""

    seen = forms.CharField(max_length=64)
