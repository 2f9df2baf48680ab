"""What the record calls acts about a school's own files."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("groups.imported", _("Groups imported"), Kind.PUPILS),
    Action("roster.imported", _("Roster imported"), Kind.PUPILS),
    Action("staff.imported", _("Staff imported"), Kind.ACCOUNTS),
)
# What is kept with them, as people say it.
VALUES = (
    ("changes", pgettext_lazy("recorded value", "changes")),
    ("skipped", pgettext_lazy("recorded value", "left out")),
)
