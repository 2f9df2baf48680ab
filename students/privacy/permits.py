"""Who may do what about the rules of data processing and incidents, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

_PERMITS = (
    Permit("students:edit_rules", ADMINISTRATION, _("Rules of data processing and their history")),
    Permit("students:adopt_rules", ADMINISTRATION, _("Save a new version of the rules of data processing")),
    Permit("students:incidents", ADMINISTRATION, _("Incidents with personal data")),
    Permit("students:note_incident", ADMINISTRATION, _("Note an incident with personal data")),
    Permit("students:remove_incident", ADMINISTRATION, _("Remove an incident noted by mistake")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (
    Entry(
        Spot.SETTINGS,
        "students:edit_rules",
        _("Rules of data processing"),
        rank=60,
        text=_("What families read about the data kept on their children; without sign-in."),
    ),
    Entry(
        Spot.SETTINGS,
        "students:incidents",
        _("Incidents with personal data"),
        rank=62,
        text=_("What went wrong, whom it touched and who was told."),
    ),
)
