"""Who may print the papers of a ceremony."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_AND_OFFICE, OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:ceremony_call_list", CLASS_AND_OFFICE, _("Print the call list of a ceremony")),
            Permit("reports:ceremony_seating", CLASS_AND_OFFICE, _("Print the seating list of a ceremony")),
            Permit("reports:ceremony_invitations", CLASS_AND_OFFICE, _("Print the invitations to a ceremony")),
            Permit("reports:ceremony_papers", OFFICE_WORK, _("Print the certificates of a ceremony")),
        ),
    ),
)
