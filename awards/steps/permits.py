"""Who may do what about a class's steps on screen, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_WORK, STAFF_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.STEPS,
        (
            Permit("awards:progress", STAFF_READING, _("Where the sheet stands and who has not acted")),
            Permit("awards:close_step", CLASS_WORK, _("Close a step on screen"), verb="move_on"),
            Permit("awards:reopen_step", CLASS_WORK, _("Open a step again, or send back to it"), verb="move_on"),
        ),
    ),
)
