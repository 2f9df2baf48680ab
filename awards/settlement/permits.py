"""Who may do what about settlement, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import ADMINISTRATION, OFFICE_WORK, STAFF_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:settlement", OFFICE_WORK, _("State of the settlement")),
            Permit("awards:settlement_of_term", OFFICE_WORK, _("Settlement of one term")),
            Permit("awards:settle", ADMINISTRATION, _("Settle a term"), in_open_term=True),
            Permit("awards:reopen_term", ADMINISTRATION, _("Reopen a settled term with a reason")),
            Permit("awards:levels_on", STAFF_READING, _("Settled levels of a class")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:settlement",
        pgettext_lazy("navigation", "Settlement"),
        "check-badge",
        rank=30,
        part=Part.TERM,
    ),
)
