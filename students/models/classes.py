"""Classes and the groups in them."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from students.models.dated import DatedQuerySet, ends_after_start
from students.models.school import School
from students.names.class_names import class_name, grade_number


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    def taught_in(self, school: School, school_year: int) -> Self:
        """Select classes of the school's grades in that year, lowest grade first (the entry year tells)."""
        taught = self.filter(school=school, entry_year__range=(school.oldest_in(school_year), school_year))
        return taught.order_by("-entry_year", "number")


class SchoolClass(models.Model):
    """A class keeps its entry year and number for life; grade and shown name follow from the school year."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes", verbose_name=_("school"))
    entry_year = models.PositiveSmallIntegerField(_("entry year"))
    number = models.PositiveSmallIntegerField(_("number"))
    alias = models.CharField(_("own name"), max_length=30, blank=True, help_text=_("Such as 253班 or 立志班."))

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["-entry_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "entry_year", "number"],
                name="class_number_once_an_entry_year",
                violation_error_message=_("This class exists already."),
            ),
            models.UniqueConstraint(
                fields=["school", "alias"],
                condition=~models.Q(alias=""),
                name="class_alias_once_a_school",
                violation_error_message=_("Another class has this name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_year}级{self.number}班"

    def grade_in(self, school_year: int) -> int:
        """Give the grade number in the school year that starts in ``school_year``; needs ``school`` loaded."""
        return grade_number(self.entry_year, school_year, self.school.first_grade)

    def grade_name_in(self, school_year: int) -> str:
        return self.school.grade_name(self.grade_in(school_year))

    def name_in(self, school_year: int) -> str:
        """Give the shown name of that year, such as 七年级(3)班; an own name wins over the pattern."""
        return class_name(self.school.class_pattern, self.grade_name_in(school_year), self.number, self.alias)


class StudentGroup(models.Model):
    """A group (小组) of a class; its leader sits on the star committee (五1)."""

    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="groups", verbose_name=_("class")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "number"],
                name="group_number_once_a_class",
                violation_error_message=_("This class has a group with this number. Choose another number."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("Group %(number)d") % {"number": self.number})

    @property
    def typed(self) -> str:
        """The group as a file names it: its own name, or its number."""
        return self.name or str(self.number)

    def goes_by(self, text: str) -> bool:
        """Say whether ``"3"`` or its own name means this group in its class."""
        return text in (str(self.number), self.name)


class GroupLeaderQuerySet(DatedQuerySet["GroupLeader"]):
    def of_class(self, school_class: SchoolClass, day: dt.date) -> Self:
        return self.active_on(day).filter(group__school_class=school_class)


class GroupLeader(models.Model):
    group = models.ForeignKey(StudentGroup, on_delete=models.PROTECT, related_name="leaders", verbose_name=_("group"))
    student = models.ForeignKey(
        "students.Student", on_delete=models.PROTECT, related_name="led_groups", verbose_name=_("pupil")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = GroupLeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("group leader")
        verbose_name_plural = _("group leaders")
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(ends_on__isnull=True),
                name="group_one_leader_at_a_time",
                violation_error_message=_("This group has a leader already."),
            ),
            ends_after_start("group_leader_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.student}"


class CommitteeMemberQuerySet(DatedQuerySet["CommitteeMember"]):
    def of_class(self, school_class: SchoolClass, day: dt.date) -> Self:
        return self.active_on(day).filter(school_class=school_class)


class CommitteeMember(models.Model):
    """A class cadre (班干部) on the star committee, between two dates. Group leaders sit on it by office (五1)."""

    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="committee", verbose_name=_("class")
    )
    student = models.ForeignKey(
        "students.Student", on_delete=models.PROTECT, related_name="committees", verbose_name=_("pupil")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "student"],
                condition=models.Q(ends_on__isnull=True),
                name="committee_member_once",
                violation_error_message=_("This pupil sits on the committee already."),
            ),
            ends_after_start("committee_member_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class} {self.student}"
