"""Who may turn the screen in the hall on and off."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:hall", OFFICE_WORK, _("Settings of the screen in the hall")),
            Permit("reports:hall_on", OFFICE_WORK, _("Turn the screen in the hall on, or give it a new address")),
            Permit("reports:hall_off", OFFICE_WORK, _("Turn the screen in the hall off")),
        ),
    ),
)
