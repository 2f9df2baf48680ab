"""Who may do what about the group's step, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import GROUP_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.STEPS,
        (
            Permit("awards:group_step", GROUP_WORK, _("What the own group's pupils have declared")),
            Permit("awards:discuss", GROUP_WORK, _("Note what the group says, with the hands counted"), verb="discuss"),
            Permit("awards:undo_discussion", GROUP_WORK, _("Take the group's result back"), verb="discuss"),
        ),
    ),
)
ENTRIES = (Entry(Spot.MAIN, "awards:group_step", pgettext_lazy("navigation", "My group"), "user-group", rank=20),)
