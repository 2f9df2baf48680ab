"""Who may do what about groups and star committee, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_WORK, Area, AreaName, Permit

_PERMITS = (
    Permit("students:groups", CLASS_WORK, _("A class's groups, their leaders and its star committee")),
    Permit("students:group_add", CLASS_WORK, _("Make a group")),
    Permit("students:group_rename", CLASS_WORK, _("Rename a group")),
    Permit("students:group_members", CLASS_WORK, _("Put pupils into a group")),
    Permit("students:group_leader", CLASS_WORK, _("Name a group's leader")),
    Permit("students:committee_members", CLASS_WORK, _("Name class cadres to the star committee")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
