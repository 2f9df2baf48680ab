"""Facts noted between months (实事求是,注重实绩): what somebody did, on which day, and the star that it speaks for."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models.round import Round
from awards.models.scheme import StarItem
from students.models import Student, Term


class DeedQuerySet(models.QuerySet["Deed"]):
    def of_round(self, round_: Round) -> Self:
        """Select what may speak on sheets of ``round_``: up to its last day, and in no round that was over before."""
        earlier = Round.objects.filter(
            term=round_.term_id, ends_on__lt=round_.starts_on, ends_on__gte=OuterRef("happened_on")
        )
        return self.filter(~Exists(earlier), term=round_.term_id, happened_on__lte=round_.ends_on)

    def of_pupils(self, pupils: Collection[int]) -> Self:
        """Select those about pupils, by their keys."""
        return self.filter(student__in=pupils)

    def noted_since(self, moment: dt.datetime) -> Self:
        return self.filter(noted_at__gte=moment)


class Deed(models.Model):
    """One fact in one sentence. It counts nothing and ranks nobody, is on no public page, and leaves after the term.

    The class is that in which the pupil sat on the day; it is read from the enrolments, which may be corrected.
    """

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="deeds", verbose_name=_("pupil"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="deeds", verbose_name=_("term"))
    item = models.ForeignKey(StarItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("star"))
    happened_on = models.DateField(_("day"))
    text = models.CharField(_("what happened"), max_length=200)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"))

    objects = DeedQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("what was noted", "fact")
        verbose_name_plural = pgettext_lazy("what was noted", "facts")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "item", "happened_on", "text"],
                name="deed_noted_once",
                violation_error_message=_("This fact is noted already. Nothing needs to be done."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="deed_says_something",
                violation_error_message=_("Say in one sentence what happened."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.student} {self.item}"
