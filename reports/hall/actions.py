"""What the record calls acts about the screen in the hall."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("hall.on", _("Screen in the hall turned on"), Kind.STARS),
    Action("hall.off", _("Screen in the hall turned off"), Kind.STARS),
)
