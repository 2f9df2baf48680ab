"""What the record calls acts about a class's sheet."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import SheetState
from starrating.operations.actions import Action, Kind

_SHEET_STATE = {"state": SheetState}

ACTIONS = (
    Action("sheet.entered", _("Names entered"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.filed", _("Sheet filed"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.filing_undone", _("Filing undone"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.finalized", _("Sheet took effect"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.names_dropped", _("Names not recognised taken out"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.names_kept", _("Names not recognised kept"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.recalled", _("Sheet withdrawn"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.rest_declined", _("Other names not chosen"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.returned", _("Sheet returned"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.step_held", _("Step ticked"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.step_withdrawn", _("Tick removed"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.steps_held", _("Steps ticked"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.submitted", _("Sheet submitted"), Kind.SHEETS, _SHEET_STATE),
    Action("star.added", _("Star added that was left out"), Kind.STARS),
    Action("star.reversed", _("Star revoked"), Kind.STARS),
)
# What is kept with them, as people say it.
VALUES = (
    ("brought_in", pgettext_lazy("recorded value", "brought in later")),
    ("filed_on", pgettext_lazy("recorded value", "day of filing")),
    ("notice_from", pgettext_lazy("recorded value", "on notice from")),
    ("notice_until", pgettext_lazy("recorded value", "on notice until")),
)
