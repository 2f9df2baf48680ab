"""What the record calls looking around in the demonstration."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.visit.places import MADE, Place, key_of
from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action(MADE, _("Accounts to look around with made"), Kind.SCHOOL),
    Action("demonstration.looked_as", _("Looked around in this place"), Kind.ACCOUNTS, {"looked_as": Place}),
)
PLAIN = ("looked_as",)
VALUES = (
    ("looked_as", pgettext_lazy("recorded value", "looked around as")),
    *((key_of(place), place.label) for place in Place),
)
