"""What the record calls acts about passwords, sessions and the second step."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("second_step.off", _("Two-step sign-in turned off"), Kind.ACCOUNTS),
    Action("second_step.on", _("Two-step sign-in turned on"), Kind.ACCOUNTS),
    Action("second_step.recovery_made", _("Recovery codes made"), Kind.ACCOUNTS),
    Action("second_step.recovery_used", _("Recovery code used"), Kind.ACCOUNTS),
    Action("second_step.taken_away", _("Two-step sign-in turned off for somebody"), Kind.ACCOUNTS),
    Action("session.all_ended", _("All sessions of an account ended"), Kind.ACCOUNTS),
    Action("session.ended", _("Session ended"), Kind.ACCOUNTS),
    Action("session.others_ended", _("Other sessions ended"), Kind.ACCOUNTS),
)
# What is kept with them, as people say it.
VALUES = (
    ("device", pgettext_lazy("recorded value", "browser")),
    ("minutes", pgettext_lazy("recorded value", "minutes")),
    ("sessions", pgettext_lazy("recorded value", "sessions")),
)
