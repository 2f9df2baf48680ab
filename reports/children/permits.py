"""Who may read and take the yearly file on children's data, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:children_report", ADMINISTRATION, _("Yearly file on children's data")),
            Permit("reports:children_file", ADMINISTRATION, _("Export the yearly file on children's data")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.SETTINGS,
        "reports:children_report",
        _("Yearly file on children's data"),
        rank=64,
        text=_("For the report due each January: figures, workbook, paper and the rows behind them."),
    ),
)
