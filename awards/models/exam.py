"""Exams and their first places. There is no table of scores: only who was first is kept (A19)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.round import Round
from awards.models.scheme import ExamKind
from awards.rules.kinds import CHAMPION_KINDS, ItemKind
from starrating.db.constraints import choices_constraint
from students.models import SchoolClass, Student, Subject, Term

TOTAL_KINDS = (ItemKind.GRADE_TOTAL, ItemKind.CLASS_TOTAL)
SUBJECT_KINDS = (ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT)


class ExamState(models.TextChoices):
    PENDING = "pending", _("results pending")
    CONFIRMED = "confirmed", _("champions confirmed")
    CALLED_OFF = "called_off", _("cancelled")


class ExamQuerySet(models.QuerySet["Exam"]):
    def awaiting_results(self) -> Self:
        """Select exams that keep a term from being settled (A17)."""
        return self.filter(state=ExamState.PENDING, kind__counts=True)


class Exam(models.Model):
    """One exam of one or more grades, known by its name within the term."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="exams", verbose_name=_("term"))
    kind = models.ForeignKey(ExamKind, on_delete=models.PROTECT, related_name="exams", verbose_name=_("kind"))
    name = models.CharField(_("name"), max_length=40)
    held_on = models.DateField(_("last day of the exam"))
    # The round that holds the last day, unless the office moved it (A16).
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="exams", verbose_name=_("round"))
    state = models.CharField(_("state"), max_length=10, choices=ExamState.choices, default=ExamState.PENDING)
    files = models.JSONField(_("files"), default=list, help_text=_("Name and SHA-256 of each file of the last upload."))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ExamQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "name"],
                name="exam_name_once_a_term",
                violation_error_message=_("The term has an exam of this name."),
            ),
            choices_constraint("state", ExamState, "exam_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ExamState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="exam_confirmed_has_a_time",
                violation_error_message=_("A confirmed exam needs the time of its confirmation."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChampionQuerySet(models.QuerySet["Champion"]):
    def standing(self) -> Self:
        """Select those that no later upload or decision has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Champion(models.Model):
    """A first place. Corrected, it is marked as withdrawn and stays: its ledger entry points at it."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="champions", verbose_name=_("exam"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=[kind for kind in ItemKind.choices if kind[0] in CHAMPION_KINDS]
    )
    # NULL: first in the total.
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="champions", verbose_name=_("subject")
    )
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="champions", verbose_name=_("pupil"))
    # Class and grade on the day of the exam: the scope of the class kinds and of the grade kinds.
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="champions", verbose_name=_("class")
    )
    grade = models.PositiveSmallIntegerField(_("grade"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ChampionQuerySet.as_manager()

    class Meta:
        verbose_name = _("champion")
        verbose_name_plural = _("champions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TOTAL_KINDS, subject__isnull=True)
                | Q(kind__in=SUBJECT_KINDS, subject__isnull=False),
                name="champion_kind_known_with_subject",
                violation_error_message=_("First in a subject needs the subject, first in the total has none."),
            ),
            # Two constraints, since NULL subjects are all different to the database.
            models.UniqueConstraint(
                fields=["exam", "kind", "subject", "student"],
                condition=Q(withdrawn_at__isnull=True, subject__isnull=False),
                name="champion_once_a_subject",
                violation_error_message=_("This pupil is entered as first in this subject already."),
            ),
            models.UniqueConstraint(
                fields=["exam", "kind", "student"],
                condition=Q(withdrawn_at__isnull=True, subject__isnull=True),
                name="champion_once_a_total",
                violation_error_message=_("This pupil is entered as first in the total already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} {self.student}"
