"""The guardian's window: a code that opens one child's page for some days, its looks, and what was asked through it."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models.appeal import WAITING_STATES, Appeal
from awards.models.voices import Objection, ObjectionState
from starrating.db.constraints import choices_constraint
from students.models import Consent, ConsentScope, School, Student
from students.models.pupils import ConsentQuerySet

# So often may what no paper carries be wrong; then the code is dead until the school makes a new one.
MOST_TRIES = 5
MOST_DAYS = 60
TEXT_LENGTH = 500


class Window(models.Model):
    """Whether a school has the window, and for how many days a code is good. Without a row it is off."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="window", verbose_name=_("school"))
    is_on = models.BooleanField(_("turned on"), default=False)
    days = models.PositiveSmallIntegerField(
        _("days for which a code is good"), default=14, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )

    class Meta:
        verbose_name = _("guardian's window")
        verbose_name_plural = _("guardian's windows")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS),
                name="window_days_within_bounds",
                violation_error_message=_("A code is good for one day at least and 60 days at most."),
            )
        ]

    def __str__(self) -> str:
        return str(self.school)


def agreed_on(day: dt.date) -> ConsentQuerySet:
    """Select the consents to the window, of those guardians who agree to the processing of personal data at all."""
    at_all = Consent.objects.in_force(ConsentScope.PROCESSING, day).values("student")
    return Consent.objects.in_force(ConsentScope.WINDOW, day).filter(student__in=at_all)


class WindowCodeQuerySet(models.QuerySet["WindowCode"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def open_on(self, day: dt.date) -> Self:
        """Select the codes that open something on ``day``: not over, revoked or tried out, and the guardian agrees."""
        agreed = agreed_on(day).values("student")
        return self.in_force().filter(
            until__gte=day, tries__lt=MOST_TRIES, student__in=agreed, student__school__window__is_on=True
        )


class WindowCode(models.Model):
    """One code as it was handed out, kept as its digest: who reads the database opens nothing with it."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="window_codes", verbose_name=_("pupil"))
    digest = models.CharField(_("digest of the code"), max_length=64, unique=True)
    until = models.DateField(_("last day"))
    tries = models.PositiveSmallIntegerField(_("wrong answers"), default=0)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    issued_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = WindowCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("window code")
        verbose_name_plural = _("window codes")
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(revoked_at__isnull=True),
                name="window_code_one_a_pupil",
                violation_error_message=_("This pupil has a code already. A new one takes its place."),
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES),
                name="window_code_tries_bounded",
                violation_error_message=_("This code has been tried too often."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.until}"


class WindowVisit(models.Model):
    """What a code was exchanged for: one browser's cookie, kept as its digest, for an hour. No account, no session."""

    code = models.ForeignKey(WindowCode, on_delete=models.CASCADE, related_name="visits", verbose_name=_("code"))
    digest = models.CharField(_("digest of the cookie"), max_length=64, unique=True)
    until = models.DateTimeField(_("ends at"))

    class Meta:
        verbose_name = _("look through the window")
        verbose_name_plural = _("looks through the window")

    def __str__(self) -> str:
        return f"{self.code} {self.until}"


class MatterKind(models.TextChoices):
    QUESTION = "question", pgettext_lazy("from a guardian", "question")
    OBJECTION = "objection", pgettext_lazy("from a guardian", "objection")
    APPEAL = "appeal", pgettext_lazy("from a guardian", "appeal")


class WindowMatterQuerySet(models.QuerySet["WindowMatter"]):
    def unanswered(self) -> Self:
        """Select the questions that wait; objections and appeals are answered on their own lists."""
        return self.filter(kind=MatterKind.QUESTION, answered_at__isnull=True)

    def open(self) -> Self:
        """Select what the school has not answered, of whatever kind."""
        waits = Q(kind=MatterKind.QUESTION, answered_at__isnull=True)
        return self.filter(waits | Q(objection__state=ObjectionState.OPEN) | Q(appeal__state__in=WAITING_STATES))


class WindowMatter(models.Model):
    """What a guardian has brought up through a code: the child is known by it, and nothing else of anybody."""

    code = models.ForeignKey(WindowCode, on_delete=models.PROTECT, related_name="matters", verbose_name=_("code"))
    student = models.ForeignKey(
        Student, on_delete=models.PROTECT, related_name="window_matters", verbose_name=_("pupil")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MatterKind.choices)
    # What the form brought, so that it has one effect however often it is sent.
    key = models.CharField(_("key of the form"), max_length=64)
    at = models.DateTimeField(_("at"))
    text = models.CharField(_("question"), max_length=TEXT_LENGTH, blank=True)
    objection = models.OneToOneField(
        Objection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="window_matter",
        verbose_name=_("objection"),
    )
    appeal = models.OneToOneField(
        Appeal, on_delete=models.PROTECT, null=True, blank=True, related_name="window_matter", verbose_name=_("appeal")
    )
    answer = models.CharField(pgettext_lazy("noun", "answer"), max_length=TEXT_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = WindowMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter of a guardian")
        verbose_name_plural = _("matters of guardians")
        ordering = ["at", "pk"]
        constraints = [
            choices_constraint("kind", MatterKind, "window_matter_kind_known"),
            models.UniqueConstraint(
                fields=["code", "key"],
                name="window_matter_once_a_form",
                violation_error_message=_("This has been sent already."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=MatterKind.QUESTION, objection__isnull=True, appeal__isnull=True) & ~Q(text=""))
                | Q(kind=MatterKind.OBJECTION, objection__isnull=False, appeal__isnull=True, text="")
                | Q(kind=MatterKind.APPEAL, objection__isnull=True, appeal__isnull=False, text=""),
                name="window_matter_is_of_its_kind",
                violation_error_message=_("A question has its text, an objection or an appeal its own record."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (Q(kind=MatterKind.QUESTION, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="window_matter_answer_has_author",
                violation_error_message=_("An answer needs its author and time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.get_kind_display()}"
