"""What the record calls acts about a class's steps on screen."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import SheetState
from starrating.operations.actions import Action, Kind

_SHEET_STATE = {"state": SheetState}

ACTIONS = (
    Action("sheet.step_closed", _("Step closed on screen"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.step_reopened", _("Step reopened"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.hands_counted", _("Hands counted at the class meeting"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.hands_forgotten", _("Hands of the class meeting undone"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.discussed", _("Group's result recorded"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.discussion_undone", _("Group's result undone"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.declared", _("Pupil put forward"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.goals_set", _("Pupil's goals set"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.retracted", _("Self-report withdrawn"), Kind.SHEETS, _SHEET_STATE),
)
# What is kept with them, as people say it.
VALUES = (
    ("over", pgettext_lazy("recorded value", "steps over")),
    ("ballots", pgettext_lazy("recorded value", "ballots cast")),
    ("agreed", pgettext_lazy("recorded value", "the group agrees")),
    ("hands", pgettext_lazy("recorded value", "hands for and against")),
)
