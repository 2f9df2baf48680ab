"""Who may do what about lists as files, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import WIDE_READING, Area, AreaName, Permit

AREAS = (
    Area(AreaName.PAPERS, (Permit("reports:list_file", WIDE_READING, _("Export a list that one may see, as a file")),)),
)
