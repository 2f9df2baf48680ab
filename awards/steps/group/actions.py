"""What the record calls acts about the group's step."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import SheetState
from starrating.operations.actions import Action, Kind

_SHEET_STATE = {"state": SheetState}

ACTIONS = (
    Action("sheet.discussed", _("Group's result noted"), Kind.SHEETS, _SHEET_STATE),
    Action("sheet.discussion_undone", _("Group's result taken back"), Kind.SHEETS, _SHEET_STATE),
)
# What is kept with them, as people say it.
VALUES = (
    ("agreed", pgettext_lazy("recorded value", "the group agrees")),
    ("hands", pgettext_lazy("recorded value", "hands for and against")),
)
