"""The scheme as rows. Rules are data: nothing here knows a name of an item or a number of the text."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.rules.kinds import (
    DayKind,
    DeductionMode,
    ItemGroup,
    ItemKind,
    NoticeScope,
    Overlap,
    QuotaKind,
    QuotaMode,
    Rounding,
    StepRole,
    SubjectMode,
    Ties,
    Unit,
)
from awards.rules.levels import shown_total
from awards.rules.quota import item_quota
from awards.rules.units import after_number, counted
from starrating import joiners
from starrating.days import month_name
from starrating.db.constraints import choices_constraint
from students.models import School, Term

if TYPE_CHECKING:
    from awards.models.round import Round


class SchemeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def published(self) -> Self:
        return self.filter(state=SchemeState.PUBLISHED).order_by("-published_at")


class Scheme(models.Model):
    """One version of a school's scheme; once published it no longer changes, and a term pins it (A53)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="schemes", verbose_name=_("school"))
    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=100)
    guiding_idea = models.TextField(_("guiding idea"), blank=True)
    principles = models.JSONField(_("principles"), default=list, help_text=_("List of sentences."))
    committee_name = models.CharField(_("name of the star committee"), max_length=30)
    committee_members = models.TextField(_("who sits on the committee"), blank=True)
    unit = models.CharField(_("what is awarded"), max_length=10, choices=Unit.choices, default=Unit.STAR)
    state = models.CharField(_("state"), max_length=10, choices=SchemeState.choices, default=SchemeState.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    # Caps (五4, A7 to A12); 0 means no limit.
    self_report_max = models.PositiveSmallIntegerField(_("items per pupil and round"), default=4)
    quota_kind = models.CharField(_("quota"), max_length=10, choices=QuotaKind.choices, default=QuotaKind.FIXED)
    quota_number = models.PositiveSmallIntegerField(_("winners per item, class and round"), default=5)
    quota_percent = models.PositiveSmallIntegerField(_("winners in per cent of the class"), default=10)
    quota_rounding = models.CharField(_("rounding"), max_length=10, choices=Rounding.choices, default=Rounding.HALF_UP)
    quota_minimum = models.PositiveSmallIntegerField(_("at least"), default=1)
    quota_mode = models.CharField(
        _("above the quota"), max_length=10, choices=QuotaMode.choices, default=QuotaMode.HARD
    )
    nominate_on_behalf = models.BooleanField(_("the homeroom teacher may nominate for a pupil"), default=True)
    item_repeats_per_term = models.PositiveSmallIntegerField(_("same item, times per term at most"), default=0)

    # Review, notice, objections (A35, A39, A56); days as their names say.
    subject_mode = models.CharField(
        _("subject teachers"), max_length=10, choices=SubjectMode.choices, default=SubjectMode.ADVICE
    )
    subject_days = models.PositiveSmallIntegerField(_("days for subject teachers"), default=2)
    notice_days = models.PositiveSmallIntegerField(_("days of public notice"), default=3)
    notice_day_kind = models.CharField(
        _("kind of days"), max_length=10, choices=DayKind.choices, default=DayKind.WORKING
    )
    notice_scope = models.CharField(
        _("notice for"), max_length=10, choices=NoticeScope.choices, default=NoticeScope.CLASS
    )
    objection_reply_days = models.PositiveSmallIntegerField(_("working days to answer an objection"), default=3)
    accept_anonymous = models.BooleanField(_("record unsigned objections"), default=True)

    # Champions (A1, A2, A13).
    champion_overlap = models.CharField(
        _("grade and class champion"), max_length=15, choices=Overlap.choices, default=Overlap.HIGHEST_ONLY
    )
    champion_ties = models.CharField(_("ties"), max_length=10, choices=Ties.choices, default=Ties.ALL)
    champion_pass_down = models.BooleanField(_("champion star passes to the second"), default=False)
    champion_public = models.BooleanField(_("champion stars on public lists"), default=False)

    # Deductions (五6, A22 to A26).
    deduction_mode = models.CharField(
        _("stars deducted"), max_length=10, choices=DeductionMode.choices, default=DeductionMode.FIXED
    )
    deductions_per_term = models.PositiveSmallIntegerField(_("deductions per term at most"), default=0)
    allow_negative_total = models.BooleanField(_("totals may go below zero"), default=True)

    # Rewards (六2 to 六4): from which level; 0 means never.
    letter_from = models.PositiveSmallIntegerField(_("letter from level"), default=3)
    certificate_from = models.PositiveSmallIntegerField(_("certificate from level"), default=4)
    honour_board_from = models.PositiveSmallIntegerField(_("honour board from level"), default=4)
    award_eligibility_from = models.PositiveSmallIntegerField(_("award eligibility from level"), default=4)
    parent_title_from = models.PositiveSmallIntegerField(_("parents' title from level"), default=5)
    invitation_from = models.PositiveSmallIntegerField(_("invitation from level"), default=5)
    residence_terms = models.PositiveSmallIntegerField(_("terms of residence for awards"), default=0)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code", "version"],
                name="scheme_version_once_a_school",
                violation_error_message=_("This version of the scheme exists already."),
            ),
            models.CheckConstraint(
                condition=Q(state=SchemeState.DRAFT) | Q(published_at__isnull=False),
                name="scheme_published_has_a_date",
                violation_error_message=_("A published scheme needs the time of its publication."),
            ),
            choices_constraint("state", SchemeState, "scheme_state_known"),
            choices_constraint("unit", Unit, "scheme_unit_known"),
            choices_constraint("quota_kind", QuotaKind, "scheme_quota_kind_known"),
            choices_constraint("quota_rounding", Rounding, "scheme_rounding_known"),
            choices_constraint("quota_mode", QuotaMode, "scheme_quota_mode_known"),
            choices_constraint("subject_mode", SubjectMode, "scheme_subject_mode_known"),
            choices_constraint("notice_day_kind", DayKind, "scheme_day_kind_known"),
            choices_constraint("notice_scope", NoticeScope, "scheme_notice_scope_known"),
            choices_constraint("champion_overlap", Overlap, "scheme_overlap_known"),
            choices_constraint("champion_ties", Ties, "scheme_ties_known"),
            choices_constraint("deduction_mode", DeductionMode, "scheme_deduction_mode_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def shown(self, total: int) -> int:
        """Give a total as pupil and guardian see it: not below zero, unless the scheme says so (A26)."""
        return shown_total(total, allow_negative=self.allow_negative_total)

    def counted(self, count: int) -> str:
        """Say a number of what the scheme awards: 3 stars, 3 points."""
        return counted(self.unit, count)

    @property
    def unit_after_number(self) -> str:
        """What stands behind a number that a template prints by itself."""
        return after_number(self.unit)

    def quota_in(self, class_size: int) -> int:
        """Give how many winners one item may have in a class of that size (A7, A8)."""
        return item_quota(
            QuotaKind(self.quota_kind),
            self.quota_number,
            self.quota_percent,
            Rounding(self.quota_rounding),
            self.quota_minimum,
            class_size,
        )


class StarItemQuerySet(models.QuerySet["StarItem"]):
    def ordinary(self) -> Self:
        """Select items a class awards each round, in the order of the paper."""
        return self.filter(kind=ItemKind.ORDINARY)

    def of_round(self, round_: Round) -> list[StarItem]:
        """List the ordinary items awarded in a round's months, in one query; ``round_`` needs ``term__pinned``."""
        months = round_.months
        items = self.filter(scheme=round_.term.pinned.scheme_id).ordinary()
        return [item for item in items if item.is_open_in(months)]


class StarItem(models.Model):
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="items", verbose_name=_("scheme"))
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=30)
    short_name = models.CharField(_("short name"), max_length=10)
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices, default=ItemKind.ORDINARY)
    group = models.CharField(_("education"), max_length=20, choices=ItemGroup.choices)
    value = models.PositiveSmallIntegerField(_("stars"), default=1)
    counts_toward_cap = models.BooleanField(_("counts among a pupil's items"), default=True)
    evidence_required = models.BooleanField(_("needs evidence"), default=False)
    public = models.BooleanField(_("on public lists"), default=True)
    criteria = models.JSONField(
        _("criteria"), default=list, help_text=_("List of sentences, in the order of the text.")
    )
    months = models.JSONField(
        _("months"), default=list, blank=True, help_text=_("Those in which it is awarded, 1 to 12; none is every one.")
    )

    objects = StarItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("star item")
        verbose_name_plural = _("star items")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="item_code_once_a_scheme",
                violation_error_message=_("The scheme has an item with this code."),
            ),
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="item_name_once_a_scheme",
                violation_error_message=_("The scheme has an item with this name."),
            ),
            choices_constraint("kind", ItemKind, "item_kind_known"),
            choices_constraint("group", ItemGroup, "item_group_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def month_names(self) -> str:
        """Name the months in which it is awarded, such as 2月、9月; empty for every month."""
        return joiners.in_a_row(month_name(number) for number in self.months)

    def is_open_in(self, months: AbstractSet[int]) -> bool:
        """Tell whether it is awarded in one of these months; an item that names none always is."""
        return not self.months or bool(months & set(self.months))


class Level(models.Model):
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="levels", verbose_name=_("scheme"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=30)
    lower_bound = models.PositiveSmallIntegerField(_("minimum stars"))

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"],
                name="level_number_once_a_scheme",
                violation_error_message=_("The scheme has this level already."),
            ),
            models.UniqueConstraint(
                fields=["scheme", "lower_bound"],
                name="level_bound_once_a_scheme",
                violation_error_message=_("Another level starts at the same number of stars."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One of the steps of 五3. ``due_days`` counts calendar days from the round's last day; negative is before it."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="steps", verbose_name=_("scheme"))
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=30)
    role = models.CharField(_("by"), max_length=20, choices=StepRole.choices)
    paper = models.BooleanField(_("may be held on paper"), default=True)
    online = models.BooleanField(_("may be held on screen"), default=True)
    required = models.BooleanField(_("required"), default=True)
    due_days = models.SmallIntegerField(_("due"), default=0)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="step_code_once_a_scheme",
                violation_error_message=_("The scheme has this step already."),
            ),
            choices_constraint("role", StepRole, "step_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Ground(models.Model):
    """A ground of 五6 for taking stars. ``min_records`` dated records must exist before it may be used (A25)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="grounds", verbose_name=_("scheme"))
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=40)
    stars = models.PositiveSmallIntegerField(_("stars deducted"), default=15)
    min_records = models.PositiveSmallIntegerField(_("dated records needed"), default=0)

    class Meta:
        verbose_name = _("ground for a deduction")
        verbose_name_plural = _("grounds for deductions")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="ground_code_once_a_scheme",
                violation_error_message=_("The scheme has this ground already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExamKind(models.Model):
    """A kind of exam, and whether its first places earn champion stars (A15)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="exam_kinds", verbose_name=_("scheme"))
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=30)
    counts = models.BooleanField(_("counts for champion stars"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kind of exam")
        verbose_name_plural = _("kinds of exam")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="exam_kind_once_a_scheme",
                violation_error_message=_("The scheme has this kind of exam already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TermScheme(models.Model):
    """The version a term is held under: pinned when the term is opened, for good (A53)."""

    term = models.OneToOneField(Term, on_delete=models.PROTECT, related_name="pinned", verbose_name=_("term"))
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="pinned", verbose_name=_("scheme"))

    class Meta:
        verbose_name = _("scheme of a term")
        verbose_name_plural = _("schemes of terms")

    def __str__(self) -> str:
        return f"{self.term} {self.scheme}"
