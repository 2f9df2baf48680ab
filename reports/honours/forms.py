"""Forms of letters and certificates, and of their wording; what may be done is the verbs' matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import Entitlement
from awards.rules.entitlements import RewardKind, RewardState
from awards.settlement.access import settled_classes
from reports.honours.papers import ON_FORMS, Extras, OnForm
from starrating.forms.base import Form
from starrating.forms.fields import day_field, offer
from students.models import SchoolClass, Term

# Further than this no printer is off; a typing mistake would push the text off the paper.
MOST_MM = 50


class OnFormsForm(Form):
    """What printing a paper of ``kind`` needs besides its date."""

    def __init__(self, *args: Any, kind: RewardKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in ON_FORMS:
            self._add_on_forms()
        if kind == RewardKind.CERTIFICATE:
            label = _("With the photo, where a guardian has agreed to one")
            self.fields["photos"] = forms.BooleanField(label=label, required=False)

    def _add_on_forms(self) -> None:
        self.fields["plain"] = forms.BooleanField(
            label=_("Ready-made forms: leave out the frame and the title, which the form has"), required=False
        )
        self.fields["closed"] = forms.BooleanField(
            label=_("The form has the closing words as well: leave them out"), required=False
        )
        for name, label in (("dx", _("Move right by (mm)")), ("dy", _("Move down by (mm)"))):
            self.fields[name] = forms.FloatField(
                label=label,
                required=False,
                min_value=-MOST_MM,
                max_value=MOST_MM,
                widget=forms.NumberInput(attrs={"step": "0.5"}),
            )

    def extras(self) -> Extras:
        """Give what a valid form says besides the date."""
        data = self.cleaned_data
        on_form = OnForm(bool(data.get("plain")), data.get("dx") or 0, data.get("dy") or 0, bool(data.get("closed")))
        return Extras(on_form, bool(data.get("photos")))


class OnePaperForm(OnFormsForm):
    """How one paper is printed."""

    day = day_field(_("Date on the paper"))


class BatchForm(OnePaperForm):
    """Which papers of one kind to print: of the whole school or one class, those to hand over or all."""

    school_class = forms.ModelChoiceField(
        label=_("Class"), required=False, queryset=SchoolClass.objects.none(), empty_label=_("All classes")
    )
    everything = forms.BooleanField(label=_("Also those that have been handed out"), required=False)

    field_order = ("school_class", "day")

    def __init__(self, *args: Any, term: Term, kind: RewardKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        offer(self, "school_class", settled_classes(term), lambda row: row.name_in(term.school_year))
        self.rows = Entitlement.objects.filter(term=term, kind=kind).settled().exclude(state=RewardState.WITHDRAWN)

    def chosen(self) -> list[int]:
        """Give the keys of the rewards that a valid form asks for."""
        rows = self.rows if self.cleaned_data["everything"] else self.rows.to_do()
        school_class = self.cleaned_data["school_class"]
        if school_class is not None:
            rows = rows.filter(level__school_class=school_class)
        return list(rows.values_list("pk", flat=True))
