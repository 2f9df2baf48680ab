"""The form for a workbook of month sheets."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from awards.models import Round
from awards.terms.forms import MonthField
from starrating.forms import day_field, offer
from students.imports.pipeline.forms import UploadForm
from students.models import School


class SheetsFileForm(UploadForm):
    """Which month the sheets are of, and on what day the class held its steps."""

    round = MonthField(empty_label=None)
    held_on = day_field(_("Steps held on"), required=False, help_text=_("Empty: the last day of the month's round."))
    field_order = ["round", "file", "held_on"]

    def __init__(self, *args: Any, school: School, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, school=school, today=today, **kwargs)
        self.today = today
        # The page lists them as well.
        self.rounds = Round.objects.filter(term__school=school).begun_by(today)
        offer(self, "round", self.rounds)

    def clean_held_on(self) -> dt.date | None:
        held_on: dt.date | None = self.cleaned_data["held_on"]
        if held_on is not None and held_on > self.today:
            raise ValidationError(_("This day has not come yet. Give today or an earlier day."))
        return held_on

    def answers(self) -> dict[str, object]:
        held_on = self.cleaned_data.get("held_on")
        return {"round": self.cleaned_data["round"].pk, "held_on": held_on.isoformat() if held_on else ""}
