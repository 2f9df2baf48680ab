"""Who may do what about consents and photos, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_AND_OFFICE, Area, AreaName, Permit

_PERMITS = (
    Permit("students:consents", CLASS_AND_OFFICE, _("A class's consents and photos"), on_record=True),
    Permit("students:record_consents", CLASS_AND_OFFICE, _("Record guardians' consents")),
    Permit("students:withdraw_consent", CLASS_AND_OFFICE, _("End a guardian's consent")),
    Permit("students:add_photos", CLASS_AND_OFFICE, _("Add photos")),
    Permit("students:photo", CLASS_AND_OFFICE, _("See a pupil's photo"), on_record=True),
    Permit("students:remove_photo", CLASS_AND_OFFICE, _("Remove a photo")),
)
AREAS = (Area(AreaName.CLASSES, _PERMITS),)
