"""What the record calls acts about movements and credits."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from students.models import MovementKind

_MOVEMENT_KIND = {"kind": MovementKind}

ACTIONS = (
    Action("credit.carried", _("Credit carried over"), Kind.STARS),
    Action("credit.entered", _("Credit entered"), Kind.STARS),
    Action("credit.withdrawn", _("Credit revoked"), Kind.STARS),
    Action("pupil.sheets_accepted", _("Moved although on closed sheets"), Kind.PUPILS, _MOVEMENT_KIND),
)
# What is kept with them, as people say it.
VALUES = (
    ("carried", pgettext_lazy("recorded value", "entries carried over")),
    ("left_out", pgettext_lazy("recorded value", "entries left out")),
)
