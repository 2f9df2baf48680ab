"""Who may ask who was shown what, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

# A pupil's or a guardian's question is answered by the administrator: the record names colleagues.
_PERMITS = (
    Permit("students:pupil_readings", ADMINISTRATION, _("See who was shown something of a pupil")),
    Permit("students:account_readings", ADMINISTRATION, _("See what an account was shown")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
_WHO_SAW = pgettext_lazy("navigation", "Who saw a pupil")
ENTRIES = (
    Entry(Spot.MAIN, "students:pupil_readings", _WHO_SAW, "eye", rank=20, part=Part.SETTINGS),
    Entry(Spot.SETTINGS, "students:pupil_readings", _WHO_SAW),
)
