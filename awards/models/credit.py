"""Stars credited by the office: brought along by a transfer with proof (A42), or carried over from a second record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from students.models import Movement, Student


class CreditQuerySet(models.QuerySet["Credit"]):
    def brought(self) -> models.QuerySet[Credit]:
        """Those that came with a transfer."""
        return self.filter(movement__isnull=False)


class Credit(models.Model):
    """Insert-only: why a ledger entry credits stars. Taken back by a reversal of that entry."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="credits", verbose_name=_("pupil"))
    # Of the two, exactly one is filled: the transfer that brought the stars, or the entry that is carried over.
    movement = models.ForeignKey(
        Movement, on_delete=models.PROTECT, null=True, related_name="credits", verbose_name=_("movement")
    )
    carries = models.ForeignKey(
        "awards.StarEntry", on_delete=models.PROTECT, null=True, related_name="carried_by", verbose_name=_("carries")
    )
    stars = models.SmallIntegerField(_("stars"))
    proof = models.TextField(_("proof or reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(movement__isnull=True, carries__isnull=False)
                | Q(movement__isnull=False, carries__isnull=True, stars__gt=0),
                name="credit_has_one_ground",
                violation_error_message=_("A credit comes with a transfer or from another entry."),
            ),
            models.CheckConstraint(
                condition=~Q(proof=""),
                name="credit_has_proof",
                violation_error_message=_("A credit needs a proof."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.stars:+d}"
