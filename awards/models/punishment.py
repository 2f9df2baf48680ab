"""Formal punishments (处分): they take no star, but stand in the way of merit awards while they last (A47)."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from starrating.constraints import choices_constraint
from students.models import School, Student


class PunishmentKind(models.TextChoices):
    WARNING = "warning", _("warning (警告)")
    GRAVE_WARNING = "grave", _("grave warning (严重警告)")
    DEMERIT = "demerit", _("demerit (记过)")
    PROBATION = "probation", _("probation (留校察看)")


class PunishmentQuerySet(models.QuerySet["Punishment"]):
    def of_school(self, school: School) -> Self:
        return self.filter(student__school=school)

    def active_on(self, day: dt.date) -> Self:
        """In force on ``day``; the day on which one is lifted is the first without it."""
        ended = Q(until__lt=day) | Q(lifted_on__lte=day)
        return self.filter(decided_on__lte=day).exclude(ended)


class Punishment(models.Model):
    """One formal decision. Never on any public page, paper or list: the office alone sees it."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="punishments", verbose_name=_("pupil"))
    kind = models.CharField(_("kind"), max_length=10, choices=PunishmentKind.choices)
    decided_on = models.DateField(_("day of the decision"))
    until = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is lifted."))
    ground = models.TextField(_("what it is for"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.TextField(_("why it was lifted"), blank=True)

    objects = PunishmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("formal punishment")
        verbose_name_plural = _("formal punishments")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            choices_constraint("kind", PunishmentKind, "punishment_kind_known"),
            models.UniqueConstraint(
                fields=["student", "kind", "decided_on"],
                name="punishment_once_a_day",
                violation_error_message=_("This punishment is on record already."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("decided_on")),
                name="punishment_ends_after_decision",
                violation_error_message=_("The last day is before the day of the decision."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True)
                | (Q(lifted_on__gte=F("decided_on"), lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="punishment_lifted_has_a_reason",
                violation_error_message=_("Lifting a punishment needs its day, author and reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_on} {self.student} {self.get_kind_display()}"
