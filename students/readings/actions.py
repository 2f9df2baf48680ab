"""What the record calls questions about it."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("readings.account_asked", _("Asked what an account saw"), Kind.SENSITIVE),
    Action("readings.pupil_asked", _("Asked who saw a pupil"), Kind.SENSITIVE),
    Action("readings.removed", _("Old readings deleted"), Kind.SENSITIVE),
)
VALUES = (
    ("readings", pgettext_lazy("recorded value", "readings")),
    ("since", pgettext_lazy("recorded value", "since")),
)
