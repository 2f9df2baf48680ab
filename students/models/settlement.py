"""Which grades of a term are settled: the rows that everybody asks before anything of a term is written."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from starrating.texts.keeping import said
from starrating.texts.models import KeptText
from students.models.school import Term


class GradeSettlementQuerySet(models.QuerySet["GradeSettlement"]):
    def live(self) -> Self:
        """Select settlements that nobody has reopened."""
        return self.filter(reopened_at__isnull=True)

    def years_of(self, term: Term) -> frozenset[int]:
        """Give the entry years whose grades are settled in ``term``; one statement."""
        return frozenset(self.live().filter(term=term).values_list("entry_year", flat=True))

    def ending_from(self, day: dt.date) -> Self:
        """Select those for which ``day`` still is in the time that they settled."""
        return self.filter(ends_on__gte=day)


class GradeSettlement(models.Model):
    """One settlement of a grade's term; reopening ends it, settling again is a new row."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="settlements", verbose_name=_("term"))
    # The grade by its classes: a class keeps its entry year.
    entry_year = models.PositiveSmallIntegerField(_("entry year"))
    # The last day of the grade's term: who sits in its classes then is settled with it (A32).
    ends_on = models.DateField(_("last day"))
    at = models.DateTimeField(_("settled at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reopened by"),
    )
    reason_kept = models.ForeignKey(
        KeptText, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("reason")
    )

    objects = GradeSettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement of a grade")
        verbose_name_plural = _("settlements of grades")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "entry_year"],
                condition=Q(reopened_at__isnull=True),
                name="grade_settled_once",
                violation_error_message=_("This grade's term has been settled already."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reason_kept__isnull=True)
                | Q(reopened_at__gte=F("at"), reopened_by__isnull=False, reason_kept__isnull=False),
                name="grade_reopened_after_by_whom_and_why",
                violation_error_message=_("A reopening comes after the settlement, by somebody and with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.entry_year}"

    @property
    def reason(self) -> str:
        return said(self.reason_kept)
