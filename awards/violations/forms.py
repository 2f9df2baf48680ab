"""Forms of violations and formal punishments: they read what was typed; the verbs say what may be done."""

import datetime as dt
import re
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import Ground, PunishmentKind, Scheme
from awards.violations.verbs import MinorFault
from starrating.forms.base import Form, together
from starrating.forms.fields import REASON_LENGTH, OneOf, day_field, offer, reason_field
from starrating.forms.shared import ReasonForm
from students.choosing import PupilField, offer_classes
from students.models import School, SchoolClass, Student
from students.pupils.forms import PupilNumberForm

_RECORD = re.compile(r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})[\s,，:：]*(?P<note>.+)")


class RecordsField(forms.CharField):
    """One dated record a line, such as ``2025-10-08 迟到``."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> tuple[MinorFault, ...]:
        text = super().clean(value)
        return tuple(self._record(line.strip()) for line in text.splitlines() if line.strip())

    def _record(self, line: str) -> MinorFault:
        match = _RECORD.fullmatch(line)
        try:
            if match is not None:
                return MinorFault(dt.date.fromisoformat(match["day"]), match["note"].strip()[:200])
        except ValueError:
            pass
        raise forms.ValidationError(_("Write each record as a day and what happened: 2025-10-08 迟到"))


class ProposeForm(Form):
    """An incident, as on the form on paper (违纪扣星审批表)."""

    layout = Layout(
        Fieldset(gettext_lazy("Who, and for what"), together("student", "ground")),
        Fieldset(gettext_lazy("The incident"), together("happened_on", "place"), "facts"),
        Fieldset(gettext_lazy("Pupil and guardian"), "statement", together("guardian_told_on", "guardian_told_how")),
        Fieldset(gettext_lazy("Repeated minor faults"), "records", "written_ground"),
    )

    student = PupilField()
    ground = OneOf(label=gettext_lazy("Ground"), queryset=Ground.objects.none())
    happened_on = day_field(gettext_lazy("Day of the incident"))
    place = forms.CharField(label=gettext_lazy("Place of the incident"), max_length=60)
    facts = forms.CharField(label=gettext_lazy("Facts"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    statement = forms.CharField(
        label=gettext_lazy("The pupil's own statement"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    guardian_told_on = day_field(gettext_lazy("Guardian told on"), required=False)
    guardian_told_how = forms.CharField(label=gettext_lazy("Guardian told how"), max_length=60, required=False)
    records = RecordsField(
        label=gettext_lazy("Dated records"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("For repeated minor faults: one per line, such as 2025-10-08 迟到."),
    )
    written_ground = forms.CharField(
        label=gettext_lazy("Written ground in place of records"), max_length=1000, required=False
    )

    def __init__(
        self,
        *args: Any,
        school: School,
        classes: QuerySet[SchoolClass],
        scheme: Scheme | None,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        pupils = Student.objects.filter(enrolments__school_class__in=classes).distinct()
        offer_classes(self, "student", pupils, classes, school, today)
        offer(self, "ground", Ground.objects.filter(scheme=scheme))


class SupplementForm(Form):
    layout = Layout("statement", together("guardian_told_on", "guardian_told_how"), "written_ground")

    statement = forms.CharField(
        label=gettext_lazy("The pupil's own statement"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    guardian_told_on = day_field(gettext_lazy("Guardian told on"))
    guardian_told_how = forms.CharField(label=gettext_lazy("Guardian told how"), max_length=60)
    written_ground = forms.CharField(
        label=gettext_lazy("Written ground in place of records"), max_length=1000, required=False
    )


class DecisionForm(ReasonForm):
    """A decision with its reason."""

    stars = forms.IntegerField(label=gettext_lazy("Stars deducted"), required=False, min_value=1)


class PunishmentForm(PupilNumberForm):
    """A decision of the school, as its document says."""

    layout = Layout(together("number", "kind"), together("decided_on", "until"), "ground")

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"), choices=PunishmentKind.choices, coerce=PunishmentKind, empty_value=None
    )
    decided_on = day_field(gettext_lazy("Day of the decision"))
    until = day_field(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until it is lifted."))
    ground = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class LiftForm(Form):
    on = day_field(gettext_lazy("Lifted on"))
    reason = reason_field(lines=1)
