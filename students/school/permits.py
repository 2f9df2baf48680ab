"""Who may do what about the school's settings, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

_PERMITS = (
    Permit("students:settings", ADMINISTRATION, _("Settings of the school")),
    Permit("students:change_names", ADMINISTRATION, _("Change how school, grades and classes are named")),
    Permit("students:change_stage", ADMINISTRATION, _("Correct stage and grades before the first term")),
    Permit("students:change_code", ADMINISTRATION, _("Correct the school's code before there are other accounts")),
    Permit("students:change_office", ADMINISTRATION, _("Change the office's name and phone")),
    Permit("students:change_public", ADMINISTRATION, _("Turn public pages on or off")),
    Permit("students:change_retention", ADMINISTRATION, _("Change how long personal data are kept")),
    Permit("students:note_day", ADMINISTRATION, _("Note a holiday or a working weekend")),
    Permit("students:forget_day", ADMINISTRATION, _("Remove a noted day from the list")),
    Permit("students:known_days", ADMINISTRATION, _("Add a year's public holidays")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (
    Entry(Spot.MAIN, "students:settings", pgettext_lazy("navigation", "Settings"), "cog-6-tooth", part=Part.SETTINGS),
    Entry(Spot.OWN, "students:settings", pgettext_lazy("navigation", "Settings"), "cog-6-tooth"),
)
