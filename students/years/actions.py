"""What the record calls acts about the start of a school year."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("year.started", _("School year started"), Kind.PUPILS),)
# What is kept with them, as people say it.
VALUES = (
    ("last_day", pgettext_lazy("recorded value", "last day")),
    ("leaders", pgettext_lazy("recorded value", "leaders")),
    ("leaving", pgettext_lazy("recorded value", "pupils leaving")),
    ("regrouped", pgettext_lazy("recorded value", "pupils without a group now")),
    ("staffings", pgettext_lazy("recorded value", "tasks")),
    ("staying", pgettext_lazy("recorded value", "pupils staying")),
)
