"""What the record calls acts about the archive of settled terms."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models import TermState

_TERM_STATE = {"state": TermState}

ACTIONS = (Action("term.archived", _("Term archived"), Kind.SCHOOL, _TERM_STATE),)
