"""What a school tells families of the data it keeps, and what went wrong with them."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from students.models.school import School


class DataRulesQuerySet(models.QuerySet["DataRules"]):
    def in_force(self, school: School, day: dt.date) -> Self:
        """Select the versions that had been adopted by the end of ``day``, the one in force first."""
        return self.filter(school=school, adopted_on__lte=day).order_by("-version")


class DataRules(models.Model):
    """One version of a school's rules of data processing, whole as it was read; another text is another version."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="data_rules", verbose_name=_("school"))
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"), max_length=20_000)
    adopted_on = models.DateField(_("in force from"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = DataRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of data processing")
        verbose_name_plural = _("rules of data processing")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "version"],
                name="data_rules_version_once_a_school",
                violation_error_message=_("Somebody else has saved the rules at the same moment. Load the page again."),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="data_rules_counted_from_one",
                violation_error_message=_("Versions are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.version}"


class DataIncident(models.Model):
    """Something that went wrong with personal data: when, what, whom it touched and who was told (PIPL 57)."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="data_incidents", verbose_name=_("school")
    )
    happened_on = models.DateField(_("happened on"))
    known_on = models.DateField(_("known since"))
    text = models.CharField(_("what happened, and what was done"), max_length=500)
    pupils = models.PositiveIntegerField(_("pupils touched"), default=0)
    told = models.CharField(_("who was told"), max_length=300, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known_on__gte=F("happened_on")),
                name="incident_known_after_it_happened",
                violation_error_message=_("An incident is known from the day it happened on at the earliest."),
            ),
            models.CheckConstraint(
                condition=Q(told="", told_on__isnull=True)
                | (~Q(told="") & Q(told_on__isnull=False, told_on__gte=F("happened_on"))),
                name="incident_told_whom_and_when",
                violation_error_message=_("Say both who was told and when, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.happened_on)
