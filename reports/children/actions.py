"""What the record calls taking the yearly file on children's data."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("children.exported", _("Yearly file on children's data exported"), Kind.SENSITIVE),)
VALUES = (("what", pgettext_lazy("recorded value", "what")), ("year", pgettext_lazy("recorded value", "year")))
