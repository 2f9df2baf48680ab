"""What the record calls acts about terms and rounds."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models import TermState

_TERM_STATE = {"state": TermState}

ACTIONS = (
    Action("round.added", _("Month added"), Kind.SCHOOL),
    Action("round.changed", _("Month changed"), Kind.SCHOOL),
    Action("round.opened", _("Month opened"), Kind.SCHOOL),
    Action("round.removed", _("Month removed"), Kind.SCHOOL),
    Action("term.changed", _("Days of the term changed"), Kind.SCHOOL),
    Action("term.opened", _("Term opened"), Kind.SCHOOL, _TERM_STATE),
    Action("term.removed", _("Term removed"), Kind.SCHOOL),
)
