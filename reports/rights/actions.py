"""What the record calls a copy and an erasure of what is held on a pupil."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("pupil.copied", _("Copy of all data on a pupil exported"), Kind.SENSITIVE),
    Action("pupil.erased", _("Data of a pupil erased"), Kind.PUPILS),
)
VALUES = (
    ("records", pgettext_lazy("recorded value", "records")),
    ("requested_on", pgettext_lazy("recorded value", "requested on")),
)
