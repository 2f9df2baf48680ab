"""Who may do what about signing in and the own account, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ANYBODY, OFFICE_ITSELF, Area, AreaName, Permit

_PERMITS = (
    Permit("own_account", ANYBODY, _("See one's own account, change one's own phone number")),
    Permit("change_password", ANYBODY, _("Change one's own password")),
    Permit("own_sessions", ANYBODY, _("Where one is signed in")),
    Permit("end_session", ANYBODY, _("End one of one's own sessions")),
    Permit("end_other_sessions", ANYBODY, _("End all of one's other sessions")),
    Permit("second_step", OFFICE_ITSELF, _("Turn on one's own two-step sign-in")),
    Permit("second_step_off", OFFICE_ITSELF, _("Turn off one's own two-step sign-in")),
    Permit("recovery_codes", OFFICE_ITSELF, _("Make new recovery codes of one's own")),
)
AREAS = (Area(AreaName.EVERYBODY, _PERMITS),)
