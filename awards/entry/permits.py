"""Who may do what about a class's sheet and shortlist, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import CLASS_WORK, STAFF_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.SHEET,
        (
            Permit("awards:my_sheet", STAFF_READING, _("The way to one's own class's sheet")),
            Permit("awards:sheet", STAFF_READING, _("See a class's sheet")),
            Permit("awards:sheet_names", CLASS_WORK, _("Type names under a star"), verb="enter"),
            Permit("awards:sheet_paste", CLASS_WORK, _("Paste a whole month"), verb="enter"),
            Permit("awards:sheet_settle", CLASS_WORK, _("Say who is meant by a name not recognised"), verb="enter"),
            Permit("awards:sheet_drop", CLASS_WORK, _("Take out a name not recognised"), verb="enter"),
            Permit("awards:sheet_cells", CLASS_WORK, _("Tick and untick stars"), verb="enter"),
            Permit("awards:sheet_steps", CLASS_WORK, _("Tick the steps held on paper"), verb="enter"),
            Permit("awards:sheet_rest", CLASS_WORK, _("Say that the other names were not chosen"), verb="enter"),
            Permit("awards:sheet_submit", CLASS_WORK, _("Submit the sheet"), verb="submit"),
            Permit("awards:sheet_recall", CLASS_WORK, _("Withdraw the sheet before the office decides"), verb="recall"),
            Permit("awards:shortlist", CLASS_WORK, _("The shortlist with the committee's counts")),
            Permit("awards:strike_line", CLASS_WORK, _("Take a name off with a reason"), verb="review"),
            Permit("awards:restore_line", CLASS_WORK, _("Put a name back with a reason"), verb="review"),
            Permit("awards:nominate", CLASS_WORK, _("Nominate on a pupil's behalf"), verb="review"),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:my_sheet",
        pgettext_lazy("navigation", "My sheet"),
        "pencil-square",
        rank=60,
        only=frozenset({Role.HOMEROOM}),
    ),
)
