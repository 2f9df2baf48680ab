"""What the audit page is asked for."""

import datetime as dt

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from starrating.forms.base import Form, together
from starrating.forms.fields import day_field
from starrating.operations.actions import Kind


class AuditForm(Form):
    """What to look for in the audit; every field may be left empty."""

    layout = Layout(together("person", "about", "kind", "since", "until"))

    person = forms.CharField(
        label=gettext_lazy("Who did it"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Name, initials or account."),
    )
    about = forms.CharField(
        label=gettext_lazy("Pupil or class"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Name, number or initials of a pupil, or a class."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of event"), required=False, choices=[("", gettext_lazy("all kinds")), *Kind.choices]
    )
    since = day_field(gettext_lazy("From day"), required=False)
    until = day_field(gettext_lazy("To day"), required=False)

    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Give the first moment of the first day and the first moment after the last, in the school's time zone."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        return _midnight(since) if since else None, _midnight(until + dt.timedelta(days=1)) if until else None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
