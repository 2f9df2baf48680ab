"""Forms of office and administrator: they read what was typed; what may be done is the verbs' matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import ClassRound, Round, Scheme, StarItem
from awards.office_access import published_schemes
from awards.pages.audit_kinds import AuditKind
from students.class_names import grade_name
from students.models import Enrolment, School, Student

# As long as the paper's own line for a reason.
REASON_LENGTH = 500


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day in the browser's own picker; it is always sent as 2025-09-01, whatever the language."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **options)


class KeyForm(forms.Form):
    """A form with one effect, however often it is sent."""

    idempotency_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class LateStarForm(KeyForm):
    """A name that was left out of a final sheet."""

    student = forms.ModelChoiceField(label=gettext_lazy("Pupil"), queryset=Student.objects.none())
    item = forms.ModelChoiceField(label=gettext_lazy("Star"), queryset=StarItem.objects.none())
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LENGTH)

    def __init__(self, *args: Any, sheet: ClassRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        student: Any = self.fields["student"]
        item: Any = self.fields["item"]
        seated = Enrolment.objects.active_on(sheet.round.ends_on).filter(school_class=sheet.school_class_id)
        student.queryset = Student.objects.filter(pk__in=seated.values("student")).order_by("number")
        student.label_from_instance = lambda pupil: f"{pupil.number} {pupil.name}"
        item.queryset = StarItem.objects.filter(pk__in=[one.pk for one in StarItem.objects.of_round(sheet.round)])
        item.label_from_instance = lambda star: star.name


class FileForm(KeyForm):
    """The sheets to file and the day of filing."""

    sheets = forms.ModelMultipleChoiceField(
        queryset=ClassRound.objects.none(),
        error_messages={"required": gettext_lazy("Choose at least one sheet.")},
    )
    on = day_field(gettext_lazy("Day of filing"))

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sheets"]
        field.queryset = ClassRound.objects.filter(round=round_)


class RemarksForm(KeyForm):
    """Names ticked on the sheet, each with its own remark."""

    line = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        lines: Any = self.fields["line"]
        ticked = data.getlist("line") if data is not None else []
        # Any number will do here: whether the name stands on the sheet is the verb's to say.
        lines.choices = [(value, value) for value in ticked if value.isdecimal()]

    @property
    def remarks(self) -> dict[int, str]:
        """By the key of each ticked line, what is written beside it."""
        return {pk: self.data.get(f"remark-{pk}", "") for pk in self.cleaned_data.get("line", [])}


class FileOneForm(RemarksForm):
    """The day, why the sheet may stand above a quota where it does (A10), and the names that are held back."""

    on = day_field(gettext_lazy("Day of filing"))
    excess_reason = forms.CharField(required=False, strip=True, max_length=REASON_LENGTH)


class TextsField(forms.Field):
    """Any number of texts under one name; those ticked on the page, which are free text to the form."""

    def clean(self, value: Any) -> list[str]:
        return [text.strip() for text in value or [] if text.strip()]


class ReturnForm(RemarksForm):
    """Reasons ticked and a reason typed make one reason; names ticked each bring their own remark."""

    at_hand = TextsField(required=False, widget=forms.SelectMultiple)
    reason = forms.CharField(required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        texts = [*cleaned.get("at_hand", []), cleaned.get("reason", "")]
        reason = "\n".join(text for text in texts if text)
        cleaned["reason"] = reason
        if not reason and not cleaned.get("line"):
            self.add_error("reason", _("Please give a reason."))
        elif len(reason) > REASON_LENGTH:
            sentence = _("The reason is too long: %(length)d characters, and the limit is %(limit)d.")
            self.add_error("reason", sentence % {"length": len(reason), "limit": REASON_LENGTH})
        return cleaned


class TermForm(KeyForm):
    """A term to open."""

    school_year = forms.IntegerField(
        label=gettext_lazy("School year"),
        min_value=2000,
        max_value=2100,
        help_text=gettext_lazy("The calendar year in which the school year starts."),
    )
    ordinal = forms.TypedChoiceField(
        label=gettext_lazy("Term of the year"),
        choices=[(1, gettext_lazy("First term")), (2, gettext_lazy("Second term"))],
        coerce=int,
    )
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    scheme = forms.ModelChoiceField(
        label=gettext_lazy("Scheme"),
        queryset=Scheme.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The version that the whole term is held under; later versions do not change it."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scheme"]
        field.queryset = published_schemes(school)
        field.label_from_instance = scheme_label


def scheme_label(scheme: Scheme) -> str:
    return _("%(name)s, version %(version)d") % {"name": scheme.name, "version": scheme.version}


class RoundForm(KeyForm):
    """The days and grades of a round."""

    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    due_on = day_field(gettext_lazy("Due on"), help_text=gettext_lazy("Sheets submitted after this day are late."))
    grades = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Grades that take part"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["grades"]
        field.choices = [
            (grade, grade_name(grade, school.grade_style, first_grade=school.first_grade)) for grade in school.grades
        ]


class AuditForm(forms.Form):
    """What to look for in the audit; every field may be left empty."""

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
        label=gettext_lazy("Kind of event"),
        required=False,
        choices=[("", gettext_lazy("all kinds")), *AuditKind.choices],
    )
    since = day_field(gettext_lazy("From day"), required=False)
    until = day_field(gettext_lazy("To day"), required=False)

    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """The first moment of the first day and the first moment after the last, in the school's time zone."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        return _midnight(since) if since else None, _midnight(until + dt.timedelta(days=1)) if until else None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
