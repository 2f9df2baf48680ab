"""What the record calls acts about month sheets as files."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("sheets.imported", _("Sheets imported"), Kind.SHEETS),)
