"""What the record calls acts about violations and punishments."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import PunishmentKind, ViolationState
from starrating.operations.actions import Action, Kind

_PUNISHMENT_KIND = {"kind": PunishmentKind}
_VIOLATION_STATE = {"state": ViolationState}


class Lack(models.TextChoices):
    """What keeps a violation from being confirmed, by the codes of :func:`awards.violations.verbs.missing`."""

    STATEMENT = "statement", _("the pupil's own statement")
    GUARDIAN = "guardian", _("when and how the guardian was told")
    RECORDS = "records", _("dated records")


ACTIONS = (
    Action("punishment.lifted", _("Formal punishment lifted"), Kind.EXAMS_AND_VIOLATIONS, _PUNISHMENT_KIND),
    Action("punishment.recorded", _("Formal punishment recorded"), Kind.EXAMS_AND_VIOLATIONS, _PUNISHMENT_KIND),
    Action("violation.confirmed", _("Violation confirmed"), Kind.EXAMS_AND_VIOLATIONS, _VIOLATION_STATE),
    Action("violation.dropped", _("Violation dismissed"), Kind.EXAMS_AND_VIOLATIONS, _VIOLATION_STATE),
    Action("violation.proposed", _("Violation reported"), Kind.EXAMS_AND_VIOLATIONS, _VIOLATION_STATE),
    Action("violation.revoked", _("Deduction revoked"), Kind.EXAMS_AND_VIOLATIONS, _VIOLATION_STATE),
    Action("violation.supplemented", _("Violation supplemented"), Kind.EXAMS_AND_VIOLATIONS, {"missing": Lack}),
)
# What is kept with them, as people say it.
VALUES = (("happened_on", pgettext_lazy("recorded value", "day of the incident")),)
