"""What the record calls acts about pupils and guardians."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from starrating.texts.models import ErasureGround
from students.models import MovementKind, Student
from students.pupils.guardians import PhoneReason


def _field(name: str) -> str:
    """Say what a column of a pupil is called."""
    return str(Student._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # none is a relation


_MOVEMENT_KIND = {"kind": MovementKind}

ACTIONS = (
    Action("guardian.phone_read", _("Guardian's phone number shown"), Kind.SENSITIVE, {"why": PhoneReason}),
    Action("pupil.corrected", _("Name, number, sex or date of birth corrected"), Kind.PUPILS, {"changed": _field}),
    Action("pupil.day_corrected", _("Day of an enrolment change corrected"), Kind.PUPILS, _MOVEMENT_KIND),
    Action("pupil.merged", _("Two records joined"), Kind.PUPILS, _MOVEMENT_KIND),
    Action("pupil.moved", _("Pupil moved"), Kind.PUPILS, _MOVEMENT_KIND),
    Action("retention.applied", _("Contacts of leavers deleted"), Kind.PUPILS),
    Action("text.erased", _("One text erased"), Kind.SENSITIVE, {"ground": ErasureGround}),
    Action("texts.erased", _("What was said of a pupil erased"), Kind.SENSITIVE, {"ground": ErasureGround}),
)
# What is kept with them, as people say it.
VALUES = (
    ("digest", pgettext_lazy("recorded value", "digest")),
    ("ground", pgettext_lazy("recorded value", "ground")),
    ("into", pgettext_lazy("recorded value", "joined to")),
    ("texts", pgettext_lazy("recorded value", "texts")),
)
