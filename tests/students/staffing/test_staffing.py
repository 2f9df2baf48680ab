"""Tasks in classes by hand: successor, substitute, subject teachers, their end; once, and for administrators only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest

from starrating.operations.models import AuditEvent
from students.models import Staffing, StaffingRole, User
from students.names.people import Ambiguous, Found, Unknown
from students.permits.roles import Role, standing_of
from students.staffing import verbs as staffing
from students.staffing.forms import teacher_meant
from tests.factories import TERM_START, make_class, make_school, make_user
from tests.refusals import refusal
from tests.students.staff_factories import NOW, TODAY, Staffed, make_subject, staffed

pytestmark = pytest.mark.django_db
OTHERS = ["office", "homeroom", "another school"]
DAY = dt.timedelta(days=1)
NEXT_WEEK = TODAY + 7 * DAY


def name_homeroom(
    at: Staffed, user: User, starts_on: dt.date = NEXT_WEEK, ends_on: dt.date | None = None, by: User | None = None
) -> Staffing:
    return staffing.assign_homeroom(
        at.school_class, user, starts_on=starts_on, ends_on=ends_on, by=by or at.administrator, at=NOW
    )


def heads(at: Staffed, day: dt.date) -> list[str]:
    rows = Staffing.objects.active_on(day).filter(school_class=at.school_class, role=StaffingRole.HOMEROOM)
    return sorted(rows.values_list("user__name", flat=True))


def test_a_successor_takes_over_on_the_day() -> None:
    at = staffed()
    name_homeroom(at, make_user(at.school, "王芳"))
    assert (heads(at, NEXT_WEEK - DAY), heads(at, NEXT_WEEK)) == (["李岚"], ["王芳"])
    event = AuditEvent.objects.get(action="task.assigned")
    assert (event.target_id, event.old["teacher"]) == (str(at.school_class.pk), at.homeroom.username)


def test_a_substitute_stands_beside_the_regular_teacher() -> None:
    at = staffed()
    substitute = make_user(at.school, "王芳")
    name_homeroom(at, substitute, TODAY, NEXT_WEEK)
    assert heads(at, TODAY) == heads(at, NEXT_WEEK) == ["李岚", "王芳"]
    assert heads(at, NEXT_WEEK + DAY) == ["李岚"]
    assert Role.HOMEROOM in standing_of(substitute, TODAY).toward(at.school_class)
    assert Role.HOMEROOM not in standing_of(substitute, NEXT_WEEK + DAY).toward(at.school_class)


def test_a_class_without_homeroom_teacher_gets_one() -> None:
    at = staffed()
    other = make_class(at.school, 2)
    row = staffing.assign_homeroom(other, at.office, starts_on=TODAY, by=at.administrator, at=NOW)
    assert (row.user, row.ends_on) == (at.office, None)


def test_the_same_teacher_is_not_named_twice() -> None:
    at = staffed()
    assert refusal(lambda: name_homeroom(at, at.homeroom)) == "twice"
    substitute = make_user(at.school, "王芳")
    name_homeroom(at, substitute, TODAY, NEXT_WEEK)
    assert refusal(lambda: name_homeroom(at, substitute, NEXT_WEEK, NEXT_WEEK + DAY)) == "twice"
    name_homeroom(at, substitute, NEXT_WEEK + DAY, NEXT_WEEK + 2 * DAY)


def test_who_was_named_for_the_same_day_is_replaced_in_place() -> None:
    at = staffed()
    name_homeroom(at, make_user(at.school, "王芳"))
    name_homeroom(at, make_user(at.school, "赵敏"))
    assert (heads(at, NEXT_WEEK - DAY), heads(at, NEXT_WEEK)) == (["李岚"], ["赵敏"])


@pytest.mark.parametrize("starts_on", [TERM_START, TERM_START - DAY])
def test_the_past_of_a_class_is_not_rewritten(starts_on: dt.date) -> None:
    at = staffed()
    assert refusal(lambda: name_homeroom(at, make_user(at.school, "王芳"), starts_on)) == "period"
    assert heads(at, TERM_START) == ["李岚"]


def test_a_period_ends_after_it_begins() -> None:
    at = staffed()
    assert refusal(lambda: name_homeroom(at, make_user(at.school, "王芳"), NEXT_WEEK, TODAY)) == "period"


@pytest.mark.parametrize("who", OTHERS)
def test_tasks_are_the_administrators(who: str) -> None:
    at = staffed()
    by, subject = at.by(who), make_subject(at.school)
    acts: list[Callable[[], object]] = [
        lambda: name_homeroom(at, at.office, by=by),
        lambda: staffing.assign_subject(at.school_class, at.office, subject, starts_on=TODAY, by=by, at=NOW),
        lambda: staffing.end_task(at.task, ends_on=TODAY, by=by, at=NOW),
    ]
    assert [refusal(act) for act in acts] == ["role"] * 3
    assert (Staffing.objects.count(), at.task.ends_on) == (1, None)


def test_nobody_from_elsewhere_or_deactivated_is_named() -> None:
    at = staffed()
    User.objects.filter(pk=at.office.pk).update(is_active=False)
    foreign = make_user(make_school(), "王芳")
    codes = [refusal(partial(name_homeroom, at, user)) for user in (foreign, at.office)]
    assert codes == ["not_staff", "inactive"]
    math = make_subject(foreign.school or make_school())
    code = refusal(
        lambda: staffing.assign_subject(
            at.school_class, at.homeroom, math, starts_on=TODAY, by=at.administrator, at=NOW
        )
    )
    assert code == "subject"


def test_two_may_teach_one_subject_each_once() -> None:
    at = staffed()
    subject = make_subject(at.school)

    def name(user: User) -> Staffing:
        return staffing.assign_subject(at.school_class, user, subject, starts_on=TODAY, by=at.administrator, at=NOW)

    name(at.homeroom)
    name(at.office)
    assert refusal(lambda: name(at.office)) == "twice"
    assert Staffing.objects.filter(subject=subject, ends_on=None).count() == 2


def test_a_task_ends_once_and_holds_through_its_last_day() -> None:
    at = staffed()

    def end(day: dt.date) -> None:
        staffing.end_task(at.task, ends_on=day, by=at.administrator, at=NOW)

    end(NEXT_WEEK)
    assert (heads(at, NEXT_WEEK), heads(at, NEXT_WEEK + DAY)) == (["李岚"], [])
    assert refusal(lambda: end(NEXT_WEEK)) == "ended"
    assert refusal(lambda: end(TERM_START - DAY)) == "period"
    end(TODAY)
    told = AuditEvent.objects.filter(action="task.ended").order_by("pk")
    assert [event.old["until"] for event in told] == ["", NEXT_WEEK.isoformat()]


def test_a_task_named_by_mistake_goes_without_having_held() -> None:
    at = staffed()
    row = name_homeroom(at, at.office, TODAY, NEXT_WEEK)
    staffing.end_task(row, ends_on=TODAY - DAY, by=at.administrator, at=NOW)
    assert heads(at, TODAY) == ["李岚"]
    assert not Staffing.objects.filter(pk=row.pk).exists()
    assert refusal(lambda: staffing.end_task(row, ends_on=TODAY, by=at.administrator, at=NOW)) == "ended"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("李岚", "lilan"),
        ("ll", "lilan"),
        ("wangfang2", "wangfang2"),
        ("王芳(大)", "wangfang"),
        ("王芳（wangfang2）", "wangfang2"),
    ],
)
def test_a_teacher_is_found_as_typed(typed: str, meant: str) -> None:
    school = make_school()
    for name, username in (("李岚", "lilan"), ("王芳(大)", "wangfang"), ("王芳(小)", "wangfang2")):
        make_user(school, name, username)
    found = teacher_meant(school, typed)
    assert isinstance(found, Found)
    assert found.person.number == meant


def test_who_is_not_certain_is_asked_for() -> None:
    school = make_school()
    for name, username in (("王芳(大)", "wangfang"), ("王芳(小)", "wangfang2")):
        make_user(school, name, username)
    make_user(make_school(), "赵敏")
    for typed in ("王芳", "wf"):
        asked = teacher_meant(school, typed)
        assert isinstance(asked, Ambiguous)
        assert {one.number for one in asked.candidates} == {"wangfang", "wangfang2"}
    assert isinstance(teacher_meant(school, "赵敏"), Unknown), "another school's staff is not there"
