"""A wrong day and a second record are put right, and what was entered stays readable."""

from __future__ import annotations

import datetime as dt

import pytest

from starrating.operations.models import AuditEvent
from students.models import Enrolment, Guardian, Movement, Photo, SchoolClass, Student, User
from students.pupils import corrections, movements
from students.pupils.movements import Newcomer
from tests.factories import (
    TERM_START,
    make_class,
    make_homeroom,
    make_office,
    make_photo,
    make_school,
    make_student,
    make_user,
    moment,
)
from tests.hostile.making.content import ROSTER
from tests.refusals import refusal as refusal_of, refused
from tests.students.factories import import_roster

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 10, 20)
RIGHT = dt.date(2025, 10, 13)
LATER = dt.date(2025, 11, 10)
NOW = moment(dt.date(2025, 11, 20))
ONE = dt.timedelta(days=1)
Places = list[tuple[int, dt.date, dt.date | None]]


@pytest.fixture
def home() -> SchoolClass:
    return make_class(make_school(), 1)


@pytest.fixture
def clerk(home: SchoolClass) -> User:
    return make_office(home.school)


def places(student: Student) -> Places:
    rows = Enrolment.objects.filter(student=student).order_by("starts_on")
    return [(row.school_class.number, row.starts_on, row.ends_on) for row in rows]


@pytest.mark.parametrize("right", [RIGHT, LATER])
def test_a_wrong_day_is_put_right_and_stays_readable(home: SchoolClass, clerk: User, right: dt.date) -> None:
    pupil = make_student(home, "孟若溪", seat=1)
    wrong = movements.change_class(pupil, make_class(home.school, 2), on=DAY, by=clerk, at=NOW)
    row = corrections.correct_day(wrong, on=right, reason="日期写错", by=clerk, at=NOW)
    assert places(pupil) == [(1, TERM_START, right - ONE), (2, right, None)]
    assert (row.corrects, row.kind, row.on, row.to_class) == (wrong, wrong.kind, right, wrong.to_class)
    assert (list(Movement.objects.current()), Movement.objects.count()) == ([row], 2)
    event = AuditEvent.objects.get(action="pupil.day_corrected")
    assert (event.old["from"], event.new["from"]) == (DAY.isoformat(), right.isoformat())


def test_the_day_of_coming_and_of_leaving_are_put_right(home: SchoolClass, clerk: User) -> None:
    came = movements.transfer_in(Newcomer("20250001", "陶乐怡"), home, on=DAY, by=clerk, at=NOW)
    corrections.correct_day(came, on=RIGHT, reason="报到日", by=clerk, at=NOW)
    assert places(came.student) == [(1, RIGHT, None)]
    left = movements.transfer_out(came.student, on=LATER, by=clerk, at=NOW)
    corrections.correct_day(left, on=LATER + ONE, reason="离校日", by=clerk, at=NOW)
    assert places(came.student) == [(1, RIGHT, LATER)]


def test_a_guest_flag_has_another_day_without_another_place(home: SchoolClass, clerk: User) -> None:
    pupil = make_student(home, "孟若溪")
    wrong = movements.set_guest(pupil, is_guest=True, on=DAY, by=clerk, at=NOW)
    corrections.correct_day(wrong, on=RIGHT, reason="协议日期", by=clerk, at=NOW)
    assert places(pupil) == [(1, TERM_START, None)]


def test_a_correction_needs_reason_sense_and_happens_once(home: SchoolClass, clerk: User) -> None:
    pupil = make_student(home, "孟若溪")
    away = movements.suspend(pupil, on=DAY, reason="病休", by=clerk, at=NOW)
    movements.resume(pupil, on=LATER, by=clerk, at=NOW)

    def correct(on: dt.date, reason: str = "写错", by: User = clerk) -> Movement:
        return corrections.correct_day(away, on=on, reason=reason, by=by, at=NOW)

    assert refusal_of(lambda: correct(RIGHT, " ")) == "reason"
    assert refusal_of(lambda: correct(DAY)) == "same"
    assert refusal_of(lambda: correct(TERM_START)) == "day"
    assert refusal_of(lambda: correct(LATER + ONE)) == "day"
    for user in (make_homeroom(home), make_office(make_school())):
        assert refusal_of(lambda user=user: correct(RIGHT, by=user)) == "role"  # type: ignore[misc]
    correct(RIGHT)
    assert refusal_of(lambda: correct(LATER)) == "twice"
    assert places(pupil) == [(1, TERM_START, RIGHT - ONE), (1, LATER, None)]


