"""Forms of formal punishments: they read what was typed; what may be done is the verbs' matter."""

from django import forms
from django.utils.translation import gettext_lazy

from awards.models import PunishmentKind
from starrating.forms import REASON_LENGTH, day_field
from students.pupils.forms import PupilNumberForm


class PunishmentForm(PupilNumberForm):
    """A decision of the school, as its document says."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"), choices=PunishmentKind.choices, coerce=PunishmentKind, empty_value=None
    )
    decided_on = day_field(gettext_lazy("Day of the decision"))
    until = day_field(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until it is lifted."))
    ground = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class LiftForm(forms.Form):
    on = day_field(gettext_lazy("Lifted on"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LENGTH)
