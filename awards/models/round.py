"""The month: a round of the term, and in it one sheet a class."""

import datetime as dt
import re
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _, pgettext

from awards.models.scheme import Step
from awards.models.states import ENTRY_STATES, FILED_STATES, LineState, SheetState
from starrating.days import long_month, month_name, short_month
from starrating.db.constraints import choices_constraint
from students.models import GradeSettlement, SchoolClass, Term

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class RoundQuerySet(models.QuerySet["Round"]):
    def holding(self, day: dt.date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def begun_by(self, day: dt.date) -> Self:
        """Select rounds whose first day has come, latest first."""
        return self.filter(starts_on__lte=day).order_by("-starts_on")

    def closed(self) -> Self:
        """Select rounds with sheets, all of them final."""
        sheets = ClassRound.objects.filter(round=OuterRef("pk"))
        return self.filter(Exists(sheets)).exclude(Exists(sheets.exclude(state=SheetState.FINAL)))


class Round(models.Model):
    """One round of stars (五2). Rounds are rows with dates, so that months may be merged or end early (A51)."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("term"))
    label = models.CharField(_("label"), max_length=10, help_text=_("Such as 2025-09."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(_("due on"), help_text=_("Sheets submitted after this day are late."))
    grades = models.JSONField(_("grades"), default=list, help_text=_("Numbers of the grades that take part."))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "label"],
                name="round_label_once_a_term",
                violation_error_message=_("The term has this month already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="round_ends_after_start",
                violation_error_message=_("The last day is before the first day. Correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("ends_on")),
                name="round_due_after_end",
                violation_error_message=_("A month cannot be due before it ends. Choose a later day."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    # Names for readers are those of the month that the label means (2025-09); any other label, as of months that were
    # joined, is shown as the school wrote it.

    @property
    def name(self) -> str:
        """Name the round in a sentence: 9月, and 2024年9月 outside the school year under way."""
        month = self._month
        return short_month(*month) if month else self.label

    @property
    def full_name(self) -> str:
        """Name the round with its year, as for papers and files that are kept: 2025年9月."""
        month = self._month
        return long_month(*month) if month else self.label

    @property
    def month_name(self) -> str:
        """Name the round beside its term: 9月, whichever year."""
        month = self._month
        return month_name(month[1]) if month else self.label

    @property
    def _month(self) -> tuple[int, int] | None:
        """The year and the month that the label means."""
        found = _MONTH.fullmatch(self.label)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def months(self) -> frozenset[int]:
        """The numbers of the months that its days touch; months that were merged are all of them (A51)."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.starts_on, self.ends_on))
        return frozenset(month % 12 + 1 for month in range(first, last + 1))


class ClassRoundQuerySet(models.QuerySet["ClassRound"]):
    def whole(self) -> Self:
        """Load what most questions about a sheet begin with: its round, term and scheme, its class and school.

        And whether its grade is settled (``grade_settled``), which every act on a sheet asks.
        """
        live = GradeSettlement.objects.live()
        settled = Exists(live.filter(term=OuterRef("round__term"), entry_year=OuterRef("school_class__entry_year")))
        return self.select_related(
            "round__term__pinned__scheme", "round__term__school", "school_class__school"
        ).annotate(grade_settled=settled)

    def saying_what_waits(self) -> Self:
        """Say of each sheet whether typed names wait on it (``has_pending``), and how many names are ``undecided``.

        With the sheet, so that most sheets, where nothing waits, cost no question more.
        """
        same = ClassRound.objects.filter(pk=OuterRef("pk")).order_by()
        proposed = same.filter(nominations__state=LineState.PROPOSED).values("pk")
        number = Subquery(proposed.annotate(number=Count("nominations")).values("number"))
        return self.annotate(
            has_pending=Exists(same.filter(pending_names__isnull=False)), undecided=Coalesce(number, 0)
        )

    def in_entry(self) -> Self:
        return self.filter(state__in=ENTRY_STATES)

    def filed(self) -> Self:
        return self.filter(state__in=FILED_STATES)

    def notice_over_on(self, day: dt.date) -> Self:
        """Select sheets in notice with the last day of the period behind them on ``day`` (A36)."""
        return self.filter(state=SheetState.IN_NOTICE, notice_until__lt=day)

    def past_due(self, day: dt.date) -> Self:
        """Select sheets that came after their day, and those that have not come though it was over on ``day``."""
        late = Q(first_submitted_at__date__gt=F("round__due_on"))
        owed = Q(first_submitted_at__isnull=True, round__due_on__lt=day, state__in=ENTRY_STATES)
        return self.filter(late | owed)

    def places(self) -> "models.QuerySet[ClassRound, tuple[int, int]]":
        """Give round and class of each sheet."""
        return self.order_by().values_list("round", "school_class")

    def in_paper_order(self) -> Self:
        """Order by grade, lowest first, then by class number, as the office's register does."""
        return self.order_by("-school_class__entry_year", "school_class__number")


class ClassRound(models.Model):
    """One class's sheet (班级评星表) of one round: the row that is locked before anything on it is counted."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("round"))
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("class")
    )
    state = models.CharField(_("state"), max_length=12, choices=SheetState.choices, default=SheetState.OPEN)
    version = models.PositiveIntegerField(
        _("version"), default=0, help_text=_("Grows with every change, so that a stale page is noticed.")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    # Kept from the first submission on: whether the class was in time does not change by a return.
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True)
    return_reason = models.TextField(_("reason of the return"), blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filed by"),
    )
    # The day that the filing is dated, which may lie before that of the notice: nobody could see it before it was done.
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    brought_in = models.BooleanField(
        _("brought in later"),
        default=False,
        help_text=_("Entered, submitted and filed by commands, under the days of the paper."),
    )
    # NULL until filed: the unique constraint below leaves any number of NULLs alone.
    filing_number = models.CharField(_("filing number"), max_length=30, null=True, blank=True)  # noqa: DJ001 -- NULL is not unique
    notice_from = models.DateField(_("notice from"), null=True, blank=True)
    notice_until = models.DateField(_("notice until"), null=True, blank=True)
    final_at = models.DateTimeField(_("final at"), null=True, blank=True)

    objects = ClassRoundQuerySet.as_manager()

    # Only where the sheet was fetched with :meth:`ClassRoundQuerySet.saying_what_waits`.
    has_pending: bool
    undecided: int
    # As it was fetched with :meth:`ClassRoundQuerySet.whole`.
    grade_settled: bool | None = None

    class Meta:
        verbose_name = _("class sheet")
        verbose_name_plural = _("class sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "school_class"],
                name="sheet_one_a_class_and_round",
                violation_error_message=_("This class has a sheet in this month already."),
            ),
            models.UniqueConstraint(
                fields=["round", "filing_number"],
                name="sheet_filing_number_once",
                violation_error_message=_("This filing number is taken."),
            ),
            choices_constraint("state", SheetState, "sheet_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FILED_STATES))
                | Q(filing_number__isnull=False, notice_from__isnull=False, notice_until__isnull=False),
                name="sheet_filed_has_number_and_notice",
                violation_error_message=_("A filed sheet needs a filing number and the days of its notice."),
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True) | Q(notice_from__gte=F("filed_on")),
                name="sheet_notice_after_filing",
                violation_error_message=_("The notice starts before the day of filing."),
            ),
            models.CheckConstraint(
                condition=Q(notice_until__isnull=True) | Q(notice_until__gte=F("notice_from")),
                name="sheet_notice_ends_after_start",
                violation_error_message=_("The notice ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.school_class}"

    # The names below need ``round__term`` and ``school_class__school`` loaded.

    @property
    def class_name(self) -> str:
        """Name the class as it is called in the sheet's school year."""
        return self.school_class.name_in(self.round.term.school_year)

    @property
    def name(self) -> str:
        """Name the sheet among sheets of many terms: 七年级(3)班2025年9月."""
        return pgettext("a sheet among others", "%(class)s, %(round)s") % {
            "class": self.class_name,
            "round": self.round.full_name,
        }

    @property
    def title(self) -> str:
        """Name the sheet above its pages."""
        return _("%(class)s, %(round)s") % {"class": self.class_name, "round": self.round.name}

    def late_days(self, day: dt.date) -> int:
        """Count the days since it was due, for one that has never been handed in (A52); a returned one was in time."""
        if self.state not in ENTRY_STATES or self.first_submitted_at is not None:
            return 0
        return max(0, (day - self.round.due_on).days)


class HeldStep(models.Model):
    """A step that is over: held on paper and ticked by the teacher (A55), or closed on screen."""

    class_round = models.ForeignKey(
        ClassRound, on_delete=models.PROTECT, related_name="held_steps", verbose_name=_("class sheet")
    )
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", verbose_name=_("step"))
    held_on = models.DateField(_("held on"))
    participants = models.CharField(_("who took part"), max_length=200)
    on_paper = models.BooleanField(_("on paper"), default=True)
    # Who ticked or closed it, and when: the days of the subject teachers' review count from here (A39).
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step held")
        verbose_name_plural = _("steps held")
        constraints = [
            models.UniqueConstraint(
                fields=["class_round", "step"],
                name="held_step_once_a_sheet",
                violation_error_message=_("This step has been ticked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.class_round} {self.step}"
