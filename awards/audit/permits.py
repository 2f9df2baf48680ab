"""Who may do what about the audit, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import OFFICE_WORK, Area, AreaName, Permit

AREAS = (Area(AreaName.OFFICE, (Permit("awards:audit", OFFICE_WORK, _("Search the audit"), on_record=True),)),)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:audit",
        pgettext_lazy("navigation", "Audit"),
        "document-magnifying-glass",
        10,
        part=Part.SETTINGS,
    ),
    Entry(Spot.SETTINGS, "awards:audit", pgettext_lazy("navigation", "Audit")),
)
