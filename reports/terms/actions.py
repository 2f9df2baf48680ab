"""What the record calls the acts of this subject."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models import TermState

_TERM_STATE = {"state": TermState}

ACTIONS = (
    Action("ledger.exported", _("Ledger exported"), Kind.SENSITIVE),
    Action("term.exported", _("Term workbook exported"), Kind.SCHOOL, _TERM_STATE),
)
