"""What the record calls taking the yearly file on children's data."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind


class Taken(models.TextChoices):
    WORKBOOK = "workbook", pgettext_lazy("yearly file", "workbook")
    PAPER = "paper", pgettext_lazy("yearly file", "report")
    EVIDENCE = "evidence", pgettext_lazy("yearly file", "evidence")


ACTIONS = (Action("children.exported", _("Yearly file on children's data exported"), Kind.SENSITIVE, {"what": Taken}),)
VALUES = (("what", pgettext_lazy("recorded value", "what")), ("year", pgettext_lazy("recorded value", "year")))
