"""Who may do what about the archive of settled terms, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:archive", OFFICE_WORK, _("The archive of settled terms")),
            Permit("reports:archive_of_term", OFFICE_WORK, _("A settled term in the archive")),
            Permit("reports:archive_package", OFFICE_WORK, _("Download a settled term as a package"), on_record=True),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "reports:archive", pgettext_lazy("navigation", "Archive"), "archive-box", rank=40, part=Part.TERM),
)
