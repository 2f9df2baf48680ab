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
            Permit("awards:my_month", PUPIL_WORK, _("One's own month: what comes next, how one's stars are doing")),
            Permit("awards:declare", PUPIL_WORK, _("Put oneself forward, withdraw"), verb="declare"),
            Permit("awards:set_goals", PUPIL_WORK, _("Set goals for the month"), verb="declare"),
        ),
    ),
    Area(
        AreaName.STEPS,
        (
            Permit("awards:committee_step", COMMITTEE_WORK, _("The names before the committee")),
            Permit("awards:vote", COMMITTEE_WORK, _("Cast one's own ballots"), verb="vote"),
            Permit("awards:vote_rest", COMMITTEE_WORK, _("Agree with the rest of a star's names"), verb="vote"),
            Permit("awards:group_step", GROUP_WORK, _("What the pupils of one's own group have declared")),
            Permit(
                "awards:discuss", GROUP_WORK, _("Record what the group says, with the hands counted"), verb="discuss"
            ),
            Permit("awards:undo_discussion", GROUP_WORK, _("Undo the group's result"), verb="discuss"),
            Permit("awards:progress", STAFF_READING, _("State of the sheet and who has not acted")),
            Permit("awards:meeting", CLASS_WORK, _("The names star by star, for the class meeting's screen")),
            Permit("awards:count_hands", CLASS_WORK, _("Type the hands that the class meeting counted"), verb="count"),
            Permit("awards:forget_hands", CLASS_WORK, _("Undo those hands"), verb="count"),
            Permit("awards:close_step", CLASS_WORK, _("Close a step on screen"), verb="move_on"),
            Permit("awards:reopen_step", CLASS_WORK, _("Reopen a step, or send back to it"), verb="move_on"),
        ),
    ),
)
_PUPILS = frozenset({Role.PUPIL})
ENTRIES = (
    Entry(Spot.MAIN, "awards:my_month", pgettext_lazy("navigation", "My month"), "calendar", rank=10, only=_PUPILS),
    Entry(Spot.MAIN, "awards:group_step", pgettext_lazy("navigation", "My group"), "user-group", rank=20),
    Entry(Spot.MAIN, "awards:committee_step", pgettext_lazy("navigation", "Committee"), "hand-raised", rank=30),
)
