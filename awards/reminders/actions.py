"""What the record calls acts about reminders."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import ReminderService
from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("reminder.settings", _("Reminders set up"), Kind.SCHOOL, {"service": ReminderService}),
    Action("reminder.tried", _("Reminders tried with a message"), Kind.SCHOOL),
    Action("reminder.address", _("Own address for reminders changed"), Kind.ACCOUNTS),
    Action("calendar.made", _("Calendar address made"), Kind.ACCOUNTS),
    Action("calendar.removed", _("Calendar address removed"), Kind.ACCOUNTS),
)
VALUES = (
    ("service", pgettext_lazy("recorded value", "group robot")),
    ("by_mail", pgettext_lazy("recorded value", "by e-mail")),
    ("from_hour", pgettext_lazy("recorded value", "not before")),
    ("until_hour", pgettext_lazy("recorded value", "not after")),
    ("has_address", pgettext_lazy("recorded value", "address entered")),
    ("new_address", pgettext_lazy("recorded value", "robot's address or secret entered anew")),
)