def test_a_place_that_has_changed_since_is_left_alone(home: SchoolClass, clerk: User) -> None:
    pupil = make_student(home, "孟若溪")
    second = make_class(home.school, 2)
    first = movements.change_class(pupil, second, on=TERM_START, by=clerk, at=NOW)
    assert refusal_of(lambda: corrections.correct_day(first, on=DAY, reason="写错", by=clerk, at=NOW)) == "changed"


def test_a_second_record_ends_and_points_at_the_first(home: SchoolClass, clerk: User) -> None:
    kept, second = make_student(home, "孟若溪", seat=1), make_student(home, "孟若溪", seat=2)
    Guardian.objects.create(student=second, name="孟先生", phone="13900000000")
    account = make_user(home.school, "孟若溪")
    account.student = second
    account.save()
    corrections.merge(second, kept, on=DAY, reason="重复建档", by=clerk, at=NOW)
    second.refresh_from_db()
    account.refresh_from_db()
    assert (second.merged_into, account.student) == (kept, kept)
    assert (places(kept), places(second)) == ([(1, TERM_START, None)], [(1, TERM_START, DAY - ONE)])
    assert [row.name for row in kept.guardians.all()] == ["孟先生"]
    assert AuditEvent.objects.get(action="pupil.merged").reason == "重复建档"


def test_the_record_kept_takes_over_the_place(home: SchoolClass, clerk: User) -> None:
    kept = make_student(make_class(home.school, 3), "孟若溪")
    movements.transfer_out(kept, on=RIGHT, by=clerk, at=NOW)
    second = make_student(home, "孟若溪", seat=5)
    corrections.merge(second, kept, on=DAY, reason="返校后另建了档", by=clerk, at=NOW)
    assert places(kept) == [(3, TERM_START, RIGHT - ONE), (1, DAY, None)]
    assert Enrolment.objects.get(student=kept, ends_on=None).seat == 5


def test_records_are_joined_once_by_the_office_with_a_reason(home: SchoolClass, clerk: User) -> None:
    kept, second, third = (make_student(home, "孟若溪") for _ in range(3))

    def join(one: Student, into: Student, reason: str = "重复", by: User = clerk) -> None:
        corrections.merge(one, into, on=DAY, reason=reason, by=by, at=NOW)

    assert refusal_of(lambda: join(second, second)) == "same"
    assert refusal_of(lambda: join(make_student(make_class(make_school()), "孟若溪"), kept)) == "same"
    assert refusal_of(lambda: join(second, kept, reason=" ")) == "reason"
    assert refusal_of(lambda: join(second, kept, by=make_homeroom(home))) == "role"
    join(second, kept)
    assert refusal_of(lambda: join(second, third)) == "merged"
    assert refusal_of(lambda: join(third, second)) == "merged"
    newcomer = Newcomer(second.number, "孟若溪")
    assert refusal_of(lambda: movements.transfer_in(newcomer, home, on=LATER, by=clerk, at=NOW)) == "merged"


def test_a_photo_stays_with_the_record_that_goes_on(home: SchoolClass, clerk: User) -> None:
    kept, second = (make_student(home, "孟若溪") for _ in range(2))
    for one in (kept, second):
        make_photo(one, by=clerk)
    corrections.merge(second, kept, on=DAY, reason="重复", by=clerk, at=NOW)
    assert Photo.objects.get().student == kept


def test_a_roster_does_not_bring_a_joined_record_back(home: SchoolClass) -> None:
    school = make_school()
    clerk = make_office(school)
    import_roster(school, clerk)
    one, other = (Student.objects.get(school=school, number=row[0]) for row in ROSTER[1:3])
    corrections.merge(one, other, on=DAY, reason="重复", by=clerk, at=NOW)
    with refused("blocked"):
        import_roster(school, clerk, today=LATER)
