"""Who may do what about classes, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import STAFF_READING, Area, AreaName, Permit

_PERMITS = (
    Permit("students:roster", STAFF_READING, _("List of classes")),
    Permit("students:class", STAFF_READING, _("One class and its pupils")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (Entry(Spot.MAIN, "students:roster", pgettext_lazy("navigation", "Pupils"), "users", part=Part.PUPILS),)
