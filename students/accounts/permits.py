"""Who may do what about accounts, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import ADMINISTRATION, CLASS_AND_OFFICE, CLASS_WORK, OFFICE_WORK, Area, AreaName, Permit

_PERMITS = (
    Permit("students:accounts", OFFICE_WORK, _("List of accounts")),
    Permit("students:issue_passwords", OFFICE_WORK, _("Print one-time passwords"), on_record=True),
    Permit("students:add_account", ADMINISTRATION, _("Add an account")),
    Permit("students:account", ADMINISTRATION, _("One account with its roles and tasks")),
    Permit("students:change_details", ADMINISTRATION, _("Change name and phone of an account")),
    Permit("students:grant_role", ADMINISTRATION, _("Give an account a role")),
    Permit("students:deactivate", ADMINISTRATION, _("Deactivate an account")),
    Permit("students:reactivate", ADMINISTRATION, _("Reactivate an account")),
    Permit("students:end_sessions", ADMINISTRATION, _("End all sessions of an account")),
    Permit("students:take_second_step", ADMINISTRATION, _("Turn off a colleague's two-step sign-in")),
    Permit("students:make_pupil_accounts", CLASS_WORK, _("Make the accounts of a class's pupils"), on_record=True),
    Permit("students:pupil_passwords", CLASS_AND_OFFICE, _("Print one-time passwords of pupils"), on_record=True),
    Permit("students:end_role", ADMINISTRATION, _("End a role")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
ENTRIES = (
    Entry(Spot.MAIN, "students:accounts", _("Accounts"), "key", rank=30, part=Part.PUPILS),
    Entry(
        Spot.SETTINGS,
        "students:accounts",
        _("Accounts"),
        rank=50,
        text=_("Who may sign in, with which roles and tasks."),
    ),
)
