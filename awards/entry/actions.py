"""What the record calls acts about a class's sheet and shortlist."""

from django.utils.translation import gettext_lazy as _

from awards.models import LineState
from starrating.operations.actions import Action, Kind

_LINE_STATE = {"state": LineState}

ACTIONS = (
    Action("line.nominated", _("Nominated on a pupil's behalf"), Kind.SHEETS, _LINE_STATE),
    Action("line.restored", _("Name put back"), Kind.SHEETS, _LINE_STATE),
    Action("line.struck", _("Name taken off"), Kind.SHEETS, _LINE_STATE),
)
