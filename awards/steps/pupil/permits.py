"""Who may do what about the pupil's step, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import PUPIL_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PUPIL,
        (
            Permit("awards:my_month", PUPIL_WORK, _("The own month: what comes next, what has become of one's stars")),
            Permit("awards:declare", PUPIL_WORK, _("Put oneself forward, take oneself back"), verb="declare"),
            Permit("awards:set_goals", PUPIL_WORK, _("Set goals for the month"), verb="declare"),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:my_month",
        pgettext_lazy("navigation", "My month"),
        "calendar",
        rank=10,
        only=frozenset({Role.PUPIL}),
    ),
)
