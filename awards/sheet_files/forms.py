"""The form for a workbook of month sheets."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from awards.models import Round
from awards.sheets.paper_steps import why_not_held
from awards.terms.forms import MonthField
from starrating.forms.fields import day_field, offer
from students.imports.pipeline.forms import UploadForm
from students.models import School


class SheetsFileForm(UploadForm):
    """Which month the sheets are of, and on what day the class held its steps."""

    round = MonthField(empty_label=None)
    held_on = day_field(_("Steps held on"), required=False, help_text=_("Empty: the month's last day for stars."))
    field_order = ["round", "file", "held_on"]

    def __init__(self, *args: Any, school: School, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, school=school, today=today, **kwargs)
        self.today = today
        # The page lists them as well.
        self.rounds = Round.objects.filter(term__school=school).select_related("term").begun_by(today)
        offer(self, "round", self.rounds)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        round_, held_on = cleaned.get("round"), cleaned.get("held_on")
        no = why_not_held(round_, held_on, self.today) if round_ and held_on else None
        if no is not None:
            self.add_error("held_on", no.message)
        return cleaned

    def answers(self) -> dict[str, object]:
        held_on = self.cleaned_data.get("held_on")
        return {"round": self.cleaned_data["round"].pk, "held_on": held_on.isoformat() if held_on else ""}
