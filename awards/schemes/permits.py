"""Who may do what about the scheme's text, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import STAFF_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:scheme", STAFF_READING, _("Read the scheme in force")),
            Permit("awards:scheme_of_term", STAFF_READING, _("Read the scheme of a term")),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "awards:scheme", pgettext_lazy("navigation", "Scheme"), "star", rank=150),
    Entry(
        Spot.SETTINGS,
        "awards:scheme",
        _("Scheme"),
        rank=10,
        text=_("Stars, quotas, levels, deductions and notices of a term."),
    ),
)
