"""Who may do what about files made in the background, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import ANYBODY, Area, AreaName, Permit

_PERMITS = (
    Permit("own_files", ANYBODY, _("One's own files made in the background")),
    Permit("own_file", ANYBODY, _("One such file and how far it is")),
    Permit("own_file_state", ANYBODY, _("How far such a file is, for the page that shows it")),
    Permit("cancel_file", ANYBODY, _("Cancel such a file")),
    Permit("fetch_file", ANYBODY, _("Download such a file")),
)
AREAS = (Area(AreaName.EVERYBODY, _PERMITS),)
