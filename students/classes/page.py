"""What the pages of classes and of one class print."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.utils.translation import gettext as _

from starrating.joiners import in_a_row
from students.classes.access import classes_for
from students.models import Enrolment, School, SchoolClass, Staffing, StaffingRole
from students.permits.reach import reach_of
from students.permits.roles import Standing
from students.school.terms import shown_day


@dataclass(frozen=True)
class ClassRow:
    pk: int
    grade: str
    name: str
    pupils: int
    homeroom: str


@dataclass(frozen=True)
class GradeBlock:
    name: str
    classes: Sequence[ClassRow]

    @property
    def pupils(self) -> int:
        return sum(row.pupils for row in self.classes)


@dataclass(frozen=True)
class ClassList:
    grades: Sequence[GradeBlock]
    may_import: bool

    @property
    def pupils(self) -> int:
        return sum(grade.pupils for grade in self.grades)


@dataclass(frozen=True)
class ClassPage:
    school_class: SchoolClass
    name: str
    pupils: Sequence[Enrolment]
    staff: Sequence[Staffing]

    @property
    def is_attended(self) -> bool:
        """Whether the class has a homeroom teacher who can sign in."""
        return any(task.role == StaffingRole.HOMEROOM and task.user.is_active for task in self.staff)


@dataclass(frozen=True)
class ClassAccounts:
    """The pupils' accounts as counts, and what the reader may do with them."""

    lacking: int
    waiting: int
    may_make: bool
    may_reset: bool


def class_list(school: School, standing: Standing, today: dt.date) -> ClassList:
    """Gather the classes of a school year by grade; five queries."""
    year, day = shown_day(school, today)
    taught = SchoolClass.objects.taught_in(school, year).values("pk")
    classes = list(classes_for(school, standing).filter(pk__in=taught).order_by("-entry_year", "number"))
    counts = dict(
        Enrolment.objects.active_on(day)
        .filter(school_class__in=classes)
        .values_list("school_class")
        .annotate(pupils=Count("pk"))
        .order_by()
    )
    heads: dict[int, list[str]] = {}
    homerooms = Staffing.objects.active_on(day).filter(school_class__in=classes, role=StaffingRole.HOMEROOM)
    # A substitute stands beside the regular teacher, who began before.
    closed = _("%(name)s (deactivated)")
    for pk, teacher, active in homerooms.order_by("starts_on", "pk").values_list(
        "school_class_id", "user__name", "user__is_active"
    ):
        heads.setdefault(pk, []).append(teacher if active else closed % {"name": teacher})
    grades = [
        GradeBlock(
            name,
            [
                ClassRow(one.pk, name, one.name_in(year), counts.get(one.pk, 0), in_a_row(heads.get(one.pk, [])))
                for one in members
            ],
        )
        for name, members in groupby(classes, key=lambda one: one.grade_name_in(year))
    ]
    return ClassList(grades, may_import=standing.school_wide)


def class_page(school_class: SchoolClass, today: dt.date) -> ClassPage:
    """Gather the page of a class: pupils in seat order, each enrolment with its student and group. Three queries."""
    year, day = shown_day(school_class.school, today)
    tasks = Staffing.objects.active_on(day).filter(school_class=school_class).select_related("user", "subject")
    ordered = tasks.order_by("role", "subject__order", "starts_on")
    return ClassPage(
        school_class=school_class,
        name=school_class.name_in(year),
        pupils=list(Enrolment.objects.of_class(school_class, day).select_related("student__user", "group")),
        staff=list(ordered),
    )


def class_accounts(page: ClassPage, standing: Standing) -> ClassAccounts:
    """Count a class's accounts from what is read already; no query."""
    users = [getattr(row.student, "user", None) for row in page.pupils]
    return ClassAccounts(
        lacking=sum(user is None for user in users),
        waiting=sum(user is not None and user.is_active and user.last_login is None for user in users),
        may_make=reach_of(standing, "students:make_pupil_accounts").holds(page.school_class),
        may_reset=reach_of(standing, "students:pupil_passwords").holds(page.school_class),
    )
