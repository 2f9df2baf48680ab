"""The lines of a sheet, and what was decided about them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models.round import ClassRound
from awards.models.scheme import StarItem, Step
from awards.models.states import PLACED_STATES, LineSource, LineState, Verdict
from awards.rules.kinds import StepRole
from starrating.db.constraints import choices_constraint
from starrating.texts.keeping import said
from starrating.texts.models import KeptText
from students.models import Student


class NominationQuerySet(models.QuerySet["Nomination"]):
    def placed(self) -> Self:
        """Select names that stand on the sheet, in the order of the paper."""
        return self.filter(state__in=PLACED_STATES).order_by("item__order", "place")


class Nomination(models.Model):
    """One pupil under one star on one sheet. Taken off, it stays as a row: its history must not go with it."""

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.PROTECT, related_name="nominations", verbose_name=_("class sheet")
    )
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="nominations", verbose_name=_("pupil"))
    item = models.ForeignKey(StarItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("star"))
    source = models.CharField(_("source"), max_length=10, choices=LineSource.choices)
    statement = models.CharField(_("statement"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LineState.choices)
    # What the group said on screen, with the hands counted; NULL: not discussed on screen.
    group_agreed = models.BooleanField(_("the group agrees"), null=True, blank=True)
    hands_for = models.PositiveSmallIntegerField(_("hands for"), null=True, blank=True)
    hands_against = models.PositiveSmallIntegerField(_("hands against"), null=True, blank=True)
    # Hands that the class meeting counted for the committee, star by star; NULL where the members vote by ballots.
    counted_for = models.PositiveSmallIntegerField(_("hands counted for"), null=True, blank=True)
    counted_against = models.PositiveSmallIntegerField(_("hands counted against"), null=True, blank=True)
    # The committee's count, kept when its step is closed; NULL before, and where the committee met on paper.
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    could_vote = models.PositiveSmallIntegerField(_("could vote"), null=True, blank=True)
    # NULL while the name takes no place. Two names can never hold one place: the second line of the quota (A7).
    place = models.PositiveSmallIntegerField(pgettext_lazy("on the sheet", "place"), null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["class_round", "item", "student"],
                name="nomination_once_a_sheet_and_item",
                violation_error_message=_("This pupil is under this star already. Nothing needs to be added."),
            ),
            models.UniqueConstraint(
                fields=["class_round", "item", "place"],
                name="nomination_one_a_place",
                violation_error_message=_("This place is taken."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PLACED_STATES), place__isnull=False, place__gte=1)
                | Q(~Q(state__in=sorted(PLACED_STATES)), place__isnull=True),
                name="nomination_place_with_state",
                violation_error_message=_("A name that is on the sheet has a place, any other has none."),
            ),
            models.CheckConstraint(
                condition=Q(group_agreed__isnull=True, hands_for__isnull=True, hands_against__isnull=True)
                | Q(group_agreed__isnull=False, hands_for__isnull=False, hands_against__isnull=False),
                name="nomination_group_counted_hands",
                violation_error_message=_("What the group decided needs the hands counted."),
            ),
            models.CheckConstraint(
                condition=Q(counted_for__isnull=True, counted_against__isnull=True)
                | Q(counted_for__isnull=False, counted_against__isnull=False),
                name="nomination_meeting_counted_both",
                violation_error_message=_("Hands are counted for and against."),
            ),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True, votes_against__isnull=True, could_vote__isnull=True)
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    could_vote__isnull=False,
                    could_vote__gte=F("votes_for") + F("votes_against"),
                ),
                name="nomination_votes_counted_whole",
                violation_error_message=_("A count has votes for and against, of as many as could vote."),
            ),
            choices_constraint("source", LineSource, "nomination_source_known"),
            choices_constraint("state", LineState, "nomination_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.item}"

    @property
    def title(self) -> str:
        """Name star and pupil; needs both loaded."""
        return _("%(star)s, %(name)s") % {"star": self.item.name, "name": self.student.name}


class PendingName(models.Model):
    """A piece of what was typed or pasted that nobody has been found for yet, or that waits to be confirmed.

    It is the teacher's work and no decision: kept until somebody says who is meant or takes it out.
    """

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.CASCADE, related_name="pending_names", verbose_name=_("class sheet")
    )
    item = models.ForeignKey(StarItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("star"))
    text = models.TextField(_("as typed"))
    # Pasted with other stars in one text: shown together, and entered by one confirmation.
    pasted = models.BooleanField(_("pasted"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("name not recognised yet")
        verbose_name_plural = _("names not recognised yet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["class_round", "item", "text"],
                name="pending_name_once_a_sheet_and_item",
                violation_error_message=_("This piece waits under this star already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.class_round} {self.item}"


DECLINED_BY = {
    StepRole.GROUP_LEADER: pgettext_lazy("verdict", "the group did not agree"),
    StepRole.COMMITTEE: pgettext_lazy("verdict", "not chosen"),
}


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about_sheet(self) -> Self:
        """Select what was decided about the sheet as a whole, latest first."""
        return self.filter(nomination__isnull=True).select_related("by", "step", "reason_kept").order_by("-at", "-pk")


class Decision(models.Model):
    """Insert-only: who decided what, about a line or about the whole sheet. A trigger refuses UPDATE and DELETE."""

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("class sheet")
    )
    # NULL: the decision is about the sheet as a whole.
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, related_name="decisions", verbose_name=_("line")
    )
    # NULL: no step of the scheme, such as the end of the notice.
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("step"))
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    # NULL: the worker, when the notice has run out.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    on_paper = models.BooleanField(_("on paper"), default=False)
    # Hands of the group or votes of the committee; NULL where nothing was counted.
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    reason_kept = models.ForeignKey(
        KeptText, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("reason")
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        constraints = [
            choices_constraint("verdict", Verdict, "decision_verdict_known"),
            models.CheckConstraint(
                condition=~Q(verdict__in=[Verdict.SECONDED, Verdict.OPPOSED]) | Q(step__isnull=True),
                name="decision_teachers_view_is_no_step",
                violation_error_message=_("What one teacher thinks is not the verdict of a step."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.class_round}"

    @property
    def said(self) -> str:
        """Say the verdict; a no is said by whose no it was: a lost place is nobody's disapproval."""
        if self.verdict == Verdict.DECLINED and self.step:
            return str(DECLINED_BY.get(StepRole(self.step.role), self.get_verdict_display()))
        return self.get_verdict_display()

    @property
    def reason(self) -> str:
        return said(self.reason_kept)
