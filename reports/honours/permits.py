"""Who may do what about letters, certificates and the honour board, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:letters", OFFICE_WORK, _("Letters and certificates of a term")),
            Permit("reports:print_letters", OFFICE_WORK, _("Print letters and certificates")),
            Permit("reports:eligibility", OFFICE_WORK, _("Print who is eligible for merit awards")),
            Permit("reports:letter", OFFICE_WORK, _("Choose how one letter or certificate is printed")),
            Permit("reports:print_letter", OFFICE_WORK, _("Print one letter or certificate")),
            Permit("reports:lobby", OFFICE_WORK, _("The honour board on a screen")),
        ),
    ),
)
