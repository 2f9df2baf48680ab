"""Who may do what about trying out other numbers, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:what_if", ADMINISTRATION, _("Try out other numbers")),
            Permit("awards:what_if_of_term", ADMINISTRATION, _("Try out other numbers on a term")),
        ),
    ),
)
