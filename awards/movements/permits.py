"""Who may do what about movements and credits, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import MOVING_PUPILS, OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.INCIDENTS,
        (
            Permit("awards:movements", MOVING_PUPILS, _("List of enrolment changes")),
            Permit("awards:arrival", MOVING_PUPILS, _("Enter a pupil who arrives")),
            Permit("awards:correct_day", MOVING_PUPILS, _("Correct the day of an enrolment change")),
            Permit("awards:credit_transfer", OFFICE_WORK, _("Enter the stars of another school"), in_open_term=True),
            Permit("awards:withdraw_credit", OFFICE_WORK, _("Revoke such stars"), in_open_term=True),
            Permit("awards:pupil_moves", MOVING_PUPILS, _("One pupil's enrolment changes")),
            Permit("awards:move_pupil", MOVING_PUPILS, _("Move a pupil")),
            Permit("awards:join_records", MOVING_PUPILS, _("Join two records of one pupil")),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "awards:movements", _("Enrolment changes"), "arrows-right-left", rank=10, part=Part.PUPILS),
    Entry(Spot.CLASSES, "awards:movements", _("Enrolment changes"), "arrows-right-left"),
)
