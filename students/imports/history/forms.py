"""What the list of imports is asked for, and why one is taken back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.fields import reason_field
from starrating.forms.shared import ReasonForm
from students.imports.history.verbs import LONGEST_REASON


class HistoryForm(Form):
    """What to look for among the imports; every field may be left empty."""

    text = forms.CharField(
        label=_("File or person"), required=False, max_length=60, help_text=_("Part of the file's name, or who did it.")
    )
    kind = forms.ChoiceField(label=_("Kind of file"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all kinds")), *kinds]  # type: ignore[attr-defined]


class TakeBackForm(ReasonForm):
    """Why an import is taken back."""

    digest = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field(longest=LONGEST_REASON, lines=2, help_text=_("It stands in the audit."))
