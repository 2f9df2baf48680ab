"""Stars credited: brought by a transfer with proof (A42), carried over from a second record, given back on appeal."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from awards.models.appeal import AppealDecision
from awards.models.exam import Champion
from awards.models.nomination import Nomination
from awards.models.round import Round
from awards.models.scheme import StarItem
from awards.models.violation import Violation
from starrating.db.constraints import choices_constraint
from starrating.joiners import signed
from starrating.texts.keeping import said
from starrating.texts.models import KeptText
from students.models import Movement, SchoolClass, Student, Term


class Credit(models.Model):
    """Insert-only: why a ledger entry credits stars. Taken back by a reversal of that entry."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="credits", verbose_name=_("pupil"))
    # Of the three, exactly one is filled: the transfer that brought the stars, the entry that is carried over, or the
    # answer to an appeal that gives them back.
    movement = models.ForeignKey(
        Movement, on_delete=models.PROTECT, null=True, related_name="credits", verbose_name=_("enrolment change")
    )
    carries = models.ForeignKey(
        "awards.StarEntry", on_delete=models.PROTECT, null=True, related_name="carried_by", verbose_name=_("carries")
    )
    appeal = models.ForeignKey(
        AppealDecision,
        on_delete=models.PROTECT,
        null=True,
        related_name="credits",
        verbose_name=_("answer to an appeal"),
    )
    stars = models.SmallIntegerField(_("stars"))
    proof_kept = models.ForeignKey(
        KeptText,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("proof or reason"),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(movement__isnull=True, carries__isnull=False, appeal__isnull=True)
                | Q(movement__isnull=False, carries__isnull=True, appeal__isnull=True, stars__gt=0)
                | Q(movement__isnull=True, carries__isnull=True, appeal__isnull=False, stars__gt=0),
                name="credit_has_one_ground",
                violation_error_message=_("A credit comes with a transfer, from another entry or from an appeal."),
            ),
            models.CheckConstraint(
                condition=Q(proof_kept__isnull=False),
                name="credit_has_proof",
                violation_error_message=_("A credit needs a proof."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {signed(self.stars, plus=True)}"

    @property
    def proof(self) -> str:
        return said(self.proof_kept)


class EntrySource(models.TextChoices):
    NOMINATION = "nomination", _("award of the month")
    CHAMPION = "champion", _("first place in an exam")
    VIOLATION = "violation", _("deduction")
    CREDIT = "credit", _("credited by the office")
    REVERSAL = "reversal", _("reversal")


# The field that points at what an entry comes from, by its source.
SOURCE_FIELDS = {
    EntrySource.NOMINATION: "nomination",
    EntrySource.CHAMPION: "champion",
    EntrySource.VIOLATION: "violation",
    EntrySource.CREDIT: "credit",
    EntrySource.REVERSAL: "reverses",
}


def _has_its_source_alone() -> Q:
    """Give the condition that of the fields for sources the one of the entry's own source is filled, and no other."""
    condition = Q()
    for source, own in SOURCE_FIELDS.items():
        nulls = {f"{field}__isnull": field != own for field in SOURCE_FIELDS.values()}
        condition |= Q(source=source, **nulls)
    return condition


class StarEntryQuerySet(models.QuerySet["StarEntry"]):
    def of_term(self, term: Term) -> Self:
        return self.filter(term=term)

    def as_of(self, moment: dt.datetime) -> Self:
        """Select what stood in the ledger at ``moment`` (aware): rows come only in the order of time."""
        return self.filter(entered_at__lte=moment)

    def totals(self) -> models.QuerySet[StarEntry, Any]:
        """Sum the stars: rows ``{"student": pk, "total": stars}``, one a pupil that has any entry; one statement."""
        return self.order_by().values("student").annotate(total=Sum("stars"))

    def sums(self) -> models.QuerySet[StarEntry, Any]:
        """Sum by month and item: tuples (pupil, round, item, stars); no item means deductions."""
        return self.order_by().values_list("student", "round", "item").annotate(total=Sum("stars"))

    def brought(self) -> Self:
        """Select stars that a transfer brought and their reversals, which are of no item and no deduction (A42)."""
        return self.filter(self._is_brought())

    @staticmethod
    def _is_brought() -> Q:
        return Q(credit__movement__isnull=False) | Q(reverses__credit__movement__isnull=False)

    def won(self) -> Self:
        """Leave out what a violation took and what gave it back, which are of no item and not brought along."""
        return self.filter(Q(item__isnull=False) | self._is_brought())

    def standing(self) -> Self:
        """Select what counts to this day: entries that nothing has reversed, and no reversals."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)

    def taken_by_sheet(self) -> dict[tuple[int, int, int], int]:
        """Count the stars of sheets by item, round and class; one statement."""
        rows = self.filter(source=EntrySource.NOMINATION, item__isnull=False, round__isnull=False).order_by()
        counted = rows.values_list("item", "round", "school_class").annotate(number=Count("pk"))
        return {(item, round_, school_class): number for item, round_, school_class, number in counted}

    def of(self, **source: object) -> Self:
        """Select entries of one source (``violation=...``), also where a joining carried them."""
        field, value = next(iter(source.items()))
        return self.filter(Q((field, value)) | Q((f"credit__carries__{field}", value)))

    def with_sources(self) -> Self:
        """Order entries by month, each with what explains it: item, sheet, reversal."""
        credits_ = ("credit", "reverses__credit")
        return self.select_related(
            "item", "round", "school_class__school", "by", "nomination__class_round", "reason_kept", *credits_
        ).order_by("round__starts_on", "item__order", "pk")


class StarEntry(models.Model):
    """Insert-only: a mistake is mended by a reversing row. A trigger refuses UPDATE and DELETE."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="entries", verbose_name=_("term"))
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entries", verbose_name=_("round"))
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="entries", verbose_name=_("pupil"))
    # The class it was won in, which a later move does not change (A43).
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="entries", verbose_name=_("class")
    )
    # NULL: a deduction takes stars of no item (五6), and a transfer brings a number of stars (A42).
    item = models.ForeignKey(
        StarItem, on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("star")
    )
    detail = models.CharField(_("detail"), max_length=100, blank=True)
    stars = models.SmallIntegerField(_("stars"))
    source = models.CharField(_("source"), max_length=12, choices=EntrySource.choices)
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("line")
    )
    champion = models.ForeignKey(
        Champion, on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("champion")
    )
    violation = models.ForeignKey(
        Violation, on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("violation")
    )
    credit = models.ForeignKey(
        Credit, on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("credit")
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    reason_kept = models.ForeignKey(
        KeptText, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("reason")
    )
    # NULL: the worker, when the notice has run out.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = StarEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["pk"]
        indexes = [
            # StarEntryQuerySet.totals: all levels of a term without touching the table.
            models.Index(fields=["term", "student", "stars"], name="entry_totals")
        ]
        constraints = [
            choices_constraint("source", EntrySource, "entry_source_known"),
            models.CheckConstraint(
                condition=_has_its_source_alone(),
                name="entry_exactly_one_source",
                violation_error_message=_("A ledger entry has exactly one source."),
            ),
            models.UniqueConstraint(
                fields=["nomination"],
                name="entry_once_a_nomination",
                violation_error_message=_("This line is in the ledger already."),
            ),
            models.UniqueConstraint(
                fields=["champion"],
                name="entry_once_a_champion",
                violation_error_message=_("This first place is in the ledger already."),
            ),
            models.UniqueConstraint(
                fields=["violation"],
                name="entry_once_a_violation",
                violation_error_message=_("This deduction is in the ledger already."),
            ),
            models.UniqueConstraint(
                fields=["credit"],
                name="entry_once_a_credit",
                violation_error_message=_("This credit is in the ledger already."),
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False)
                | Q(source__in=[EntrySource.VIOLATION, EntrySource.CREDIT, EntrySource.REVERSAL]),
                name="entry_award_has_an_item",
                violation_error_message=_("An award names its star."),
            ),
            models.CheckConstraint(
                condition=~Q(source=EntrySource.VIOLATION) | Q(stars__lt=0),
                name="entry_deduction_takes_stars",
                violation_error_message=_("A deduction lowers the number of stars."),
            ),
            models.CheckConstraint(
                condition=~Q(stars=0),
                name="entry_moves_something",
                violation_error_message=_("A ledger entry needs a number of stars other than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(source=EntrySource.REVERSAL) | Q(reason_kept__isnull=False),
                name="entry_reversal_has_a_reason",
                violation_error_message=_("A reversal needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.item or self.detail} {signed(self.stars, plus=True)}"

    @property
    def reason(self) -> str:
        return said(self.reason_kept)

    @property
    def is_brought(self) -> bool:
        """Whether a transfer brought these stars, or this takes such stars back (A42); see ``with_sources``."""
        credit = self.credit or (self.reverses.credit if self.reverses else None)
        return credit is not None and credit.movement_id is not None

    @property
    def is_restored(self) -> bool:
        """Whether an answer to an appeal gave these stars back; see ``with_sources``."""
        return self.credit is not None and self.credit.appeal_id is not None
