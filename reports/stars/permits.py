"""Who may do what about a pupil's and a class's stars, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import OFFICE_WORK, PUPIL_WORK, STAFF_READING, Area, AreaName, Permit

AREAS = (
    Area(AreaName.PUPIL, (Permit("reports:my_stars", PUPIL_WORK, _("One's own stars, each explained")),)),
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:pupil", STAFF_READING, _("One pupil's stars"), on_record=True),
            Permit("reports:reverse_entry", OFFICE_WORK, _("Revoke a star that counts"), verb="reverse"),
            Permit("reports:class_totals", STAFF_READING, _("The stars of a class")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "reports:my_stars",
        pgettext_lazy("navigation", "My stars"),
        "star",
        rank=40,
        only=frozenset({Role.PUPIL}),
    ),
    Entry(Spot.PUPIL, "reports:pupil"),
)
