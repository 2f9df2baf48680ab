"""How the certificates of a ceremony are printed; their date and their order are the ceremony's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.rules.ceremonies import ON_STAGE
from awards.rules.entitlements import RewardKind
from reports.honours.forms import OnFormsForm
from reports.models import PaperKind


class CeremonyPapersForm(OnFormsForm):
    kind = forms.ChoiceField(label=_("Paper"), choices=[(kind.value, PaperKind(kind.value).label) for kind in ON_STAGE])

    field_order = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kind=RewardKind.CERTIFICATE, **kwargs)
