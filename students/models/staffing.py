"""Who teaches which class, and since when."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from starrating.db.constraints import choices_constraint
from students.models.accounts import User
from students.models.classes import SchoolClass
from students.models.dated import DatedQuerySet, ends_after_start
from students.models.school import Subject


class StaffingRole(models.TextChoices):
    HOMEROOM = "homeroom", _("homeroom teacher")
    SUBJECT = "subject", _("subject teacher")


class StaffingQuerySet(DatedQuerySet["Staffing"]):
    def homerooms_on(self, day: dt.date, classes: Collection[int]) -> Self:
        """Select the tasks of the homeroom teachers of ``classes`` (keys) on ``day``."""
        return self.active_on(day).filter(role=StaffingRole.HOMEROOM, school_class__in=classes)


class Staffing(models.Model):
    """One task of one teacher in one class, between two dates (接任时间)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staffings", verbose_name=_("teacher"))
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="staffings", verbose_name=_("class")
    )
    role = models.CharField(_("role"), max_length=20, choices=StaffingRole.choices)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="staffings", verbose_name=_("subject")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = StaffingQuerySet.as_manager()

    class Meta:
        verbose_name = _("teaching task")
        verbose_name_plural = _("teaching tasks")
        constraints = [
            choices_constraint("role", StaffingRole, "staffing_role_known"),
            # NULL subject means homeroom: a homeroom teacher's own subject is a second row.
            models.CheckConstraint(
                condition=Q(role=StaffingRole.HOMEROOM, subject__isnull=True)
                | Q(role=StaffingRole.SUBJECT, subject__isnull=False),
                name="staffing_subject_with_role",
                violation_error_message=_("A subject teacher needs a subject, a homeroom teacher has none."),
            ),
            models.UniqueConstraint(
                fields=["school_class"],
                condition=Q(role=StaffingRole.HOMEROOM, ends_on__isnull=True),
                name="staffing_one_homeroom_teacher",
                violation_error_message=_("This class has a homeroom teacher already."),
            ),
            models.UniqueConstraint(
                fields=["user", "school_class", "subject"],
                condition=Q(role=StaffingRole.SUBJECT, ends_on__isnull=True),
                name="staffing_subject_once",
                violation_error_message=_("This teacher teaches this subject in this class already."),
            ),
            ends_after_start("staffing_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.school_class}"
