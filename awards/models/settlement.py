"""The end of a term: levels frozen at settlement, and what they entitle to."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from awards.rules.entitlements import ON_PAPER, TO_DO, Flag, RewardKind, RewardState
from starrating.db.constraints import choices_constraint
from students.models import GradeSettlement, SchoolClass, Student, Term


class TermLevelQuerySet(models.QuerySet["TermLevel"]):
    def current(self) -> Self:
        """Select the rows that no later settlement has replaced."""
        return self.filter(replaced_by__isnull=True)

    def as_of(self, moment: dt.datetime) -> Self:
        """Select the rows that were current at ``moment`` (aware)."""
        later = TermLevel.objects.filter(replaces=OuterRef("pk"), entered_at__lte=moment)
        return self.filter(~Exists(later), entered_at__lte=moment)

    def settled(self) -> Self:
        """Select the rows of grades that are settled now: those of a reopened one may still change."""
        live = GradeSettlement.objects.live()
        return self.filter(Exists(live.filter(term=OuterRef("term"), entry_year=OuterRef("school_class__entry_year"))))

    def listed(self) -> Self:
        """Leave out the pupils that a later settlement took off the lists (A44)."""
        return self.filter(listed=True)

    def in_paper_order(self) -> Self:
        """Order by class, then seat, never by stars: a list of children is not a ranking."""
        return self.order_by(
            "-school_class__entry_year", "school_class__number", F("seat").asc(nulls_last=True), "student__number"
        )


class TermLevel(models.Model):
    """Insert-only: a pupil's term as settled. A correction adds a row that replaces the one before."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="levels", verbose_name=_("term"))
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="term_levels", verbose_name=_("pupil"))
    # Class and seat on the last day of the term: certificates are handed out by them.
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="term_levels", verbose_name=_("class")
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True)
    total = models.SmallIntegerField(_("stars"))
    level = models.PositiveSmallIntegerField(_("level"), help_text=_("Zero below the first level."))
    listed = models.BooleanField(
        _("on the lists"), default=True, help_text=_("Not so once a correction shows that the pupil had left.")
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    entered_at = models.DateTimeField(_("entered at"))

    objects = TermLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("settled level")
        verbose_name_plural = _("settled levels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "student"],
                condition=Q(replaces__isnull=True),
                name="term_level_once_a_pupil",
                violation_error_message=_("This pupil's term has been settled already."),
            ),
            models.CheckConstraint(
                condition=Q(listed=True) | Q(level=0),
                name="term_level_unlisted_has_none",
                violation_error_message=_("Who is not on the lists has no level."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.total}"


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def to_do(self) -> Self:
        """Select those that the office has not handed out yet."""
        return self.filter(state__in=TO_DO)

    def settled(self) -> Self:
        """Select those of grades that are settled now: nothing is handed out for a reopened one."""
        live = GradeSettlement.objects.live()
        return self.filter(
            Exists(live.filter(term=OuterRef("term"), entry_year=OuterRef("level__school_class__entry_year")))
        )

    def in_paper_order(self) -> Self:
        """Order by class, then seat, so that papers can be handed out class by class."""
        return self.order_by(
            "-level__school_class__entry_year",
            "level__school_class__number",
            F("level__seat").asc(nulls_last=True),
            "student__number",
        )


class Entitlement(models.Model):
    """One reward of one pupil's term. Its level is always the current one; its history is in the audit."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="entitlements", verbose_name=_("term"))
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="entitlements", verbose_name=_("pupil"))
    level = models.ForeignKey(
        TermLevel, on_delete=models.PROTECT, related_name="entitlements", verbose_name=_("settled level")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RewardKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=RewardState.choices, default=RewardState.DUE)
    # NULL: only what is a paper is numbered. A withdrawn one keeps its number, so that no number is missing.
    number = models.CharField(_("number"), max_length=20, null=True, blank=True)  # noqa: DJ001 -- NULL is not unique
    issued = models.PositiveSmallIntegerField(_("times handed out"), default=0)
    flags = models.JSONField(_("to look at"), default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering = ["pk"]
        indexes = [
            # The queue: what is still to do of one kind.
            models.Index(fields=["term", "kind", "state"], name="entitlement_queue")
        ]
        constraints = [
            choices_constraint("kind", RewardKind, "entitlement_kind_known"),
            choices_constraint("state", RewardState, "entitlement_state_known"),
            models.UniqueConstraint(
                fields=["term", "student", "kind"],
                name="entitlement_once_a_pupil",
                violation_error_message=_("This pupil has this entitlement already."),
            ),
            models.UniqueConstraint(
                fields=["term", "number"],
                name="entitlement_number_once_a_term",
                violation_error_message=_("This number is taken."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ON_PAPER, number__isnull=False) | Q(~Q(kind__in=ON_PAPER), number__isnull=True),
                name="entitlement_paper_has_number",
                violation_error_message=_("A reward on paper has a number, nothing else has one."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RewardState.WITHDRAWN, RewardState.REISSUED]) | ~Q(reason=""),
                name="entitlement_change_has_a_reason",
                violation_error_message=_("Give a reason."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RewardState.DONE, RewardState.REISSUED]) | Q(issued__gte=1),
                name="entitlement_done_was_issued",
                violation_error_message=_("What was handed out was handed out at least once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.get_kind_display()}"

    @property
    def is_reissue(self) -> bool:
        """Whether its paper is marked 补发: it was handed out before."""
        return self.state == RewardState.REISSUED or self.issued > 1

    @property
    def flag_labels(self) -> list[str]:
        return [str(Flag(flag).label) for flag in self.flags]
