"""Forms of the queue of rewards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import Entitlement
from awards.rules.entitlements import RewardKind
from awards.settlement.access import settled_classes
from starrating.forms.base import Form
from starrating.forms.fields import SomeOf, offer
from students.models import SchoolClass, Term


class HandOutForm(Form):
    """The entitlements ticked, of one term, or all that were found but the flagged."""

    all = forms.BooleanField(required=False)
    entitlements = SomeOf(queryset=Entitlement.objects.none(), required=False)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entitlements", Entitlement.objects.filter(term=term))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("all") and not cleaned.get("entitlements"):
            raise forms.ValidationError(_("Choose at least one line."))
        return cleaned


class QueueForm(Form):
    """Which part of the queue is shown; what is not chosen narrows nothing."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    school_class = forms.ModelChoiceField(
        label=_("Class"), required=False, queryset=SchoolClass.objects.none(), empty_label=_("All classes")
    )
    everything = forms.BooleanField(label=_("Also what is done or withdrawn"), required=False)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("All kinds")), *RewardKind.choices]
        offer(self, "school_class", settled_classes(term), lambda row: row.name_in(term.school_year))
