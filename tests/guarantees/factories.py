"""What the tests of guarantees share: a class with everybody around it, and several connections at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TypeVar

from django.db import DatabaseError, connection

from awards.models import ClassRound, Round, SheetState
from awards.sheets import moves
from awards.terms import opening
from starrating.refused import Refused
from students.models import Enrolment, School, Staffing, StaffingRole, Student, Subject, User
from tests.factories import (
    FILING_DAY,
    TERM_START,
    fill,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_students,
    make_user,
    moment,
)

T = TypeVar("T")

# After the notice that begins on the filing day.
LATER = moment(dt.date(2025, 10, 20))


def at_once(*jobs: Callable[[], T]) -> list[T | Refused | DatabaseError]:
    """Each job in a thread with a connection of its own, all let go together; gives its answer or its no."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T | Refused | DatabaseError:
        try:
            connection.ensure_connection()
            start.wait(20)
            return job()
        except (Refused, DatabaseError) as answer:
            return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def kinds(answers: Sequence[object]) -> list[str]:
    """What the answers were, in a fixed order: the code of a refusal, else the name of the type."""
    return sorted(answer.code if isinstance(answer, Refused) else type(answer).__name__ for answer in answers)


@dataclass(frozen=True)
class World:
    """One class's September sheet, and one account of every kind by its name."""

    sheet: ClassRound
    people: dict[str, User]

    def now(self) -> ClassRound:
        """The sheet as it is in the database."""
        return ClassRound.objects.select_related("round", "school_class__school").get(pk=self.sheet.pk)


def make_world(*, pupils: int = 8) -> World:
    sheet = make_sheet(pupils=pupils)
    school = sheet.school_class.school
    stranger_school = make_school(name="别处中学")
    other = make_class(school, number=9)
    before = make_homeroom(sheet.school_class, "旧班主任", starts_on=TERM_START, ends_on=dt.date(2025, 9, 10))
    inactive = make_administrator(school, "停用账号")
    inactive.is_active = False
    inactive.save(update_fields=["is_active"])
    people = {
        "homeroom": make_homeroom(sheet.school_class),
        "homeroom before": before,
        "homeroom of another class": make_homeroom(other, "孟繁"),
        "subject": make_subject_teacher(sheet),
        "office": make_office(school),
        "administrator": make_administrator(school),
        "office of another school": make_office(stranger_school, "外校"),
        "administrator of another school": make_administrator(stranger_school, "外校管理员"),
        "deactivated administrator": inactive,
        "pupil": make_pupil_account(sheet),
    }
    return World(sheet, people)


def make_subject_teacher(sheet: ClassRound) -> User:
    school = sheet.school_class.school
    user = make_user(school, "何语文")
    Staffing.objects.create(
        user=user,
        school_class=sheet.school_class,
        role=StaffingRole.SUBJECT,
        subject=Subject.objects.create(school=school, name="语文"),
        starts_on=TERM_START,
    )
    return user


def make_pupil_account(sheet: ClassRound) -> User:
    row = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on)[0]
    user = make_user(sheet.school_class.school, row.student.name)
    user.student = row.student
    user.save(update_fields=["student"])
    return user


def bring_to(world: World, state: SheetState) -> None:
    """Take the open sheet to ``state`` by the verbs, as a school would."""
    teacher, clerk = world.people["homeroom"], world.people["office"]
    end = moment(world.sheet.round.ends_on)
    fill(world.sheet, teacher)
    if state == SheetState.OPEN:
        return
    moves.submit(world.sheet, by=teacher, at=end)
    if state == SheetState.RETURNED:
        moves.send_back(world.sheet, reason="少一个日期", by=clerk, at=end)
    if state in (SheetState.IN_NOTICE, SheetState.FINAL):
        moves.register(world.sheet, on=FILING_DAY, by=clerk, at=moment(FILING_DAY))
    if state == SheetState.FINAL:
        moves.finalize_due(at=moment(dt.date(2025, 10, 12)))


def make_many_sheets(school: School, how_many: int, *, pupils: int = 2) -> list[ClassRound]:
    """The September sheets of so many classes of a school with a term, as ``awards.sheets.facts`` needs them."""
    for number in range(1, how_many + 1):
        make_students(make_class(school, number=number), pupils)
    round_ = Round.objects.get(term__school=school, label="2025-09")
    opening.open_round(round_, by=None, at=moment(TERM_START))
    return list(
        ClassRound.objects.filter(round=round_).select_related("round__term__pinned__scheme", "school_class__school")
    )


def students_of(sheet: ClassRound) -> list[Student]:
    rows = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on)
    return [row.student for row in rows]
