"""Forms of the office: they read what was typed; what may be done is the verbs' matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import ClassRound, Round, StarItem
from starrating.forms.base import Form
from starrating.forms.fields import REASON_LENGTH, OneOf, SomeOf, day_field, offer, reason_field
from starrating.refused import too_long
from starrating.web.keys import key_in
from students.choosing import PupilField, offer_class


class LateStarForm(Form):
    """A name that was left out of a final sheet."""

    student = PupilField()
    item = OneOf(label=gettext_lazy("Star"), queryset=StarItem.objects.none())
    reason = reason_field(lines=1)

    def __init__(self, *args: Any, sheet: ClassRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_class(self, "student", sheet.school_class, sheet.round.ends_on)
        stars = StarItem.objects.filter(pk__in=[one.pk for one in StarItem.objects.of_round(sheet.round)])
        offer(self, "item", stars, lambda star: star.name)


class FilingDayForm(Form):
    """The day of filing, and why it is past where it is."""

    on = day_field(gettext_lazy("Day of filing"))
    day_reason = forms.CharField(required=False, strip=True, max_length=REASON_LENGTH)


class FilingForm(FilingDayForm):
    """The sheets to file, with the day."""

    sheets = SomeOf(
        queryset=ClassRound.objects.none(), error_messages={"required": gettext_lazy("Choose at least one sheet.")}
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "sheets", ClassRound.objects.filter(round=round_))


class RemarksForm(Form):
    """Names ticked on the sheet, each with its own remark."""

    line = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        lines: Any = self.fields["line"]
        ticked = data.getlist("line") if data is not None else []
        # Any number will do here: whether the name stands on the sheet is the verb's to say.
        lines.choices = [(value, value) for value in ticked if key_in(value) is not None]

    @property
    def remarks(self) -> dict[int, str]:
        """What is written beside each ticked line, by its key."""
        return {pk: self.data.get(f"remark-{pk}", "") for pk in self.cleaned_data.get("line", [])}


class OneFilingForm(RemarksForm, FilingDayForm):
    """The day, why the sheet may stand above a quota where it does (A10), and the names that are held back."""

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
            self.add_error("reason", too_long(reason, REASON_LENGTH))
        return cleaned
