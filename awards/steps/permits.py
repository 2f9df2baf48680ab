"""Who may do what about a class's steps on screen, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import (
    CLASS_WORK,
    COMMITTEE_WORK,
    GROUP_WORK,
    PUPIL_WORK,
    STAFF_READING,
    Area,
    AreaName,
    Permit,
)

AREAS = (
    Area(
        AreaName.PUPIL,
        (
            Permit("awards:my_month", PUPIL_WORK, _("The own month: what comes next, what has become of one's stars")),
            Permit("awards:declare", PUPIL_WORK, _("Put oneself forward, take oneself back"), verb="declare"),
            Permit("awards:set_goals", PUPIL_WORK, _("Set goals for the month"), verb="declare"),
        ),
    ),
    Area(
        AreaName.STEPS,
        (
            Permit("awards:committee_step", COMMITTEE_WORK, _("The names before the committee")),
            Permit("awards:vote", COMMITTEE_WORK, _("Cast one's own ballots"), verb="vote"),
            Permit("awards:vote_rest", COMMITTEE_WORK, _("Agree with the rest of a star's names"), verb="vote"),
            Permit("awards:group_step", GROUP_WORK, _("What the own group's pupils have declared")),
            Permit("awards:discuss", GROUP_WORK, _("Note what the group says, with the hands counted"), verb="discuss"),
            Permit("awards:undo_discussion", GROUP_WORK, _("Take the group's result back"), verb="discuss"),
            Permit("awards:progress", STAFF_READING, _("Where the sheet stands and who has not acted")),
            Permit("awards:meeting", CLASS_WORK, _("The names star by star, for the class meeting's screen")),
            Permit("awards:count_hands", CLASS_WORK, _("Type the hands that the class meeting counted"), verb="count"),
            Permit("awards:forget_hands", CLASS_WORK, _("Take those hands back"), verb="count"),
            Permit("awards:close_step", CLASS_WORK, _("Close a step on screen"), verb="move_on"),
            Permit("awards:reopen_step", CLASS_WORK, _("Open a step again, or send back to it"), verb="move_on"),
        ),
    ),
)
_PUPILS = frozenset({Role.PUPIL})
ENTRIES = (
    Entry(Spot.MAIN, "awards:my_month", pgettext_lazy("navigation", "My month"), "calendar", rank=10, only=_PUPILS),
    Entry(Spot.MAIN, "awards:group_step", pgettext_lazy("navigation", "My group"), "user-group", rank=20),
    Entry(Spot.MAIN, "awards:committee_step", pgettext_lazy("navigation", "Committee"), "hand-raised", rank=30),
)
