"""Who may do what about columns of files, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import OFFICE_WORK, Area, AreaName, Permit

_PERMITS = (
    Permit("students:columns", OFFICE_WORK, _("Remembered columns of files")),
    Permit("students:say_columns", OFFICE_WORK, _("Say what a file's columns are, for all later files")),
    Permit("students:forget_column", OFFICE_WORK, _("Forget what a file's column is")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (Entry(Spot.SETTINGS, "students:columns", pgettext_lazy("navigation", "Columns of files")),)
