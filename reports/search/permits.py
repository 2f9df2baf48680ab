"""Who may do what about the search, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import STAFF_READING, Area, AreaName, Permit

AREAS = (Area(AreaName.PAPERS, (Permit("reports:search", STAFF_READING, _("Find a pupil or a class")),)),)
ENTRIES = (Entry(Spot.HEAD, "reports:search", pgettext_lazy("navigation", "Search"), "magnifying-glass"),)
