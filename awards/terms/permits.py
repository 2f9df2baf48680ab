"""Who may do what about terms and rounds, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:terms", ADMINISTRATION, _("List of terms")),
            Permit("awards:open_term", ADMINISTRATION, _("Open a term")),
            Permit("awards:term", ADMINISTRATION, _("One term and its months")),
            Permit("awards:change_term", ADMINISTRATION, _("Change a term's first and last day"), in_open_term=True),
            Permit("awards:remove_term", ADMINISTRATION, _("Remove a term that is not in use yet"), in_open_term=True),
            Permit("awards:add_round", ADMINISTRATION, _("Add a month to a term"), in_open_term=True),
            Permit("awards:change_round", ADMINISTRATION, _("Change a month's dates"), in_open_term=True),
            Permit("awards:open_round", ADMINISTRATION, _("Open a month"), in_open_term=True),
            Permit("awards:remove_round", ADMINISTRATION, _("Remove a month"), in_open_term=True),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "awards:terms", pgettext_lazy("navigation", "Terms"), "calendar-days", rank=20, part=Part.TERM),
    Entry(
        Spot.SETTINGS,
        "awards:terms",
        _("Terms and months"),
        rank=30,
        text=_("When a term and its months begin and end, and by when sheets are due."),
    ),
)
