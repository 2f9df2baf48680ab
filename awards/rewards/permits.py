"""Who may do what about rewards, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import OFFICE_WORK, RECORD_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:entitlements", RECORD_READING, _("Rewards to hand out")),
            Permit("awards:eligible", OFFICE_WORK, _("Who is eligible for merit awards")),
            Permit("awards:hand_out", OFFICE_WORK, _("Mark rewards as handed out")),
            Permit("awards:entitlement", OFFICE_WORK, _("One reward")),
            Permit("awards:withdraw_entitlement", OFFICE_WORK, _("Withdraw a reward")),
            Permit("awards:reissue_entitlement", OFFICE_WORK, _("Issue a reward again")),
        ),
    ),
)
