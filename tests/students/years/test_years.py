"""A new school year: who leaves, what goes on, who may start it, and that a second start does nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from starrating.operations.models import AuditEvent
from students.models import (
    Enrolment,
    GroupLeader,
    Movement,
    MovementKind,
    School,
    SchoolClass,
    Staffing,
    Student,
    StudentGroup,
    Term,
    TermState,
    User,
)
from students.years.verbs import YearOptions, YearPlan, plan_year, start_year
from tests.clients import FormClient
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    make_user,
    moment,
)
from tests.guarantees.factories import at_once
from tests.refusals import refusal

LAST_DAY = dt.date(2026, 7, 10)
NOW = moment(dt.date(2026, 8, 20))
CARRY = YearOptions()
CLEAR = YearOptions(clear_groups=True, clear_staffing=True)


@dataclass(frozen=True)
class Summer:
    """August 2026: grades 7 to 9 of the old year with two pupils each, and one pupil of the new first grade."""

    school: School
    classes: dict[int, SchoolClass]
    pupils: dict[int, list[Student]]
    administrator: User

    def start(self, options: YearOptions = CARRY, at: dt.datetime = NOW) -> YearPlan:
        return start_year(self.school, 2026, options, by=self.administrator, at=at)


def make_summer() -> Summer:
    school = make_school()
    Term.objects.create(
        school=school, school_year=2025, ordinal=2, starts_on=dt.date(2026, 3, 1), ends_on=LAST_DAY, state="settled"
    )
    classes = {year: make_class(school, entry_year=year) for year in (2023, 2024, 2025, 2026)}
    pupils = {}
    for year, row in classes.items():
        pupils[year] = make_students(row, 1 if year == 2026 else 2)
        if year < 2026:
            make_homeroom(row, f"教师{year}")
            group = StudentGroup.objects.create(school_class=row, number=1)
            Enrolment.objects.filter(school_class=row).update(group=group)
            GroupLeader.objects.create(group=group, student=pupils[year][0], starts_on=dt.date(2025, 9, 1))
        account = make_user(school, pupils[year][0].name)
        account.student = pupils[year][0]
        account.save()
    Enrolment.objects.filter(school_class=classes[2026]).update(starts_on=dt.date(2026, 9, 1))
    return Summer(school, classes, pupils, make_administrator(school))


@pytest.fixture
def summer(db: None) -> Summer:
    return make_summer()


def rows() -> tuple[object, ...]:
    return (
        sorted(Enrolment.objects.values_list("pk", "student", "group", "starts_on", "ends_on")),
        sorted(Staffing.objects.values_list("pk", "ends_on")),
        sorted(GroupLeader.objects.values_list("pk", "ends_on")),
        sorted(User.objects.values_list("pk", "is_active")),
        Movement.objects.count(),
        AuditEvent.objects.count(),
    )


def ended(year: int) -> set[dt.date | None]:
    """The last days of what belongs to the class of that entry year."""
    return {
        *Enrolment.objects.filter(school_class__entry_year=year).values_list("ends_on", flat=True),
        *Staffing.objects.filter(school_class__entry_year=year).values_list("ends_on", flat=True),
        *GroupLeader.objects.filter(group__school_class__entry_year=year).values_list("ends_on", flat=True),
    }


def test_the_graduating_grade_leaves_and_the_rest_goes_on(summer: Summer) -> None:
    names = [str(row) for row in SchoolClass.objects.all()]
    plan = summer.start()
    assert (plan.leaving, plan.staying, plan.arriving) == (2, 4, 1)
    assert ended(2023) == {LAST_DAY}
    assert ended(2024) == ended(2025) == ended(2026) == {None}
    assert [str(row) for row in SchoolClass.objects.all()] == names
    assert summer.classes[2024].name_in(2026) == "九年级(1)班"
    gone = Movement.objects.filter(kind=MovementKind.GRADUATION)
    assert {(row.student, row.on, row.from_class) for row in gone} == {
        (pupil, LAST_DAY + dt.timedelta(days=1), summer.classes[2023]) for pupil in summer.pupils[2023]
    }
    assert Enrolment.objects.active_on(LAST_DAY).filter(school_class=summer.classes[2023]).count() == 2


def test_accounts_of_leavers_are_closed(summer: Summer) -> None:
    assert summer.start().accounts == 1
    closed = User.objects.filter(is_active=False)
    assert [user.student for user in closed] == [summer.pupils[2023][0]]


def test_groups_and_tasks_are_cleared_where_asked(summer: Summer) -> None:
    plan = summer.start(CLEAR)
    assert (plan.staffings, plan.leaders, plan.regrouped) == (3, 3, 4)
    for year in (2024, 2025):
        assert ended(year) == {LAST_DAY, None}
        before, after = (
            list(Enrolment.objects.active_on(day).filter(school_class=summer.classes[year]).order_by("seat"))
            for day in (LAST_DAY, LAST_DAY + dt.timedelta(days=1))
        )
        assert [(row.student, row.seat) for row in before] == [(row.student, row.seat) for row in after]
        assert {row.group_id is None for row in before} == {False}
        assert {row.group_id for row in after} == {None}
    assert Staffing.objects.filter(ends_on__isnull=True).count() == 0


@pytest.mark.parametrize("options", [CARRY, CLEAR])
def test_starting_twice_does_nothing(summer: Summer, options: YearOptions) -> None:
    summer.start(options)
    # What is arranged for the new year stays.
    group = StudentGroup.objects.create(school_class=summer.classes[2025], number=2)
    Enrolment.objects.filter(school_class=summer.classes[2025], starts_on__gt=LAST_DAY).update(group=group)
    make_homeroom(summer.classes[2026], starts_on=dt.date(2026, 9, 1))
    before = rows()
    assert not summer.start(options).writes
    assert rows() == before


def test_the_preview_writes_nothing_and_says_the_same(summer: Summer) -> None:
    before = rows()
    plan = plan_year(summer.school, 2026, CLEAR)
    assert rows() == before
    assert [(step.before, step.after, step.pupils) for step in plan.classes] == [
        ("", "七年级(1)班", 1),
        ("七年级(1)班", "八年级(1)班", 2),
        ("八年级(1)班", "九年级(1)班", 2),
        ("九年级(1)班", "", 2),
    ]
    assert summer.start(CLEAR) == plan


def refused_code(start: partial[YearPlan]) -> str:
    before = rows()
    code = refusal(start)
    assert rows() == before
    return code


def test_others_may_not(summer: Summer) -> None:
    others = [make_office(summer.school), make_homeroom(summer.classes[2026]), make_administrator(make_school())]
    for by in others:
        assert refused_code(partial(start_year, summer.school, 2026, CARRY, by=by, at=NOW)) == "role"


def test_not_before_the_last_day_and_not_without_one(summer: Summer) -> None:
    assert refused_code(partial(summer.start, at=moment(LAST_DAY - dt.timedelta(days=1)))) == "early"
    year = partial(start_year, summer.school, by=summer.administrator, at=NOW)
    assert refused_code(partial(year, 2027, CARRY)) == "no_term"
    assert refused_code(partial(year, 2027, replace(CARRY, last_day=LAST_DAY))) == "day"
    assert refused_code(partial(year, 2027, replace(CARRY, last_day=dt.date(2027, 7, 9)))) == "early"


def test_a_settled_term_is_not_cut_short(summer: Summer) -> None:
    assert refused_code(partial(summer.start, replace(CARRY, last_day=dt.date(2026, 6, 30)))) == "settled"
    Term.objects.update(state=TermState.OPEN)
    plan = summer.start(replace(CARRY, last_day=dt.date(2026, 6, 30)))
    assert plan.warnings
    assert ended(2023) == {dt.date(2026, 6, 30)}


def test_who_entered_a_graduating_class_too_late_is_put_right_first(summer: Summer) -> None:
    Enrolment.objects.filter(student=summer.pupils[2023][0]).update(starts_on=dt.date(2026, 9, 1))
    assert refused_code(partial(summer.start)) == "late"


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_are_one() -> None:
    summer = make_summer()
    second = make_administrator(summer.school, "何管理")
    start = partial(start_year, summer.school, 2026, CLEAR, at=NOW)
    answers = at_once(partial(start, by=summer.administrator), partial(start, by=second))
    assert sorted(answer.leaving for answer in answers if isinstance(answer, YearPlan)) == [0, 2]
    assert Movement.objects.count() == 2
    assert Enrolment.objects.filter(ends_on__isnull=True).count() == 5


# By command and on screen.


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        yield


def run(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("start_year", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_by_command(summer: Summer, english: None) -> None:
    before = rows()
    shown = run("2026", "--dry-run")
    assert rows() == before
    assert run("2026") == shown
    assert shown[0].startswith("School year 2026. Pupils leaving: 2, moving up: 4, new: 1")
    assert "九年级(1)班 leaves; pupils: 2" in shown[-1]
    assert run("2026") == ["Nothing to do: the school year has been started already."]
    with pytest.raises(CommandError, match="not on record"):
        run("2028")


def client_of(user: User) -> Client:
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_on_screen_with_a_preview(summer: Summer, english: None) -> None:
    client = client_of(summer.administrator)
    before = rows()
    chosen = {"school_year": "2026", "clear_groups": "on"}
    page = client.get(reverse("students:start_year"), chosen)
    assert page.context["plan"].leaving == 2
    assert rows() == before
    form = {**chosen, "idempotency_key": "once"}
    for _time in range(2):
        response = client.post(reverse("students:confirm_year"), form)
        assert response.status_code == 302
    assert ended(2023) == {LAST_DAY}
    assert AuditEvent.objects.filter(action="year.started").count() == 1
    again = client.get(reverse("students:start_year"), chosen)
    assert not again.context["plan"].writes


@pytest.mark.django_db
def test_the_first_look_of_a_school_without_a_past_is_no_mistake(english: None) -> None:
    page = client_of(make_administrator(make_school())).get(reverse("students:start_year"))
    assert (page.context["plan"], page.context["form"].errors) == (None, {})
    assert page.context["hint"] in page.content.decode()


def test_the_page_says_why_not(summer: Summer, english: None) -> None:
    client = client_of(summer.administrator)
    assert client.get(reverse("students:start_year")).context["plan"].school_year == 2026
    page = client.get(reverse("students:start_year"), {"school_year": 2028})
    assert page.context["plan"] is None
    assert "not on record" in page.content.decode()
    assert client.post(reverse("students:confirm_year"), {"school_year": 2028}).status_code == 302
    assert client.post(reverse("students:confirm_year"), {"school_year": "x"}).status_code == 302


@pytest.mark.parametrize("name", ["start_year", "confirm_year"])
def test_the_pages_are_the_administrators(summer: Summer, english: None, name: str) -> None:
    before = rows()
    for user in (make_office(summer.school), make_homeroom(summer.classes[2026])):
        client = client_of(user)
        data = {"school_year": "2026"}
        address = reverse(f"students:{name}")
        response = client.get(address, data) if name == "start_year" else client.post(address, data)
        assert response.status_code == 403
    assert rows()[:3] == (before[0], sorted(Staffing.objects.values_list("pk", "ends_on")), before[2])
