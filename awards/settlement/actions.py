"""What the record calls acts about settlement."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from students.models import TermState

_TERM_STATE = {"state": TermState}

ACTIONS = (
    Action("grade.reopened", _("Grade reopened"), Kind.SCHOOL),
    Action("grade.settled", _("Grade settled"), Kind.SCHOOL),
    Action("level.corrected", _("Settled level corrected"), Kind.STARS),
    Action("term.reopened", _("Term reopened"), Kind.SCHOOL, _TERM_STATE),
    Action("term.settled", _("Term settled"), Kind.SCHOOL, _TERM_STATE),
)
# What is kept with them, as people say it.
VALUES = (
    ("corrected", pgettext_lazy("recorded value", "corrected")),
    ("entitlements", pgettext_lazy("recorded value", "rewards")),
    ("frozen", pgettext_lazy("recorded value", "levels frozen")),
    ("levels", pgettext_lazy("recorded value", "pupils by level")),
    ("listed", pgettext_lazy("recorded value", "on lists")),
    ("withdrawn", pgettext_lazy("recorded value", "withdrawn")),
)
