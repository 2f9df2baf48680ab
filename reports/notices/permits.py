"""Who may do what about public notices, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import NOTICE_READING, WIDE_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:class_notice", NOTICE_READING, _("A class's notice")),
            Permit("reports:school_notice", NOTICE_READING, _("The school's notice of a month")),
            Permit("reports:round_notices", WIDE_READING, _("The notices of one's classes in a month")),
            Permit("reports:grade_notice", NOTICE_READING, _("A grade's notice")),
        ),
    ),
)
ENTRIES = (Entry(Spot.PUBLIC, "reports:public_notices"),)
