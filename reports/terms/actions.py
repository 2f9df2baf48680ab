"""What the record calls acts about a term's figures and files."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models import TermState

_TERM_STATE = {"state": TermState}

ACTIONS = (
    Action("ledger.exported", _("Ledger exported"), Kind.SENSITIVE),
    Action("term.exported", _("Term workbook exported"), Kind.SCHOOL, _TERM_STATE),
)
