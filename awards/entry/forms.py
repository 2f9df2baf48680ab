"""What the pages of a class's sheet send: a line of names, changed cells, steps held on paper."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import HeldStep, Round
from awards.sheets.entering import Change
from awards.sheets.paper_steps import why_not_held
from starrating.forms.base import Form
from starrating.forms.fields import reason_field, sent_under
from starrating.forms.shared import ReasonForm
from starrating.web.keys import key_in


class SeenForm(Form):
    """A form of a sheet; ``seen`` is the version of it that the writer had in view."""

    seen = forms.IntegerField(required=False, min_value=0)
    view = forms.ChoiceField(required=False, choices=[(name, name) for name in ("stars", "tiles", "grid")])


class PicksForm(SeenForm):
    """Kept pieces settled: each ``pick`` is ``<pupil>:<kept piece>``; ``certain`` takes all that were pasted."""

    certain = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        pairs = [value.partition(":") for value in sent_under(self, "pick")]
        keys = [(key_in(piece), key_in(student)) for student, _colon, piece in pairs]
        cleaned["picks"] = {piece: student for piece, student in keys if piece is not None and student is not None}
        return cleaned


class NamesForm(SeenForm):
    """A line of names for one star, or a text that names other stars too."""

    item = forms.IntegerField()
    # A whole month pasted at once, with the words around it.
    names = forms.CharField(required=False, max_length=20_000)


class PasteForm(SeenForm):
    """A whole month in one text, each star with its name before its winners."""

    text = forms.CharField(max_length=20_000)


class DropForm(SeenForm):
    """Kept pieces taken out: each ``drop`` is one or more of them, with blanks between."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sent = " ".join(sent_under(self, "drop")).split()
        cleaned["pieces"] = {key for value in sent if (key := key_in(value)) is not None}
        return cleaned


class CellsForm(SeenForm):
    """Changed cells: each ``cell`` is ``<pupil>:<star>:<0 or 1>``.

    A page without scripts sends all its ticks (``on``) and what was ticked when it was printed (``shown``) instead;
    what differs is what its writer changed, so that a colleague's ticks of meanwhile are left alone.
    """

    shown = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["changes"] = self._cells() + self._differences()
        except ValueError as error:
            raise forms.ValidationError(
                _("These changes could not be read. Load the page again and make them once more.")
            ) from error
        return cleaned

    def _cells(self) -> list[Change]:
        rows = [value.split(":") for value in sent_under(self, "cell")]
        return [Change(int(student), int(item), wanted=wanted == "1") for student, item, wanted in rows]

    def _differences(self) -> list[Change]:
        if "shown" not in self.data:
            return []
        before = set(self.cleaned_data.get("shown", "").split())
        after = set(sent_under(self, "on"))
        return [_cell(value, wanted=False) for value in sorted(before - after)] + [
            _cell(value, wanted=True) for value in sorted(after - before)
        ]


def _cell(value: str, *, wanted: bool) -> Change:
    student, item = value.split(":")
    return Change(int(student), int(item), wanted=wanted)


class StepForm(Form):
    """One step held on paper (A55): ticked, with its day and who took part.

    What the page was printed with comes back beside it, so that what was typed for a step left unticked is told.
    """

    held = forms.BooleanField(required=False)
    held_on = forms.DateField(
        label=_("Date"),
        required=False,
        show_hidden_initial=True,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    participants = forms.CharField(
        label=_("Who took part"),
        required=False,
        show_hidden_initial=True,
        max_length=HeldStep._meta.get_field("participants").max_length,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, *args: Any, round_: Round, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.today = round_, today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("held"):
            self._look_at_day(cleaned.get("held_on"))
            if not cleaned.get("held_on") and "held_on" not in self.errors:
                self.add_error("held_on", _("When was it held?"))
            if not cleaned.get("participants") and "participants" not in self.errors:
                self.add_error("participants", _("Who took part?"))
        else:
            self._look_for_typed()
        return cleaned

    def _look_for_typed(self) -> None:
        for name in {"held_on", "participants"}.intersection(self.changed_data):
            if self.cleaned_data.get(name):
                self.add_error(name, _("The step is not ticked. Tick it if it was held, otherwise empty this field."))

    def _look_at_day(self, day: dt.date | None) -> None:
        no = why_not_held(self.round, day, self.today) if day is not None else None
        if no is not None:
            self.add_error("held_on", no.message)

    def says_new(self, held: HeldStep | None) -> bool:
        """Tell whether the ticked step differs from what is on the sheet."""
        said: tuple[dt.date, str] = (self.cleaned_data["held_on"], self.cleaned_data["participants"])
        return held is None or said != (held.held_on, held.participants)


class NominateForm(ReasonForm):
    """A pupil to nominate on the pupil's behalf (A6); ``pick`` says who was meant, as in :class:`NamesForm`."""

    item = forms.IntegerField()
    names = forms.CharField(required=False, max_length=200)
    reason = reason_field(longest=None, needed=False)


class SubmitForm(Form):
    """The form that hands a sheet in; ``seen`` and ``seen_at`` (seconds since 1970) say which state was looked at."""

    seen = forms.IntegerField(min_value=0)
    early = forms.BooleanField(required=False)
    seen_at = forms.FloatField(required=False)
