"""Who may do what about the start of a school year, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

_PERMITS = (
    Permit("students:start_year", ADMINISTRATION, _("See what the new school year would change")),
    Permit("students:confirm_year", ADMINISTRATION, _("Start the new school year")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (
    Entry(
        Spot.SETTINGS,
        "students:start_year",
        _("New school year"),
        rank=60,
        text=_("The graduating grade leaves, the other classes move up."),
    ),
)
