"""Appeals against a deduction, a formal punishment or a settled level: a case of two steps (五6, A28, A71)."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models.answers import AnswerCounts, answer_counts
from awards.models.settlement import TermLevel
from awards.models.violation import Punishment, PunishmentKind, Violation
from starrating.db.constraints import choices_constraint
from starrating.texts.keeping import said
from starrating.texts.models import KeptText
from students.models import School, Student, Term


class AppealAbout(models.TextChoices):
    DEDUCTION = "deduction", pgettext_lazy("appeal", "deduction")
    PUNISHMENT = "punishment", pgettext_lazy("appeal", "formal punishment")
    LEVEL = "level", pgettext_lazy("appeal", "settled level")


# The field that points at what an appeal is about.
ABOUT_FIELDS = {AppealAbout.DEDUCTION: "violation", AppealAbout.PUNISHMENT: "punishment", AppealAbout.LEVEL: "level"}


class AppealRoute(models.TextChoices):
    """How an appeal came in."""

    PUPIL = "pupil", pgettext_lazy("appeal", "by the pupil, on screen")
    PAPER = "paper", pgettext_lazy("appeal", "by a guardian, on paper")
    WINDOW = "window", pgettext_lazy("appeal", "by a guardian, on the guardian's page")


class AppealState(models.TextChoices):
    OPEN = "open", pgettext_lazy("appeal", "to be answered")
    ANSWERED = "answered", pgettext_lazy("appeal", "answered")
    GONE_UP = "gone_up", pgettext_lazy("appeal", "with the headmaster")
    CLOSED = "closed", pgettext_lazy("appeal", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "withdrawn")


# Somebody owes an answer.
WAITING_STATES = (AppealState.OPEN, AppealState.GONE_UP)


class AppealOutcome(models.TextChoices):
    """What becomes of the decision that was appealed."""

    UPHELD = "upheld", pgettext_lazy("appeal", "the decision stands")
    REVERSED = "reversed", pgettext_lazy("appeal", "the decision is reversed")
    CHANGED = "changed", pgettext_lazy("appeal", "the decision is changed")


class AppealEffect(models.TextChoices):
    """Where what an answer gives back is entered."""

    NOTHING = "nothing", pgettext_lazy("appeal", "nothing is entered")
    IN_TERM = "in_term", pgettext_lazy("appeal", "in its own term")
    CREDIT = "credit", pgettext_lazy("appeal", "as a credit of the current term")


def _has_its_subject_alone() -> Q:
    condition = Q()
    for about, own in ABOUT_FIELDS.items():
        nulls = {f"{field}__isnull": field != own for field in ABOUT_FIELDS.values()}
        condition |= Q(about=about, **nulls)
    return condition


class AppealQuerySet(models.QuerySet["Appeal"]):
    def of_school(self, school: School) -> Self:
        return self.filter(school=school)

    def waiting(self) -> Self:
        """Select those that wait for an answer, at either step."""
        return self.filter(state__in=WAITING_STATES)

    def of_term(self, term: Term) -> Self:
        """Select those about a deduction or a level of ``term``."""
        return self.filter(Q(violation__term=term) | Q(level__term=term))

    def decided_in(self, term: Term) -> Self:
        """Select those about what was decided of ``term``; a punishment belongs to the one of its day."""
        days = (term.starts_on, term.ends_on)
        punished = Q(school=term.school_id, punishment__decided_on__range=days)
        return self.filter(Q(violation__term=term) | Q(level__term=term) | punished)

    def answer_counts(self, day: dt.date) -> AnswerCounts:
        """Count the appeals by whether their step, open or last, was answered by its day; one statement."""
        last = AppealDecision.objects.filter(appeal=OuterRef("pk")).order_by("-step").values("at")
        return answer_counts(
            self.annotate(answered_at=Subquery(last[:1])),
            day,
            answered=Q(state__in=(AppealState.ANSWERED, AppealState.CLOSED)),
            waiting=Q(state__in=WAITING_STATES),
            answered_on=F("answered_at__date"),
        )

    def with_subjects(self) -> Self:
        return self.select_related(
            "student",
            "school",
            "violation__ground",
            "violation__term__pinned__scheme",
            "violation__school_class__school",
            "punishment",
            "level__term__pinned__scheme",
            "level__school_class__school",
            "recorded_by",
            "decider",
        )


class Appeal(models.Model):
    """One case. Never on any public page, paper or list: pupil, guardian and those who answer it see it."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("school"))
    number = models.PositiveIntegerField(_("number"), help_text=_("Counted within the school."))
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("pupil"))
    about = models.CharField(pgettext_lazy("appeal", "about"), max_length=10, choices=AppealAbout.choices)
    # Of the three, the one that ``about`` names is filled.
    violation = models.ForeignKey(
        Violation, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name=_("violation")
    )
    punishment = models.ForeignKey(
        Punishment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
        verbose_name=_("formal punishment"),
    )
    level = models.ForeignKey(
        TermLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
        verbose_name=_("settled level"),
    )
    route = models.CharField(_("how it came in"), max_length=10, choices=AppealRoute.choices)
    # The guardian who signed the paper; the other routes know who it was.
    raised_by = models.CharField(_("raised by"), max_length=60, blank=True)
    facts = models.TextField(_("what is appealed against, and why"))
    papers = models.CharField(_("papers that came with it"), max_length=200, blank=True)
    told_on = models.DateField(_("told of the decision on"))
    received_on = models.DateField(_("received on"))
    late_reason = models.CharField(_("why it came later"), max_length=200, blank=True)
    # NULL: the guardian's page, which has no account.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    state = models.CharField(_("state"), max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    # Of the step that is open, or was the last.
    due_on = models.DateField(_("answer due on"))
    # Named by the administrator where nobody is left who did not decide before (A71).
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("named to decide"),
    )
    up_reason = models.TextField(_("why it was taken further"), blank=True)
    closing = models.TextField(_("how it ended"), blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["due_on", "pk"]
        constraints = [
            choices_constraint("about", AppealAbout, "appeal_about_known"),
            choices_constraint("route", AppealRoute, "appeal_route_known"),
            choices_constraint("state", AppealState, "appeal_state_known"),
            models.UniqueConstraint(
                fields=["school", "number"],
                name="appeal_number_once_a_school",
                violation_error_message=_("The school has an appeal of this number."),
            ),
            models.CheckConstraint(
                condition=_has_its_subject_alone(),
                name="appeal_exactly_one_subject",
                violation_error_message=_("An appeal is about exactly one decision."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=~Q(state=AppealState.WITHDRAWN),
                    name=f"appeal_once_a_{field}",
                    violation_error_message=_("This decision has been appealed against already. Open that appeal."),
                )
                for field in ABOUT_FIELDS.values()
            ),
            models.CheckConstraint(
                condition=Q(route=AppealRoute.PAPER) & ~Q(raised_by="") | ~Q(route=AppealRoute.PAPER) & Q(raised_by=""),
                name="appeal_paper_is_signed",
                violation_error_message=_("An appeal on paper says who signed it, no other does."),
            ),
            models.CheckConstraint(
                condition=Q(route=AppealRoute.WINDOW, recorded_by__isnull=True)
                | ~Q(route=AppealRoute.WINDOW) & Q(recorded_by__isnull=False),
                name="appeal_recorded_by_somebody",
                violation_error_message=_("Only the guardian's page records an appeal without an account."),
            ),
            models.CheckConstraint(
                condition=~Q(facts=""),
                name="appeal_says_why",
                violation_error_message=_("An appeal says what it is about."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.student}"

    @property
    def label(self) -> str:
        """Its number in the school's list: 申0007."""
        return f"申{self.number:04d}"

    @property
    def subject(self) -> Violation | Punishment | TermLevel:
        """Give what it is about."""
        subject: Violation | Punishment | TermLevel = getattr(self, ABOUT_FIELDS[AppealAbout(self.about)])
        return subject

    @property
    def step(self) -> int:
        """Give the step that is open: 1, or 2 once it has gone up."""
        return 2 if self.state == AppealState.GONE_UP else 1

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_STATES


class AppealDecisionManager(models.Manager["AppealDecision"]):
    def get_queryset(self) -> models.QuerySet[AppealDecision]:
        """Read the text along: nobody asks for an answer without it."""
        return super().get_queryset().select_related("answer_kept")


class AppealDecision(models.Model):
    """Insert-only: the answer of one step. A trigger refuses UPDATE and DELETE."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("appeal"))
    step = models.PositiveSmallIntegerField(_("step"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=AppealOutcome.choices)
    effect = models.CharField(_("effect"), max_length=10, choices=AppealEffect.choices)
    stars = models.PositiveSmallIntegerField(_("stars restored"), default=0)
    # The milder kind that a changed punishment became.
    kind = models.CharField(_("kind"), max_length=10, choices=PunishmentKind.choices, blank=True)
    answer_kept = models.ForeignKey(
        KeptText,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=pgettext_lazy("noun", "answer"),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = AppealDecisionManager()

    class Meta:
        verbose_name = _("answer to an appeal")
        verbose_name_plural = _("answers to appeals")
        ordering = ["step"]
        constraints = [
            choices_constraint("outcome", AppealOutcome, "appeal_outcome_known"),
            choices_constraint("effect", AppealEffect, "appeal_effect_known"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=PunishmentKind.values),
                name="appeal_kind_known",
                violation_error_message=_("This is no kind of punishment."),
            ),
            models.UniqueConstraint(
                fields=["appeal", "step"],
                name="appeal_answered_once_a_step",
                violation_error_message=_("This step has been answered already."),
            ),
            models.CheckConstraint(
                condition=Q(step__in=[1, 2]),
                name="appeal_has_two_steps",
                violation_error_message=_("An appeal has two steps."),
            ),
            models.CheckConstraint(
                condition=Q(answer_kept__isnull=False),
                name="appeal_answer_is_written",
                violation_error_message=_("Please write the answer."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=AppealOutcome.UPHELD) | Q(effect=AppealEffect.NOTHING, stars=0, kind=""),
                name="appeal_upheld_changes_nothing",
                violation_error_message=_("Where the decision stands, nothing is restored."),
            ),
            models.CheckConstraint(
                condition=Q(effect=AppealEffect.NOTHING, stars=0) | ~Q(effect=AppealEffect.NOTHING) & Q(stars__gte=1),
                name="appeal_effect_has_stars",
                violation_error_message=_("What is entered is at least one star."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal.label} {self.get_outcome_display()}"

    @property
    def answer(self) -> str:
        return said(self.answer_kept)
