"""The school, its terms, its subjects and its calendar."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from starrating.db.constraints import choices_constraint
from students.names.class_names import ParsedClass, grade_name, parse_class_name


class SchoolStage(models.TextChoices):
    PRIMARY = "primary", _("primary school")
    JUNIOR = "junior", _("junior secondary school")
    SENIOR = "senior", _("senior secondary school")


class GradeStyle(models.TextChoices):
    """How a grade is spoken of: 七年级 or 初一. Both are read on import, one is shown."""

    NUMERAL = "numeral", _("by number (七年级)")
    STAGE = "stage", _("by stage (初一)")


class School(models.Model):
    code = models.SlugField(_("code"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=100)
    stage = models.CharField(_("stage"), max_length=10, choices=SchoolStage.choices, default=SchoolStage.JUNIOR)
    first_grade = models.PositiveSmallIntegerField(_("first grade"), default=7)
    last_grade = models.PositiveSmallIntegerField(_("last grade"), default=9)
    grade_style = models.CharField(
        _("grade naming"), max_length=10, choices=GradeStyle.choices, default=GradeStyle.NUMERAL
    )
    class_pattern = models.CharField(_("class naming"), max_length=40, default="{grade}({number})班")
    office_name = models.CharField(_("name of the office"), max_length=30, default="政教处")
    office_phone = models.CharField(_("phone of the office"), max_length=40, blank=True)
    # Where whoever holds a paper reaches the program; empty, that of the installation or of the page itself.
    paper_address = models.CharField(_("address on papers"), max_length=120, blank=True)
    # Off by default: names of children on the open network are a decision of the school's and of each guardian's.
    public_pages = models.BooleanField(_("public pages"), default=False)
    # PIPL 19: no longer than it serves its purpose. What counts (stars, decisions, the audit) is no part of it.
    keep_contacts_months = models.PositiveSmallIntegerField(
        _("months for which contacts of leavers are kept"),
        default=12,
        validators=[MinValueValidator(0), MaxValueValidator(36)],
    )
    keep_deeds_days = models.PositiveSmallIntegerField(
        _("days for which facts are kept after settlement"),
        default=30,
        validators=[MinValueValidator(0), MaxValueValidator(180)],
    )

    # A71: working days from the day an appeal came in until its answer, at either step.
    appeal_days = models.PositiveSmallIntegerField(
        _("working days to answer an appeal"), default=15, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        constraints = [
            choices_constraint("stage", SchoolStage, "school_stage_known"),
            choices_constraint("grade_style", GradeStyle, "school_grade_style_known"),
            models.CheckConstraint(
                condition=Q(keep_contacts_months__lte=36),
                name="school_keeps_contacts_three_years_at_most",
                violation_error_message=_("Contacts of pupils who have left are kept for three years at most."),
            ),
            models.CheckConstraint(
                condition=Q(appeal_days__gte=1, appeal_days__lte=30),
                name="school_answers_appeals",
                violation_error_message=_("An appeal is answered within 1 to 30 working days."),
            ),
            models.CheckConstraint(
                condition=Q(keep_deeds_days__lte=180),
                name="school_keeps_deeds_half_a_year_at_most",
                violation_error_message=_("Facts are kept for half a year after settlement at most."),
            ),
            models.CheckConstraint(
                condition=Q(last_grade__gte=F("first_grade")),
                name="school_grades_ascend",
                violation_error_message=_("The last grade is below the first grade."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def grades(self) -> range:
        """Grade numbers taught here, counted from primary 1 (7 is junior one)."""
        return range(self.first_grade, self.last_grade + 1)

    def grade_name(self, grade: int) -> str:
        """Name a grade as this school does: 七年级 or 初一."""
        return grade_name(grade, self.grade_style, first_grade=self.first_grade)

    def oldest_in(self, school_year: int) -> int:
        """Give the entry year of the highest grade in that school year; classes that entered before have left."""
        return school_year - (self.last_grade - self.first_grade)

    def entry_year_of(self, grade: int, school_year: int) -> int:
        """Give the entry year of the classes that are in ``grade`` in that school year."""
        return school_year - (grade - self.first_grade)

    def grade_of(self, entry_year: int, school_year: int) -> int:
        """Give the grade in which the classes of that entry year are in that school year."""
        return self.first_grade + school_year - entry_year

    def class_meant(self, text: str, school_year: int) -> ParsedClass | None:
        """Read a class name as of a school year; ``None`` where it names no class that can be here."""
        first, last = self.first_grade, self.last_grade
        return parse_class_name(text, school_year=school_year, first_grade=first, last_grade=last)


class TermState(models.TextChoices):
    OPEN = "open", _("open")
    SETTLED = "settled", _("settled")


class TermQuerySet(models.QuerySet["Term"]):
    def current_on(self, day: dt.date) -> Self:
        """Select the terms that have begun by ``day``, latest first: the first row is where a school stands."""
        return self.filter(starts_on__lte=day).order_by("-starts_on")

    def settled(self) -> Self:
        return self.filter(state=TermState.SETTLED)

    def with_settled_grades(self) -> Self:
        """Select terms in which a grade is settled, or all are."""
        live = self.filter(settlements__isnull=False, settlements__reopened_at__isnull=True)
        return self.filter(Q(state=TermState.SETTLED) | Q(pk__in=live.order_by().values("pk")))

    def with_code(self, code: str) -> Self:
        """Select the term that a code names: ``2025-1`` is the first of the school year that starts in 2025."""
        year, _dash, ordinal = code.partition("-")
        if not (year.isdigit() and ordinal.isdigit()):
            return self.none()
        return self.filter(school_year=int(year), ordinal=int(ordinal))


class Term(models.Model):
    """The first or second term of a school year, never 上/下学期: these are opposite halves in some provinces (P4)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms", verbose_name=_("school"))
    school_year = models.PositiveSmallIntegerField(
        _("school year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text=_("The calendar year in which the school year starts."),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("term of the year"), help_text=_("1 for the first term, 2 for the second.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=TermState.choices, default=TermState.OPEN)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "ordinal"],
                name="term_once_a_school_year",
                violation_error_message=_("This term is open already. Open it from the list of terms."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__in=[1, 2]),
                name="term_first_or_second",
                violation_error_message=_("A school year has a first and a second term. Choose one of them."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="term_ends_after_start",
                violation_error_message=_("The last day is before the first day. Correct one of the two."),
            ),
            choices_constraint("state", TermState, "term_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_settled(self) -> bool:
        return self.state == TermState.SETTLED

    @property
    def has_settled_grades(self) -> bool:
        """Whether a grade is settled, or all are; one statement where the term is open."""
        return self.is_settled or Term.objects.filter(pk=self.pk).with_settled_grades().exists()

    @property
    def code(self) -> str:
        return f"{self.school_year}-{self.ordinal}"

    @property
    def name(self) -> str:
        """The name as schools write it on paper, in either language."""
        years = {"first": self.school_year, "second": self.school_year + 1}
        if self.ordinal == 1:
            return _("%(first)d–%(second)d school year, first term") % years
        return _("%(first)d–%(second)d school year, second term") % years


class Subject(models.Model):
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="subjects", verbose_name=_("school"))
    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="subject_name_once_a_school",
                violation_error_message=_("This subject exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a working Saturday. All other days follow the week."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="calendar_days", verbose_name=_("school"))
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "day"],
                name="calendar_day_once_a_school",
                violation_error_message=_("This day is in the calendar already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.day)
