"""Sheets that subject teachers are asked about, and notices that are objected to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awards.models import ClassRound, HeldStep, Nomination, Objection, ObjectionRoute, Scheme
from awards.objections import verbs as objections
from awards.rules.kinds import StepRole
from students.models import Staffing, StaffingRole, Student, Subject, User
from tests.awards.pupil_factories import step_of
from tests.factories import (
    FILING_DAY,
    fill,
    make_filed,
    make_homeroom,
    make_office,
    make_sheet,
    make_user,
    moment,
    pupils_of,
)

# The committee was done on a Sunday evening; teachers may speak until Tuesday (two days).
ASKED = moment(dt.date(2025, 9, 28), 20)
LAST = moment(dt.date(2025, 9, 30), 22)
TOO_LATE = moment(dt.date(2025, 10, 1))
# Within the notice of 9 to 11 October; an answer is due by Monday the 13th.
RAISED = moment(FILING_DAY, 14)
DUE = dt.date(2025, 10, 13)
NOTICE_OVER = moment(dt.date(2025, 10, 12))


def make_teacher(sheet: ClassRound, name: str = "何语文", subject: str = "语文") -> User:
    school = sheet.school_class.school
    user = make_user(school, name)
    taught, _made = Subject.objects.get_or_create(school=school, name=subject)
    Staffing.objects.create(
        user=user,
        school_class=sheet.school_class,
        role=StaffingRole.SUBJECT,
        subject=taught,
        starts_on=dt.date(2025, 9, 1),
    )
    return user


def set_scheme(sheet: ClassRound, **values: object) -> None:
    Scheme.objects.filter(pk=sheet.round.term.pinned.scheme_id).update(**values)


@dataclass(frozen=True)
class Asked:
    """A sheet with three names, laid before two subject teachers."""

    sheet: ClassRound
    homeroom: User
    teacher: User
    other: User
    lines: list[Nomination]

    def now(self) -> ClassRound:
        return again(self.sheet)


def again(sheet: ClassRound) -> ClassRound:
    rows = ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school")
    return rows.get(pk=sheet.pk)


def make_asked(*, on_paper: bool = False, **scheme: object) -> Asked:
    """Every step but the review is over; the committee's on screen unless ``on_paper``."""
    sheet = make_sheet()
    homeroom = make_homeroom(sheet.school_class)
    set_scheme(sheet, **scheme)
    fill(sheet, homeroom)
    review = step_of(sheet, StepRole.HOMEROOM)
    HeldStep.objects.filter(class_round=sheet, step=review).delete()
    HeldStep.objects.filter(class_round=sheet).update(on_paper=on_paper, at=ASKED)
    teacher, other = make_teacher(sheet), make_teacher(sheet, "魏数学", "数学")
    lines = list(Nomination.objects.placed().filter(class_round=sheet))
    return Asked(again(sheet), homeroom, teacher, other, lines)


@dataclass(frozen=True)
class OnNotice:
    """A sheet in notice with three names, its teacher, two clerks, and a pupil of the class with an account."""

    sheet: ClassRound
    homeroom: User
    clerk: User
    pupil: User
    lines: list[Nomination]

    def now(self) -> ClassRound:
        return again(self.sheet)

    def line(self, place: int = 0) -> Nomination:
        return Nomination.objects.select_related("item").get(pk=self.lines[place].pk)


def make_on_notice() -> OnNotice:
    sheet = again(make_filed())
    staffing = sheet.school_class.staffings.get(role=StaffingRole.HOMEROOM)
    assert sheet.filed_by is not None
    lines = list(Nomination.objects.placed().filter(class_round=sheet))
    return OnNotice(sheet, staffing.user, sheet.filed_by, make_pupil(pupils_of(sheet)[5]), lines)


def make_pupil(student: Student) -> User:
    user = make_user(student.school, student.name)
    user.student = student
    user.save(update_fields=["student"])
    return user


def make_clerk(notice: OnNotice) -> User:
    return make_office(notice.sheet.school_class.school, "邓干事")


def slip(notice: OnNotice, place: int | None = 0, *, at: dt.datetime = RAISED) -> Objection:
    """A signed slip about the name at that place, recorded by the homeroom teacher."""
    return objections.receive(
        notice.sheet,
        None if place is None else notice.lines[place],
        route=ObjectionRoute.SLIP,
        facts="当月有两次迟到",
        raised_by="赵建国",
        contact="13800000000",
        by=notice.homeroom,
        at=at,
    )


def make_objection(sheet: ClassRound, by: User) -> Objection:
    """An open objection to the list as a whole, straight into the table: its notice may long be over."""
    return Objection.objects.create(
        class_round=sheet,
        number=1,
        route=ObjectionRoute.SLIP,
        raised_by="赵建国",
        facts="名单有误",
        received_at=moment(FILING_DAY),
        recorded_by=by,
        due_on=DUE,
    )
