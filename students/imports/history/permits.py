"""Who may see what was imported and take it back, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.roles import Role
from students.permits.rows import CLASS_AND_OFFICE, Area, AreaName, Permit

# Of these, everybody sees the kinds that they import: what is one's own, or everybody's where one looks after all.
_PERMITS = (
    Permit("students:imports", CLASS_AND_OFFICE, _("See which files were imported")),
    Permit("students:file_import", CLASS_AND_OFFICE, _("See what an import has written and what undoing it would do")),
    Permit("students:take_back_import", CLASS_AND_OFFICE, _("Undo an import")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (
    # Teachers come to theirs from the list of classes.
    Entry(
        Spot.MAIN,
        "students:imports",
        pgettext_lazy("navigation", "Imports"),
        "clock",
        rank=20,
        only=frozenset({Role.OFFICE, Role.ADMINISTRATOR}),
        part=Part.PUPILS,
    ),
    Entry(Spot.CLASSES, "students:imports", pgettext_lazy("navigation", "Imports"), "clock", rank=9),
    Entry(Spot.SETTINGS, "students:imports", pgettext_lazy("navigation", "Imports")),
)
