"""Who may do what about reminders, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit, Scope, Who

_STAFF: Who = dict.fromkeys((Role.HOMEROOM, Role.SUBJECT, Role.OFFICE, Role.ADMINISTRATOR), Scope.OWN)
AREAS = (
    Area(
        AreaName.CLASSES,
        (
            Permit("awards:reminders", ADMINISTRATION, _("Reminders: settings and what was sent")),
            Permit("awards:set_reminders", ADMINISTRATION, _("Set up reminders")),
            Permit("awards:try_reminders", ADMINISTRATION, _("Send a trial to the group robot")),
        ),
    ),
    Area(
        AreaName.EVERYBODY,
        (
            Permit("awards:own_reminders", _STAFF, _("One's own reminders: e-mail address and calendar")),
            Permit("awards:make_calendar", _STAFF, _("Make one's own calendar address, or a new one")),
            Permit("awards:remove_calendar", _STAFF, _("Remove one's own calendar address")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.SETTINGS,
        "awards:reminders",
        pgettext_lazy("navigation", "Reminders"),
        text=_("A group robot or an e-mail says which classes owe their sheet. Off until it is turned on."),
    ),
    Entry(
        Spot.ACCOUNT, "awards:own_reminders", _("Reminders and calendar"), text=_("by e-mail, and in your own calendar")
    ),
)
