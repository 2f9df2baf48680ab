"""Who may do what about violations and punishments, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import CLASS_AND_OFFICE, OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.INCIDENTS,
        (
            Permit("awards:violations", CLASS_AND_OFFICE, _("List of violations"), on_record=True),
            Permit("awards:violation_propose", CLASS_AND_OFFICE, _("Report a violation")),
            Permit("awards:violations_upload", OFFICE_WORK, _("Choose a file of violations")),
            Permit("awards:violations_template", OFFICE_WORK, _("Download the empty list of violations")),
            Permit("awards:violations_preview", OFFICE_WORK, _("See what a file of violations would enter")),
            Permit("awards:violations_confirm", OFFICE_WORK, _("Enter a file of violations")),
            Permit("awards:violations_drop", OFFICE_WORK, _("Discard a file of violations")),
            Permit("awards:violation", CLASS_AND_OFFICE, _("One violation's record"), on_record=True),
            Permit("awards:violation_supplement", CLASS_AND_OFFICE, _("Complete a violation's record")),
            Permit("awards:violation_confirm", OFFICE_WORK, _("Confirm a violation: stars are deducted")),
            Permit("awards:violation_drop", OFFICE_WORK, _("Dismiss a violation")),
            Permit("awards:violation_revoke", OFFICE_WORK, _("Revoke a deduction"), in_open_term=True),
            Permit("awards:punishments", OFFICE_WORK, _("List of formal punishments"), on_record=True),
            Permit("awards:punishment_record", OFFICE_WORK, _("Record a formal punishment")),
            Permit("awards:punishment_lift", OFFICE_WORK, _("Lift a formal punishment"), on_record=True),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "awards:violations", pgettext_lazy("navigation", "Violations"), "exclamation-triangle", rank=120),
)
