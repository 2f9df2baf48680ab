"""Ceremonies at which rewards are handed out (六3, 六4): when and where, whom they honour, what became of each."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from awards.models.settlement import Entitlement
from awards.rules.ceremonies import MOST_GUESTS, CeremonyKind, CeremonyState, Reply
from starrating.db.constraints import choices_constraint
from students.models import School, Term


class CeremonyQuerySet(models.QuerySet["Ceremony"]):
    def planned(self) -> Self:
        """Select those that are neither closed nor cancelled: rewards join these."""
        return self.filter(state=CeremonyState.PLANNED)

    def soonest_first(self) -> Self:
        return self.order_by("day", "begins_at", "pk")

    def next_of_entitlement(self) -> Subquery:
        """Give the key of the next ceremony that honours term and grade of an entitlement with ``grade``."""
        fitting = self.planned().filter(honoured__term=OuterRef("term"), honoured__grade=OuterRef("grade"))
        return Subquery(fitting.soonest_first().values("pk")[:1])


class Ceremony(models.Model):
    """One ceremony. What papers and pages say of it stands here, and is typed nowhere else."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="ceremonies", verbose_name=_("school"))
    kind = models.CharField(_("kind"), max_length=10, choices=CeremonyKind.choices)
    name = models.CharField(_("name of the ceremony"), max_length=40, blank=True)
    day = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"))
    place = models.CharField(_("place of the ceremony"), max_length=60)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    # Counts what the invitations say: one printed under a lower number says something else.
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=CeremonyState.choices, default=CeremonyState.PLANNED)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = CeremonyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceremony")
        verbose_name_plural = _("ceremonies")
        ordering = ["-day", "-begins_at", "-pk"]
        constraints = [
            choices_constraint("kind", CeremonyKind, "ceremony_kind_known"),
            choices_constraint("state", CeremonyState, "ceremony_state_known"),
            models.UniqueConstraint(
                fields=["school", "day", "begins_at"],
                condition=~Q(state=CeremonyState.CANCELLED),
                name="ceremony_once_a_time",
                violation_error_message=_("The school has a ceremony at this time already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=CeremonyState.CANCELLED) | ~Q(reason=""),
                name="ceremony_cancelled_has_a_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its own name, else that of its kind."""
        return self.name or str(self.get_kind_display())

    @property
    def is_planned(self) -> bool:
        return self.state == CeremonyState.PLANNED


class Honoured(models.Model):
    """A term and a grade whose rewards are handed out at a ceremony; the grade is that in the term's school year."""

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.CASCADE, related_name="honoured", verbose_name=_("ceremony")
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="honoured", verbose_name=_("term"))
    grade = models.PositiveSmallIntegerField(_("grade"))

    class Meta:
        verbose_name = _("honoured grade")
        verbose_name_plural = _("honoured grades")
        ordering = ["-term__starts_on", "grade"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "term", "grade"],
                name="honoured_once_a_ceremony",
                violation_error_message=_("This ceremony honours this grade already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.term.school.grade_name(self.grade)}"


class Presentation(models.Model):
    """What is on record of one reward at one ceremony: invitation printed, guardian's reply, handed out."""

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, related_name="presentations", verbose_name=_("ceremony")
    )
    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.PROTECT, related_name="presentations", verbose_name=_("entitlement")
    )
    # The ceremony's revision that was printed first and last; NULL while nothing has been printed.
    first_printed = models.PositiveSmallIntegerField(_("first printed"), null=True, blank=True)
    printed = models.PositiveSmallIntegerField(_("last printed"), null=True, blank=True)
    reply = models.CharField(
        _("guardian's reply"), max_length=10, choices=Reply.choices, blank=True, default=Reply.NONE
    )
    guests = models.PositiveSmallIntegerField(_("guests"), default=0)
    # The how-manyth handing out of the reward this was; NULL where it was not handed out here.
    handed_as = models.PositiveSmallIntegerField(_("handed out as"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reward at a ceremony")
        verbose_name_plural = _("rewards at ceremonies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "entitlement"],
                name="presentation_once_a_ceremony",
                violation_error_message=_("This reward is at this ceremony already."),
            ),
            models.UniqueConstraint(
                fields=["entitlement", "handed_as"],
                name="presentation_handed_out_once",
                violation_error_message=_("This reward has been handed out at a ceremony already."),
            ),
            choices_constraint("reply", Reply, "presentation_reply_known"),
            models.CheckConstraint(
                condition=Q(reply=Reply.COMING, guests__gte=1, guests__lte=MOST_GUESTS)
                | (~Q(reply=Reply.COMING) & Q(guests=0)),
                name="presentation_guests_come",
                violation_error_message=_("Say how many are coming."),
            ),
            models.CheckConstraint(
                condition=Q(first_printed__isnull=True, printed__isnull=True) | Q(first_printed__lte=F("printed")),
                name="presentation_printed_in_order",
                violation_error_message=_("What was printed first was printed before."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ceremony} {self.entitlement}"
