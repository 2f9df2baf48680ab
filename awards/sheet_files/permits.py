"""Who may do what about month sheets as files, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_AND_OFFICE, CLASS_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.SHEET,
        (
            Permit("awards:sheets_upload", CLASS_WORK, _("Choose a month-sheet file")),
            Permit("awards:sheets_preview", CLASS_WORK, _("See what a month-sheet file would enter")),
            Permit("awards:sheets_confirm", CLASS_WORK, _("Enter a month-sheet file"), in_open_term=True),
            Permit("awards:sheets_drop", CLASS_WORK, _("Discard a month-sheet file")),
            Permit("awards:sheets_form", CLASS_AND_OFFICE, _("Download the month-sheet form")),
        ),
    ),
)
