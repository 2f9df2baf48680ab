"""Who is suggested people to: whoever finds them by the search too; colleagues, who names one to a task."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ADMINISTRATION, STAFF_READING, Area, AreaName, Permit

_PERMITS = (
    Permit("students:suggest_pupils", STAFF_READING, _("Pupils suggested while typing")),
    Permit("students:suggest_staff", ADMINISTRATION, _("Members of staff suggested while typing")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
