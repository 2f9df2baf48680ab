"""What the record calls acts about the pupil's step."""

from django.utils.translation import gettext_lazy as _

from awards.models import SheetState
from starrating.operations.actions import Action, Kind

_SHEET_STATE = {"state": SheetState}

ACTIONS = (
    Action("sheet.declared", _("Pupil put forward"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.goals_set", _("Pupil's goals set"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.retracted", _("Pupil taken back"), Kind.SHEETS, _SHEET_STATE),
)
