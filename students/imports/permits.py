"""Who may do what about a school's own files, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ADMINISTRATION, OFFICE_WORK, Area, AreaName, Permit

_PERMITS = (
    Permit("students:roster_upload", OFFICE_WORK, _("Choose a roster file")),
    Permit("students:roster_template", OFFICE_WORK, _("Download the empty roster form")),
    Permit("students:roster_preview", OFFICE_WORK, _("See what a roster file would change")),
    Permit("students:roster_confirm", OFFICE_WORK, _("Import a roster file")),
    Permit("students:roster_drop", OFFICE_WORK, _("Discard a roster file")),
    Permit("students:staff_upload", OFFICE_WORK, _("Choose a file of teachers' tasks")),
    Permit("students:staff_template", OFFICE_WORK, _("Download the empty form of teachers' tasks")),
    Permit("students:staff_preview", OFFICE_WORK, _("See what a file of tasks would change")),
    Permit("students:staff_confirm", OFFICE_WORK, _("Import a file of tasks")),
    Permit("students:staff_drop", OFFICE_WORK, _("Discard a file of tasks")),
    Permit("students:groups_upload", ADMINISTRATION, _("Choose a file of groups")),
    Permit("students:groups_template", ADMINISTRATION, _("Download the empty form of groups")),
    Permit("students:groups_preview", ADMINISTRATION, _("See what a file of groups would change")),
    Permit("students:groups_confirm", ADMINISTRATION, _("Import a file of groups")),
    Permit("students:groups_drop", ADMINISTRATION, _("Discard a file of groups")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
