"""Who may do what about ceremonies, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.roles import Role
from students.permits.rows import CLASS_AND_OFFICE, OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:ceremonies", CLASS_AND_OFFICE, _("List of ceremonies, and rewards that join none")),
            Permit("awards:ceremony", CLASS_AND_OFFICE, _("One ceremony: who is called and who is invited")),
            Permit("awards:ceremony_replies", CLASS_AND_OFFICE, _("Record guardians' replies to invitations")),
            Permit("awards:ceremony_plan", OFFICE_WORK, _("Plan a ceremony")),
            Permit("awards:ceremony_change", OFFICE_WORK, _("Change a ceremony")),
            Permit("awards:ceremony_cancel", OFFICE_WORK, _("Cancel a ceremony")),
            Permit("awards:ceremony_hand_out", OFFICE_WORK, _("Tick what was handed out at a ceremony")),
            Permit("awards:ceremony_take_back", OFFICE_WORK, _("Undo a tick of what was handed out")),
            Permit("awards:ceremony_close", OFFICE_WORK, _("Close a ceremony")),
        ),
    ),
)
# The office comes to them from the settlement and from the rewards.
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:ceremonies",
        pgettext_lazy("navigation", "Ceremonies"),
        "gift",
        rank=35,
        part=Part.TERM,
        only=frozenset({Role.HOMEROOM}),
    ),
)
