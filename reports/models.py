"""What reports keeps: the school's own wording of papers, and a record of each paper that was handed over."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from awards.models import Entitlement, TermLevel
from awards.rules.entitlements import RewardKind
from starrating.db.constraints import choices_constraint
from students.models import School, Student, Term


class PaperKind(models.TextChoices):
    """Papers whose wording a school may edit, and which are numbered when they are issued."""

    LETTER = RewardKind.LETTER.value, _("letter of commendation")
    CERTIFICATE = RewardKind.CERTIFICATE.value, _("certificate of honour")
    PARENT_TITLE = RewardKind.PARENT_TITLE.value, _("Outstanding Parent certificate")
    INVITATION = RewardKind.INVITATION.value, _("invitation to the ceremony")


class PaperWording(models.Model):
    """A school's own words for one paper. Without a row the paper says what it starts with."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="paper_wordings", verbose_name=_("school")
    )
    kind = models.CharField(_("paper"), max_length=20, choices=PaperKind.choices)
    text = models.JSONField(_("text"), default=dict, help_text=_("By part of the paper: title, opening, body."))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("edited by")
    )
    edited_at = models.DateTimeField(_("edited at"))

    class Meta:
        verbose_name = _("wording of a paper")
        verbose_name_plural = _("wordings of papers")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind"],
                name="wording_once_a_paper",
                violation_error_message=_("This paper has a wording already."),
            ),
            choices_constraint("kind", PaperKind, "wording_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.get_kind_display()}"


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def in_force(self) -> Self:
        """Select of each reward the paper that counts: issued again, the one before no longer does."""
        later = IssuedDocument.objects.filter(entitlement=OuterRef("entitlement")).order_by("-pk").values("pk")[:1]
        return self.filter(pk=Subquery(later))

    def in_paper_order(self) -> Self:
        """Order by class, then seat, so that papers can be handed out class by class."""
        return self.order_by(
            "-level__school_class__entry_year",
            "level__school_class__number",
            F("level__seat").asc(nulls_last=True),
            "student__number",
        )


class IssuedDocument(models.Model):
    """Insert-only: one paper that was printed to be handed over. A trigger refuses UPDATE and DELETE.

    Printing the same paper once more makes no new row; a corrected level or a reward issued again does.
    """

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="issued_documents", verbose_name=_("term"))
    kind = models.CharField(_("paper"), max_length=20, choices=PaperKind.choices)
    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.PROTECT, related_name="issued_documents", verbose_name=_("entitlement")
    )
    student = models.ForeignKey(
        Student, on_delete=models.PROTECT, related_name="issued_documents", verbose_name=_("pupil")
    )
    # As settled when it was printed: what the paper says.
    level = models.ForeignKey(
        TermLevel, on_delete=models.PROTECT, related_name="issued_documents", verbose_name=_("settled level")
    )
    reissue = models.PositiveSmallIntegerField(_("issued again"), default=0, help_text=_("Zero for the first time."))
    code = models.CharField(_("code"), max_length=12, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ["pk"]
        constraints = [
            choices_constraint("kind", PaperKind, "issued_kind_known"),
            models.UniqueConstraint(
                fields=["entitlement", "level", "reissue"],
                name="issued_once",
                violation_error_message=_("This paper has been issued already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def number(self) -> str:
        """The number as it is printed: the reward's, and behind it how often it was handed out before (P7)."""
        number = self.entitlement.number or ""
        return f"{number}-补{self.reissue}" if self.reissue else number


class HallScreen(models.Model):
    """The honour board of a term on a screen in the hall; a row is a screen that is on. Secrets are kept as digests."""

    term = models.OneToOneField(Term, on_delete=models.PROTECT, related_name="hall_screen", verbose_name=_("term"))
    secret = models.CharField(_("digest of its address"), max_length=64, unique=True)
    device = models.CharField(_("digest of the device's mark"), max_length=64, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("turned on by")
    )
    opened_at = models.DateTimeField(_("turned on at"))

    class Meta:
        verbose_name = _("screen in the hall")
        verbose_name_plural = _("screens in the hall")

    def __str__(self) -> str:
        return f"{self.term}"
