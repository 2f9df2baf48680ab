"""What the people of a class say on screen: goals, votes, teachers' opinions, objections."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models.answers import AnswerCounts, answer_counts
from awards.models.nomination import Nomination
from awards.models.round import ClassRound
from awards.models.scheme import StarItem
from starrating.db.constraints import choices_constraint
from students.models import Student, Term


class Goal(models.Model):
    """A star that a pupil sets out to win this round. Nobody has to, and nothing follows from it."""

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.PROTECT, related_name="goals", verbose_name=_("class sheet")
    )
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="goals", verbose_name=_("pupil"))
    item = models.ForeignKey(StarItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("star"))
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.UniqueConstraint(
                fields=["class_round", "student", "item"],
                name="goal_once_a_sheet_and_item",
                violation_error_message=_("This goal is set already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.item}"


class VoteQuerySet(models.QuerySet["Vote"]):
    def on_sheet(self, sheet: ClassRound) -> Self:
        return self.filter(nomination__class_round=sheet)


class Vote(models.Model):
    """One committee member's ballot on one line. Shown to its voter only; others see counts.

    No moment is kept with it, and it goes when the sheet is final; the counts stand on the line and in its decision.
    """

    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="votes", verbose_name=pgettext_lazy("ballot", "line")
    )
    voter = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="votes", verbose_name=_("voter"))
    agrees = models.BooleanField(_("agrees"))

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "voter"],
                name="vote_once_a_line",
                violation_error_message=_("This member has voted on this line already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.nomination)


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def disagreeing(self) -> Self:
        return self.filter(agrees=False)

    def unanswered(self) -> Self:
        """Select disagreements that the homeroom teacher has not replied to yet; they stop the sheet (A39)."""
        return self.filter(agrees=False, reply="")


class Opinion(models.Model):
    """What a subject teacher says of the sheet or of one line (五3, A39); each change of it leaves a decision."""

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("class sheet")
    )
    # NULL: about the sheet as a whole.
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name=_("line")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("teacher")
    )
    agrees = models.BooleanField(_("agrees"))
    text = models.CharField(_("opinion"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    reply = models.CharField(_("reply"), max_length=200, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["at", "pk"]
        constraints = [
            # Two constraints, since NULL lines are all different to the database.
            models.UniqueConstraint(
                fields=["class_round", "user"],
                condition=Q(nomination__isnull=True),
                name="opinion_once_a_sheet",
                violation_error_message=_("This teacher has an opinion on this sheet already."),
            ),
            models.UniqueConstraint(
                fields=["nomination", "user"],
                condition=Q(nomination__isnull=False),
                name="opinion_once_a_line",
                violation_error_message=_("This teacher has an opinion on this line already."),
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(text=""),
                name="opinion_disagreement_says_why",
                violation_error_message=_("Say in one line why you disagree."),
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="opinion_reply_has_author",
                violation_error_message=_("A reply needs its author and time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.class_round}"

    @property
    def about(self) -> str:
        """Name the line it is about; empty for the whole sheet."""
        return self.nomination.title if self.nomination else ""

    @property
    def waits(self) -> bool:
        """Whether the homeroom teacher still owes an answer."""
        return not self.agrees and not self.reply


class ObjectionRoute(models.TextChoices):
    """How an objection came in (A56)."""

    PUPIL = "pupil", _("by a pupil, on screen")
    GUARDIAN = "guardian", _("by a guardian, through the homeroom teacher")
    AT_OFFICE = "at_office", _("by a guardian, to the office")
    SLIP = "slip", _("on a signed slip")
    ANONYMOUS = "anonymous", _("unsigned")
    OFFICE = "office", _("held back by the office when filing")
    WINDOW = "window", _("by a guardian, through the window")


class ObjectionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("objection", "open")
    UPHELD = "upheld", pgettext_lazy("objection", "upheld")
    DISMISSED = "dismissed", pgettext_lazy("objection", "dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "withdrawn")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def of_term(self, term: Term) -> Self:
        return self.filter(class_round__round__term=term)

    def answer_counts(self, day: dt.date) -> AnswerCounts:
        """Count the objections by whether they were answered by their day, as of ``day``; one statement."""
        return answer_counts(
            self,
            day,
            answered=Q(state__in=(ObjectionState.UPHELD, ObjectionState.DISMISSED)),
            waiting=Q(state=ObjectionState.OPEN),
            answered_on=F("decided_at__date"),
        )

    def open(self) -> Self:
        return self.filter(state=ObjectionState.OPEN)


class Objection(models.Model):
    """What somebody has against a notice (A35, A37, A56). It freezes the line it is about; the rest runs on."""

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.PROTECT, related_name="objections", verbose_name=_("class sheet")
    )
    # NULL: about the list as a whole; then nothing is frozen.
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("line")
    )
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Counted within the sheet."))
    route = models.CharField(_("how it came in"), max_length=10, choices=ObjectionRoute.choices)
    # Shown to office and homeroom teacher only: a notice promises to keep it to itself.
    raised_by = models.CharField(_("raised by"), max_length=60, blank=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    facts = models.CharField(_("what is objected to, and why"), max_length=500)
    received_at = models.DateTimeField(_("received at"))
    # NULL: through the guardian's window, which knows a child and no account.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    due_on = models.DateField(_("answer due on"))
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_how = models.CharField(_("answered how"), max_length=60, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["class_round", "number"],
                name="objection_number_once_a_sheet",
                violation_error_message=_("The sheet has an objection of this number."),
            ),
            models.UniqueConstraint(
                fields=["nomination", "recorded_by"],
                condition=Q(state=ObjectionState.OPEN, route=ObjectionRoute.PUPIL),
                name="objection_once_open_a_pupil",
                violation_error_message=_("You have objected to this already. Wait for the answer of the school."),
            ),
            choices_constraint("route", ObjectionRoute, "objection_route_known"),
            choices_constraint("state", ObjectionState, "objection_state_known"),
            models.CheckConstraint(
                condition=Q(route=ObjectionRoute.ANONYMOUS, raised_by="")
                | (~Q(route=ObjectionRoute.ANONYMOUS) & ~Q(raised_by="")),
                name="objection_signed_unless_anonymous",
                violation_error_message=_("A signed objection says who raised it, an unsigned one does not."),
            ),
            models.CheckConstraint(
                condition=Q(route=ObjectionRoute.WINDOW, recorded_by__isnull=True)
                | (~Q(route=ObjectionRoute.WINDOW) & Q(recorded_by__isnull=False)),
                name="objection_recorded_unless_by_window",
                violation_error_message=_("What did not come through the window says who has written it down."),
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, decided_by__isnull=True, decided_at__isnull=True, answer="")
                | (
                    ~Q(state=ObjectionState.OPEN)
                    & ~Q(answer="")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="objection_decided_has_answer",
                violation_error_message=_("A decision needs its author, time and a written answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_round} {self.number}"

    @property
    def label(self) -> str:
        """Its number in the school's register: 2025-09-013-1, the first to the sheet filed as 2025-09-013.

        A sheet keeps its filing number and shares it with no other, so neither is this number given twice.
        """
        return f"{self.class_round.filing_number or self.class_round.round.label}-{self.number}"

    @property
    def about(self) -> str:
        """Name the line it is about, or the list as a whole."""
        return self.nomination.title if self.nomination else str(_("The list as a whole"))
