"""What has become of pupils (异动): who came, left, changed class or paused, on which day and by whom."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.db.constraints import choices_constraint
from starrating.texts.keeping import said
from starrating.texts.models import KeptText
from students.models.classes import SchoolClass
from students.models.pupils import Student
from students.models.school import School


class MovementKind(models.TextChoices):
    TRANSFER_IN = "transfer_in", pgettext_lazy("movement", "transferred in")
    TRANSFER_OUT = "transfer_out", pgettext_lazy("movement", "transferred out")
    CHANGE_CLASS = "change_class", pgettext_lazy("movement", "changed class")
    SUSPENSION = "suspension", pgettext_lazy("movement", "suspended")
    RETURN = "return", pgettext_lazy("movement", "returned")
    GRADUATION = "graduation", pgettext_lazy("movement", "graduated")
    GUEST = "guest", _("became a guest pupil")
    NO_GUEST = "no_guest", _("is no longer a guest pupil")
    MERGED = "merged", _("two records joined")


# Which of the two classes a movement of each kind names; a joining names one, of whichever record it tells.
ENTERS = (MovementKind.TRANSFER_IN, MovementKind.RETURN)
LEAVES = (MovementKind.TRANSFER_OUT, MovementKind.SUSPENSION, MovementKind.GRADUATION)
STAYS = (MovementKind.GUEST, MovementKind.NO_GUEST)


def _classes_fit_kind() -> Q:
    no_from, no_to = Q(from_class__isnull=True), Q(to_class__isnull=True)
    return (
        (Q(kind__in=ENTERS) & no_from & ~no_to)
        | (Q(kind__in=LEAVES) & ~no_from & no_to)
        | (Q(kind=MovementKind.CHANGE_CLASS) & ~no_from & ~no_to & ~Q(from_class=F("to_class")))
        | (Q(kind__in=STAYS) & no_from & no_to)
        | (Q(kind=MovementKind.MERGED) & (no_from | no_to))
    )


class MovementQuerySet(models.QuerySet["Movement"]):
    def of_school(self, school: School) -> Self:
        return self.filter(student__school=school)

    def current(self) -> Self:
        """Leave out those whose day has been corrected since."""
        return self.filter(corrected_by__isnull=True)

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Select movements of these days, both included."""
        return self.filter(on__gte=first, on__lte=last)

    def of_place(self) -> Self:
        """Select those that say where a pupil is, latest last: guests stay where they are."""
        return self.exclude(kind__in=STAYS).order_by("on", "pk")


class Movement(models.Model):
    """Insert-only: a wrong day is corrected by another row that points at it. Enrolments hold what follows from it."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="movements", verbose_name=_("pupil"))
    kind = models.CharField(_("kind"), max_length=20, choices=MovementKind.choices)
    on = models.DateField(_("from which day"), help_text=_("The first day on which it is so."))
    from_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, related_name="left_by", verbose_name=_("from class")
    )
    to_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, related_name="entered_by", verbose_name=_("to class")
    )
    reason_kept = models.ForeignKey(
        KeptText, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("reason")
    )
    proof_kept = models.ForeignKey(
        KeptText, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("proof")
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment change")
        verbose_name_plural = _("enrolment changes")
        ordering = ["-on", "-pk"]
        indexes = [
            # MovementQuerySet.between: the movements of a term.
            models.Index(fields=["on"], name="movement_day")
        ]
        constraints = [
            choices_constraint("kind", MovementKind, "movement_kind_known"),
            models.CheckConstraint(
                condition=_classes_fit_kind(),
                name="movement_classes_fit_kind",
                violation_error_message=_("This kind of change needs other classes."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(reason_kept__isnull=False),
                name="movement_correction_has_a_reason",
                violation_error_message=_("A correction needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.get_kind_display()} {self.on}"

    @property
    def reason(self) -> str:
        return said(self.reason_kept)

    @property
    def proof(self) -> str:
        return said(self.proof_kept)
