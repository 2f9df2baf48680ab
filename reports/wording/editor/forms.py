"""The words of a paper, as they are edited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import PaperKind
from reports.typesetting.wordings import PARTS
from reports.wording.verbs import problems
from starrating.forms.base import Form

_PART_LABELS = {
    "title": _("Title"),
    "opening": _("Opening"),
    "body": _("Text"),
    "honour": _("Honour, in large letters"),
    "closing": _("Closing"),
}


class WordingForm(Form):
    """The parts of one paper's wording; what is wrong with one stands beside it."""

    def __init__(self, *args: Any, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for part in PARTS[kind]:
            widget = forms.Textarea(attrs={"rows": 6}) if part == "body" else forms.TextInput()
            self.fields[part] = forms.CharField(label=_PART_LABELS[part], required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part, sentence in problems(self.kind, data).items():
            self.add_error(part, sentence)
        return data
