"""Who may bring a new school's files in at once."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ADMINISTRATION, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:together_upload", ADMINISTRATION, _("Choose a new school's files")),
            Permit("awards:together_preview", ADMINISTRATION, _("See what a new school's files would change")),
            Permit("awards:together_confirm", ADMINISTRATION, _("Import a new school's files")),
            Permit("awards:together_drop", ADMINISTRATION, _("Discard a new school's files")),
        ),
    ),
)
