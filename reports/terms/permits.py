"""Who may do what about a term's figures and files, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_AND_OFFICE, Area, AreaName, Permit

AREAS = (Area(AreaName.PAPERS, (Permit("reports:figures", CLASS_AND_OFFICE, _("A term in charts")),)),)
