"""What the record calls acts about the committee's step."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import SheetState
from starrating.operations.actions import Action, Kind

_SHEET_STATE = {"state": SheetState}

ACTIONS = (Action("sheet.voted", _("Ballots cast"), Kind.SHEETS, _SHEET_STATE),)
# What is kept with them, as people say it.
VALUES = (("ballots", pgettext_lazy("recorded value", "ballots cast")),)
