"""Formal punishments (处分): they take no star, but stand in the way of merit awards while they last (A47)."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models.scheme import Ground
from starrating.db.constraints import choices_constraint
from students.models import School, SchoolClass, Student, Term


class PunishmentKind(models.TextChoices):
    WARNING = "warning", _("warning (警告)")
    GRAVE_WARNING = "grave", _("grave warning (严重警告)")
    DEMERIT = "demerit", _("demerit (记过)")
    PROBATION = "probation", _("probation (留校察看)")


class PunishmentQuerySet(models.QuerySet["Punishment"]):
    def of_school(self, school: School) -> Self:
        return self.filter(student__school=school)

    def active_on(self, day: dt.date) -> Self:
        """Select those in force on ``day``; the day on which one is lifted is the first without it."""
        ended = Q(until__lt=day) | Q(lifted_on__lte=day)
        return self.filter(decided_on__lte=day).exclude(ended)


class Punishment(models.Model):
    """One formal decision. Never on any public page, paper or list: the office sees it, and the pupil to appeal."""

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
                violation_error_message=_("This punishment is on record already. Nothing needs to be entered."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("decided_on")),
                name="punishment_ends_after_decision",
                violation_error_message=_("The last day is before the day of the decision. Choose a later last day."),
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


class ViolationState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("violation", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("violation", "confirmed")
    DROPPED = "dropped", pgettext_lazy("violation", "dismissed")
    REVOKED = "revoked", pgettext_lazy("violation", "revoked")


LIVE_STATES = (ViolationState.PROPOSED, ViolationState.CONFIRMED)


class ViolationQuerySet(models.QuerySet["Violation"]):
    def live(self) -> Self:
        """Select those proposed or confirmed: neither dropped nor revoked."""
        return self.filter(state__in=LIVE_STATES)

    def awaiting_decision(self) -> Self:
        return self.filter(state=ViolationState.PROPOSED)

    def confirmed(self) -> Self:
        return self.filter(state=ViolationState.CONFIRMED)


class Violation(models.Model):
    """One incident. Never on any public page, paper or list: pupil, guardian and the staff concerned see it."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="violations", verbose_name=_("pupil"))
    # The class on the day of the incident, whose homeroom teacher is concerned.
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="violations", verbose_name=_("class")
    )
    # The term of the incident; once confirmed, the term that lost the stars (A27).
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="violations", verbose_name=_("term"))
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="violations", verbose_name=_("ground"))
    happened_on = models.DateField(_("day of the incident"))
    place = models.CharField(pgettext_lazy("violation", "place"), max_length=60, blank=True)
    facts = models.TextField(_("facts"))
    statement = models.TextField(_("the pupil's own statement"), blank=True)
    guardian_told_on = models.DateField(_("guardian told on"), null=True, blank=True)
    guardian_told_how = models.CharField(_("guardian told how"), max_length=60, blank=True)
    written_ground = models.TextField(
        _("written ground"), blank=True, help_text=_("In place of the dated records of repeated minor faults.")
    )
    stars = models.PositiveSmallIntegerField(_("stars deducted"))
    state = models.CharField(_("state"), max_length=10, choices=ViolationState.choices, default=ViolationState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoke_reason = models.TextField(_("reason of the revocation"), blank=True)

    objects = ViolationQuerySet.as_manager()

    class Meta:
        verbose_name = _("violation")
        verbose_name_plural = _("violations")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            choices_constraint("state", ViolationState, "violation_state_known"),
            models.UniqueConstraint(
                fields=["student", "ground", "happened_on", "place"],
                condition=Q(state__in=LIVE_STATES),
                name="violation_once_a_day_and_place",
                violation_error_message=_("This incident is on record already. Open it from the list of violations."),
            ),
            models.CheckConstraint(
                condition=Q(state=ViolationState.PROPOSED) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="violation_decided_has_author",
                violation_error_message=_("A decision needs its author and time."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ViolationState.REVOKED)
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="violation_revoked_has_a_reason",
                violation_error_message=_("A revocation needs its author, time and reason."),
            ),
            models.CheckConstraint(
                condition=Q(stars__gte=1),
                name="violation_takes_something",
                violation_error_message=_("A deduction is at least one star."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.student} {self.ground}"


class FaultRecordQuerySet(models.QuerySet["FaultRecord"]):
    def free(self) -> Self:
        """Select those that no live deduction has taken in: they may still count toward one."""
        return self.exclude(violation__state__in=LIVE_STATES)


class FaultRecord(models.Model):
    """One dated minor fault; enough of them in a term are a ground (A25), and the deduction then holds them.

    The noter, the homeroom teacher, the office and the pupil see it. One that nothing took in leaves with the grade's
    settlement.
    """

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="faults", verbose_name=_("pupil"))
    # The class on that day, whose homeroom teacher sees it.
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="faults", verbose_name=_("class")
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="faults", verbose_name=_("term"))
    happened_on = models.DateField(_("day"))
    note = models.CharField(_("what happened"), max_length=200)
    # NULL: it stands alone.
    violation = models.ForeignKey(
        Violation, on_delete=models.CASCADE, null=True, blank=True, related_name="records", verbose_name=_("violation")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"))

    objects = FaultRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a minor fault")
        verbose_name_plural = _("records of minor faults")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "happened_on", "note"],
                name="fault_once_a_day",
                violation_error_message=_("This has been noted already. Nothing needs to be added."),
            ),
            models.CheckConstraint(
                condition=~Q(note=""), name="fault_says_what", violation_error_message=_("Say what happened.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.note}"
