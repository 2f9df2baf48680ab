"""Who may do what about the office's month, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import OFFICE_WORK, RECORD_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.OFFICE,
        (
            Permit("awards:board", OFFICE_WORK, _("Filing board of the month")),
            Permit("awards:board_months", OFFICE_WORK, _("Every class over the months of a term")),
            Permit("awards:board_sheet", OFFICE_WORK, _("One class on the filing board")),
            Permit("awards:file_sheet", OFFICE_WORK, _("File a sheet"), verb="file"),
            Permit("awards:return_sheet", OFFICE_WORK, _("Return a sheet with a reason"), verb="return"),
            Permit("awards:add_star", OFFICE_WORK, _("Add a star that was left out of a final sheet"), verb="add"),
            Permit("awards:file_sheets", OFFICE_WORK, _("File many sheets at once"), verb="file"),
            Permit(
                "awards:file_unflagged", OFFICE_WORK, _("File every sheet of a month but the flagged ones"), verb="file"
            ),
            Permit("awards:register", RECORD_READING, _("Register of the filed sheets")),
        ),
    ),
)
ENTRIES = (Entry(Spot.MAIN, "awards:board", pgettext_lazy("navigation", "Filing board"), "squares-2x2", rank=80),)
