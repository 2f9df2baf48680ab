"""Who may give a pupil's family a copy, correct and erase, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ADMINISTRATION, OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:rights", OFFICE_WORK, _("What is held on a pupil")),
            Permit("reports:correct_pupil", OFFICE_WORK, _("Correct a pupil's name, number, sex or date of birth")),
            Permit("reports:pupil_copy", ADMINISTRATION, _("Export all that is held on a pupil")),
            Permit("reports:erase_pupil", ADMINISTRATION, _("Erase the data of a pupil who has left")),
        ),
    ),
)
