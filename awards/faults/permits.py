"""Who may do what about minor faults, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import STAFF_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.INCIDENTS,
        (
            Permit("awards:faults", STAFF_READING, _("Minor faults of a class"), on_record=True),
            Permit("awards:fault_note", STAFF_READING, _("Note a minor fault"), in_open_term=True, on_record=True),
            Permit("awards:fault_remove", STAFF_READING, _("Remove a note of a minor fault")),
        ),
    ),
)
ENTRIES = (Entry(Spot.CLASS, "awards:faults", _("Note a minor fault"), "pencil-square"),)
