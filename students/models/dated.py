"""Rows that hold from one day until another: the ends belong to the period, no end means still holding."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    def active_on(self, day: dt.date) -> Self:
        """Select rows whose period holds ``day``; both ends are inside the period."""
        return self.touching(day, day)

    def touching(self, first: dt.date, last: dt.date) -> Self:
        """Select rows whose period holds some day from ``first`` to ``last``."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


def ends_after_start(name: str) -> models.CheckConstraint:
    """Give the constraint against a period that ends before it starts: it would belong to no day at all."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
        name=name,
        violation_error_message=_("The last day is before the first day. Correct one of the two."),
    )
