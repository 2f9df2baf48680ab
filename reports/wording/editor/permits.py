"""Who may do what about papers' wording, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:wordings", ADMINISTRATION, _("Wording of papers")),
            Permit("reports:wording", ADMINISTRATION, _("Edit the wording of a paper")),
            Permit("reports:wording_preview", ADMINISTRATION, _("Look at the wording of a paper")),
            Permit("reports:restore_wording", ADMINISTRATION, _("Restore the original wording of a paper")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.SETTINGS,
        "reports:wordings",
        _("Wording of papers"),
        rank=40,
        text=_("What letters, certificates and invitations say."),
    ),
)
