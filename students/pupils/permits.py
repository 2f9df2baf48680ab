"""Who may do what about pupils and guardians, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_AND_OFFICE, Area, AreaName, Permit

_PERMITS = (
    Permit(
        "students:guardian_phone",
        CLASS_AND_OFFICE,
        _("Be shown a guardian's phone number, with a reason"),
        on_record=True,
    ),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
