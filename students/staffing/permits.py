"""Who may do what about who teaches which class, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

_PERMITS = (
    Permit("students:assign_homeroom", ADMINISTRATION, _("Give a class its homeroom teacher or a substitute")),
    Permit("students:assign_subject", ADMINISTRATION, _("Give a class a subject teacher")),
    Permit("students:end_task", ADMINISTRATION, _("End a teacher's task")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
