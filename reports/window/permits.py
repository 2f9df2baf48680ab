"""Who may do what about the guardian's window, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.menu import Entry, Spot
from students.permits.rows import ADMINISTRATION, CLASS_AND_OFFICE, OFFICE_WORK, Area, AreaName, Permit

_CLASSES = (
    Permit("reports:window", ADMINISTRATION, _("Settings of the guardian's window")),
    Permit("reports:window_change", ADMINISTRATION, _("Turn the guardian's window on or off")),
    Permit("reports:window_class", CLASS_AND_OFFICE, _("The window codes of a class"), on_record=True),
    Permit("reports:window_print", CLASS_AND_OFFICE, _("Make window codes and print their slips"), on_record=True),
    Permit("reports:window_revoke_class", CLASS_AND_OFFICE, _("Revoke the window codes of a class")),
    Permit("reports:window_revoke", CLASS_AND_OFFICE, _("Revoke the window code of a pupil")),
    Permit("reports:window_preview", CLASS_AND_OFFICE, _("See a pupil's page as guardians see it"), on_record=True),
)
_VOICES = (
    Permit("reports:window_questions", OFFICE_WORK, _("Questions of guardians"), on_record=True),
    Permit("reports:window_answer", OFFICE_WORK, _("Answer a guardian's question")),
)
AREAS = (Area(AreaName.CLASSES, _CLASSES), Area(AreaName.VOICES, _VOICES))
ENTRIES = (
    Entry(
        Spot.SETTINGS,
        "reports:window",
        _("Guardian's window"),
        text=_("Codes on slips of paper, with which guardians see their child's stars without an account."),
        rank=60,
    ),
    Entry(Spot.CONSENTS, "reports:window_class", _("Guardian's window")),
)
