"""Pupils come, leave, change class, pause and return: each works, is refused to others, out of turn and twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypedDict

import pytest
from django.db import IntegrityError, transaction

from starrating.operations.models import AuditEvent
from students.models import (
    Enrolment,
    GroupLeader,
    Movement,
    MovementKind,
    SchoolClass,
    Student,
    StudentGroup,
    Term,
    TermState,
    User,
)
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.factories import (
    TERM_END,
    TERM_START,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    moment,
)
from tests.hostile.making.content import ROSTER, changed
from tests.refusals import refusal
from tests.students.factories import import_roster

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 10, 20)
LATER = dt.date(2025, 11, 10)
NOW = moment(dt.date(2025, 10, 21))


class By(TypedDict):
    by: User
    at: dt.datetime


class ByOn(By):
    on: dt.date


Places = list[tuple[int, dt.date, dt.date | None]]


@dataclass(frozen=True)
class Case:
    home: SchoolClass
    other: SchoolClass
    pupil: Student
    clerk: User

    def places(self) -> Places:
        rows = Enrolment.objects.filter(student=self.pupil).order_by("starts_on")
        return [(row.school_class.number, row.starts_on, row.ends_on) for row in rows]

    def in_class(self, school_class: SchoolClass, day: dt.date) -> bool:
        return Enrolment.objects.of_class(school_class, day).filter(student=self.pupil).exists()


@pytest.fixture
def case() -> Case:
    school = make_school()
    home, other = make_class(school, 1), make_class(school, 2)
    pupil = make_students(home, 3)[0]
    make_students(other, 2)
    return Case(home, other, pupil, make_office(school))


def yesterday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


def refusal_of(act: Callable[[], object]) -> str:
    return refusal(transaction.atomic(act))


def test_a_change_of_class_ends_one_place_and_begins_another(case: Case) -> None:
    movement = movements.change_class(case.pupil, case.other, on=DAY, reason="家长申请", by=case.clerk, at=NOW)
    assert case.places() == [(1, TERM_START, yesterday(DAY)), (2, DAY, None)]
    assert (movement.kind, movement.from_class, movement.to_class) == ("change_class", case.home, case.other)
    assert (movement.on, movement.reason, movement.by, movement.at) == (DAY, "家长申请", case.clerk, NOW)
    seat = Enrolment.objects.get(student=case.pupil, school_class=case.other).seat
    assert seat == 3, "the seat after the last"
    event = AuditEvent.objects.get(action="pupil.moved")
    assert (event.actor, event.reason, event.new["from"]) == (case.clerk, "家长申请", DAY.isoformat())


def test_the_seat_asked_for_is_given_where_it_is_free(case: Case) -> None:
    movements.change_class(case.pupil, case.other, on=DAY, seat=9, by=case.clerk, at=NOW)
    assert Enrolment.objects.get(student=case.pupil, ends_on=None).seat == 9
    movements.change_class(case.pupil, case.home, on=LATER, seat=2, by=case.clerk, at=NOW)
    assert Enrolment.objects.get(student=case.pupil, ends_on=None).seat == 4, "two is taken"


def test_whoever_leaves_a_class_leads_no_group_of_it(case: Case) -> None:
    group = StudentGroup.objects.create(school_class=case.home, number=1)
    GroupLeader.objects.create(group=group, student=case.pupil, starts_on=TERM_START)
    movements.change_class(case.pupil, case.other, on=DAY, by=case.clerk, at=NOW)
    assert GroupLeader.objects.get().ends_on == yesterday(DAY)


def test_a_wrong_class_from_the_first_day_is_put_right_in_place(case: Case) -> None:
    movements.change_class(case.pupil, case.other, on=TERM_START, by=case.clerk, at=NOW)
    assert case.places() == [(2, TERM_START, None)]
    assert Movement.objects.get().from_class == case.home


def test_somebody_from_outside_begins_on_the_day(case: Case) -> None:
    newcomer = Newcomer("20259901", "欧阳若兰", "f", is_guest=True)
    movement = movements.transfer_in(newcomer, case.home, on=DAY, proof="转学证明", by=case.clerk, at=NOW)
    student = movement.student
    assert (student.number, student.name, student.is_guest, student.sex) == ("20259901", "欧阳若兰", True, "f")
    assert "oyrl" in student.initials
    row = Enrolment.objects.get(student=student)
    assert (row.school_class, row.starts_on, row.seat) == (case.home, DAY, 4)
    assert movement.proof == "转学证明"


def test_a_pupil_who_left_comes_back_under_the_same_number(case: Case) -> None:
    movements.transfer_out(case.pupil, on=DAY, by=case.clerk, at=NOW)
    newcomer = Newcomer(case.pupil.number, case.pupil.name)
    too_early = lambda: movements.transfer_in(newcomer, case.home, on=yesterday(DAY), by=case.clerk, at=NOW)  # noqa: E731
    assert refusal_of(too_early) == "day"
    movements.transfer_in(newcomer, case.other, on=LATER, by=case.clerk, at=NOW)
    assert case.places() == [(1, TERM_START, yesterday(DAY)), (2, LATER, None)]


@pytest.mark.parametrize(("name", "code"), [("别人", "number"), ("", "number"), (None, "enrolled")])
def test_a_number_in_use_is_not_given_twice(case: Case, name: str | None, code: str) -> None:
    newcomer = Newcomer(case.pupil.number, case.pupil.name if name is None else name)
    assert refusal_of(lambda: movements.transfer_in(newcomer, case.home, on=DAY, by=case.clerk, at=NOW)) == code


def test_whoever_has_left_is_nominable_until_the_day_before(case: Case) -> None:
    movements.transfer_out(case.pupil, on=DAY, reason="随父母迁居", by=case.clerk, at=NOW)
    assert [case.in_class(case.home, day) for day in (yesterday(DAY), DAY, LATER)] == [True, False, False]
    assert Student.objects.filter(pk=case.pupil.pk).exists()
    twice = lambda: movements.transfer_out(case.pupil, on=LATER, by=case.clerk, at=NOW)  # noqa: E731
    assert refusal_of(twice) == "not_enrolled"


def test_a_suspended_pupil_keeps_the_number_and_returns_to_the_seat(case: Case) -> None:
    movements.suspend(case.pupil, on=DAY, reason="病休", by=case.clerk, at=NOW)
    assert movements.is_suspended(case.pupil)
    assert not case.in_class(case.home, DAY)
    movements.resume(case.pupil, on=LATER, by=case.clerk, at=NOW)
    assert case.places() == [(1, TERM_START, yesterday(DAY)), (1, LATER, None)]
    assert Enrolment.objects.get(student=case.pupil, ends_on=None).seat == 1
    assert not movements.is_suspended(case.pupil)


def test_a_suspended_pupil_may_return_to_another_class(case: Case) -> None:
    movements.suspend(case.pupil, on=DAY, reason="病休", by=case.clerk, at=NOW)
    younger = make_class(case.home.school, 1, entry_year=2026)
    movements.resume(case.pupil, younger, on=dt.date(2026, 9, 1), by=case.clerk, at=NOW)
    assert Enrolment.objects.get(student=case.pupil, ends_on=None).school_class == younger


@pytest.mark.parametrize(
    ("on", "code"),
    [(dt.date(2025, 6, 30), "class_day"), (dt.date(2023, 9, 1), "future"), (dt.date(2027, 9, 1), "future")],
)
def test_nobody_comes_before_the_class_was_there_nor_far_away(case: Case, on: dt.date, code: str) -> None:
    newcomer = Newcomer("20259999", "新来")

    def enter(day: dt.date) -> Movement:
        return movements.transfer_in(newcomer, case.home, on=day, by=case.clerk, at=NOW)

    assert refusal_of(lambda: enter(on)) == code
    assert not Student.objects.filter(number="20259999").exists()
    assert enter(dt.date(2025, 7, 1)).on == dt.date(2025, 7, 1)


def test_steps_out_of_turn_are_refused(case: Case) -> None:
    at = By(by=case.clerk, at=NOW)
    assert refusal_of(lambda: movements.resume(case.pupil, on=DAY, **at)) == "not_suspended"
    assert refusal_of(lambda: movements.suspend(case.pupil, on=DAY, reason=" ", **at)) == "reason"
    assert refusal_of(lambda: movements.change_class(case.pupil, case.home, on=DAY, **at)) == "same_class"
    assert refusal_of(lambda: movements.transfer_out(case.pupil, on=TERM_START, **at)) == "day"
    assert refusal_of(lambda: movements.change_class(case.pupil, case.other, on=yesterday(TERM_START), **at)) == "day"
    assert refusal_of(lambda: movements.transfer_out(case.pupil, on=dt.date(2205, 1, 1), **at)) == "future"
    foreign = make_class(make_school())
    assert refusal_of(lambda: movements.change_class(case.pupil, foreign, on=DAY, **at)) == "school"
    movements.suspend(case.pupil, on=DAY, reason="病休", **at)
    newcomer = Newcomer(case.pupil.number, case.pupil.name)
    assert refusal_of(lambda: movements.transfer_in(newcomer, case.home, on=LATER, **at)) == "suspended"
    assert refusal_of(lambda: movements.resume(case.pupil, on=yesterday(DAY), **at)) == "day"
    assert Movement.objects.count() == 1


def test_a_guest_is_flagged_from_a_day(case: Case) -> None:
    movements.set_guest(case.pupil, is_guest=True, on=DAY, reason="借读协议", by=case.clerk, at=NOW)
    case.pupil.refresh_from_db()
    assert case.pupil.is_guest
    assert case.in_class(case.home, DAY)
    assert refusal_of(lambda: movements.set_guest(case.pupil, is_guest=True, on=DAY, by=case.clerk, at=NOW)) == "twice"
    movements.set_guest(case.pupil, is_guest=False, on=LATER, by=case.clerk, at=NOW)
    assert [row.kind for row in Movement.objects.order_by("on")] == ["guest", "no_guest"]


def test_only_office_and_administrator_of_the_school_move_pupils(case: Case) -> None:
    for user in (make_homeroom(case.home), make_office(make_school())):
        act = ByOn(by=user, at=NOW, on=DAY)
        assert refusal_of(partial(movements.change_class, case.pupil, case.other, **act)) == "role"
        assert refusal_of(partial(movements.transfer_in, Newcomer("1", "某某"), case.home, **act)) == "role"
        assert refusal_of(partial(movements.transfer_out, case.pupil, **act)) == "role"
        assert refusal_of(partial(movements.suspend, case.pupil, reason="病休", **act)) == "role"
        assert refusal_of(partial(movements.resume, case.pupil, **act)) == "role"
        assert refusal_of(partial(movements.set_guest, case.pupil, is_guest=True, **act)) == "role"
    assert case.places() == [(1, TERM_START, None)]


def test_a_settled_term_stays_as_it_was(case: Case) -> None:
    Term.objects.create(
        school=case.home.school,
        school_year=2025,
        ordinal=1,
        starts_on=TERM_START,
        ends_on=TERM_END,
        state=TermState.SETTLED,
    )
    at = moment(dt.date(2026, 2, 20))
    assert refusal_of(lambda: movements.transfer_out(case.pupil, on=TERM_END, by=case.clerk, at=at)) == "settled"
    movements.transfer_out(case.pupil, on=TERM_END + dt.timedelta(days=1), by=case.clerk, at=at)


def test_a_roster_records_the_same_movements(case: Case) -> None:
    school = make_school()
    clerk = make_office(school)
    import_roster(school, clerk)
    assert not Movement.objects.exists(), "a number that is new says nothing of where it came from"
    row = Enrolment.objects.select_related("student", "school_class").get(student__number=ROSTER[1][0])
    old, target = row.school_class, make_class(school, 9)
    import_roster(school, clerk, changed(2, 4, "七年级(9)班"))
    movement = Movement.objects.get()
    assert (movement.kind, movement.student, movement.by) == (MovementKind.CHANGE_CLASS, row.student, clerk)
    assert (movement.from_class, movement.to_class) == (old, target)


def test_a_roster_tells_a_return_from_a_transfer(case: Case) -> None:
    school = make_school()
    clerk = make_office(school)
    import_roster(school, clerk)
    paused, gone = (Student.objects.get(school=school, number=row[0]) for row in ROSTER[1:3])
    movements.suspend(paused, on=DAY, reason="病休", by=clerk, at=NOW)
    movements.transfer_out(gone, on=DAY, by=clerk, at=NOW)
    import_roster(school, clerk, today=LATER, taken=[paused.number, gone.number])
    kinds = dict(Movement.objects.filter(to_class__isnull=False).values_list("student", "kind"))
    assert kinds == {paused.pk: "return", gone.pk: "transfer_in"}
    assert not movements.is_suspended(paused)


def test_history_refuses_change(case: Case) -> None:
    movement = movements.transfer_out(case.pupil, on=DAY, by=case.clerk, at=NOW)
    changes: list[Callable[[], object]] = [movement.save, movement.delete, lambda: Movement.objects.update(on=DAY)]
    for change in changes:
        with pytest.raises(IntegrityError, match="students_movement is append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("kind", "from_home", "to_other"),
    [
        ("transfer_in", True, True),
        ("transfer_in", False, False),
        ("transfer_out", False, False),
        ("change_class", True, False),
        ("guest", True, False),
        ("merged", True, True),
        ("moon", False, False),
    ],
)
def test_a_movement_names_the_classes_of_its_kind(case: Case, kind: str, from_home: bool, to_other: bool) -> None:
    row = Movement(student=case.pupil, kind=kind, on=DAY, by=case.clerk, at=NOW)
    row.from_class, row.to_class = case.home if from_home else None, case.other if to_other else None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
