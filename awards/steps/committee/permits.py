"""Who may do what about the committee's step, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import COMMITTEE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.STEPS,
        (
            Permit("awards:committee_step", COMMITTEE_WORK, _("The names before the committee, with the counts")),
            Permit("awards:vote", COMMITTEE_WORK, _("Cast one's own ballots"), verb="vote"),
        ),
    ),
)
ENTRIES = (Entry(Spot.MAIN, "awards:committee_step", pgettext_lazy("navigation", "Committee"), "hand-raised", rank=30),)
