"""What the record calls acts about imports."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("import.taken_back", _("Import undone"), Kind.PUPILS),)
VALUES = (("gone", pgettext_lazy("recorded value", "undone")), ("stayed", pgettext_lazy("recorded value", "stayed")))
