"""What the record calls acts about pupils and guardians."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from students.models import MovementKind
from students.pupils.guardians import PhoneReason

_MOVEMENT_KIND = {"kind": MovementKind}

ACTIONS = (
    Action("guardian.phone_read", _("Guardian's phone number shown"), Kind.SENSITIVE, {"why": PhoneReason}),
    Action("pupil.day_corrected", _("Day of an enrolment change corrected"), Kind.PUPILS, _MOVEMENT_KIND),
    Action("pupil.merged", _("Two records joined"), Kind.PUPILS, _MOVEMENT_KIND),
    Action("pupil.moved", _("Pupil moved"), Kind.PUPILS, _MOVEMENT_KIND),
    Action("retention.applied", _("Contacts of leavers deleted"), Kind.PUPILS),
)
# What is kept with them, as people say it.
VALUES = (("into", pgettext_lazy("recorded value", "joined to")),)
