"""Pupils' accounts: made for a class in one click, opened with the school number, closed when the pupil leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from starrating.operations.models import AuditEvent
from students.accounts import passwords, pupils, staff
from students.accounts.passwords import Slip
from students.accounts.slips import slip_rows
from students.models import Enrolment, SchoolClass, Student, User
from students.pupils import movements
from students.years import verbs as years
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_students,
    make_term,
    make_user,
    moment,
)
from tests.guarantees.factories import at_once
from tests.refusals import refused
from tests.students.pupil_factories import make_all_accounts, make_pupil_user, try_to_sign_in
from tests.students.staff_factories import NOW, TODAY, client_of, keyed

pytestmark = pytest.mark.django_db
OWN = "xiao-gou-42"


@pytest.fixture(autouse=True)
def _in_the_first_term() -> Iterator[None]:
    with time_machine.travel("2025-10-10 08:00+08:00"):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    school_class = make_class(make_school("no10"))
    make_students(school_class, 3)
    return school_class


def student_of(school_class: SchoolClass, seat: int = 1) -> Student:
    return Enrolment.objects.get(school_class=school_class, seat=seat, ends_on=None).student


def test_one_click_makes_the_accounts_and_the_slips_open_the_door(school_class: SchoolClass) -> None:
    teacher = make_homeroom(school_class)
    student = student_of(school_class)
    make_pupil_user(student)
    client, form = client_of(teacher), keyed()
    page = client.get(f"/classes/{school_class.pk}/")
    assert (page.context["accounts"].lacking, "/accounts" in page.content.decode()) == (2, True)
    answer = client.post(f"/classes/{school_class.pk}/accounts", form)
    slips = answer.context["slips"]
    assert [slip.class_name for slip in slips] == ["七年级(1)班"] * 2
    assert student.name not in {slip.name for slip in slips}
    child = Client()
    assert try_to_sign_in(child, slips[0].typed, slips[0].password) == 302
    assert child.get("/account").headers["Location"] == "/password"
    changed = child.post("/password", {"new_password1": OWN, "new_password2": OWN})
    assert changed.status_code == 302
    user = User.objects.get(student__number=slips[0].typed)
    assert (user.username, user.must_change_password) == (f"no10-{slips[0].typed}", False)
    again = client.post(f"/classes/{school_class.pk}/accounts", form, follow=True)
    assert (again.status_code, slips[1].password in again.content.decode()) == (200, False)
    assert User.objects.filter(student__isnull=False).count() == 3


def test_making_is_recorded_without_passwords(school_class: SchoolClass) -> None:
    slips = make_all_accounts(school_class)
    assert AuditEvent.objects.filter(action="account.created").count() == 3
    issued = AuditEvent.objects.filter(action="password.issued")
    assert {int(event.target_id) for event in issued} == {slip.user.pk for slip in slips}
    text = "".join(f"{event.old}{event.new}" for event in AuditEvent.objects.all())
    assert not [slip for slip in slips if slip.password in text]
    assert make_all_accounts(school_class) == []


def test_each_slip_names_its_own_class_of_the_day_and_staff_have_none(school_class: SchoolClass) -> None:
    slips = make_all_accounts(school_class)
    other = make_class(school_class.school, 2)
    moved = Enrolment.objects.get(student=slips[0].user.student_id)
    Enrolment.objects.filter(pk=moved.pk).update(ends_on=TODAY - dt.timedelta(days=1))
    Enrolment.objects.create(student=moved.student, school_class=other, starts_on=TODAY)
    came = {"student_id": slips[1].user.student_id or 0, "starts_on": TODAY - dt.timedelta(days=9)}
    Enrolment.objects.create(**came, school_class=other, ends_on=TODAY - dt.timedelta(days=1))
    slips.append(Slip(make_office(school_class.school), "secret", ""))
    rows = slip_rows(slips, school_class.school, TODAY)
    assert [row.class_name for row in rows] == ["七年级(2)班", "七年级(1)班", "七年级(1)班", ""]
    assert [row.name for row in rows] == [slip.user.name for slip in slips]
    assert [row.password for row in rows] == [slip.password for slip in slips]


def test_nothing_of_a_slip_follows_from_the_roster(school_class: SchoolClass) -> None:
    slips = make_all_accounts(school_class)
    assert len({slip.password for slip in slips}) == 3
    for slip in slips:
        student = slip.user.student
        assert student is not None
        assert not any(known in slip.password for known in (student.number, student.pinyin, student.initials) if known)


@pytest.mark.parametrize("who", ["office", "other homeroom", "another school", "subject"])
def test_who_may_not_make_them(school_class: SchoolClass, who: str) -> None:
    school = school_class.school
    by = {
        "office": lambda: make_office(school),
        "other homeroom": lambda: make_homeroom(make_class(school, 2)),
        "another school": lambda: make_administrator(make_school()),
        "subject": lambda: make_user(school),
    }[who]()
    with refused("role"):
        make_all_accounts(school_class, by)
    status = client_of(by).post(f"/classes/{school_class.pk}/accounts", keyed()).status_code
    assert status == (404 if who in {"other homeroom", "another school"} else 403)
    assert not User.objects.filter(student__isnull=False).exists()


def test_a_pupil_gets_a_new_password_from_the_class_page(school_class: SchoolClass) -> None:
    user = make_pupil_user(student_of(school_class))
    client = client_of(make_homeroom(school_class))
    button = f'value="{user.pk}"'
    assert button in client.get(f"/classes/{school_class.pk}/").content.decode()
    (slip,) = client.post(f"/classes/{school_class.pk}/passwords", keyed(account=user.pk)).context["slips"]
    assert try_to_sign_in(Client(), slip.typed, slip.password) == 302
    waiting = client.post(f"/classes/{school_class.pk}/passwords", keyed(waiting="1"))
    assert waiting.headers["Location"] == f"/classes/{school_class.pk}/", "the only account has been used"


def test_whose_password_a_homeroom_teacher_may_reset(school_class: SchoolClass) -> None:
    teacher = make_homeroom(school_class)
    other = make_class(school_class.school, 2)
    foreign = make_pupil_user(make_student(other, "周舟"))
    for target in (foreign, make_user(school_class.school)):
        with refused("not_allowed"):
            passwords.issue_passwords([target], by=teacher, at=NOW)
        answer = client_of(teacher).post(f"/classes/{school_class.pk}/passwords", keyed(account=target.pk))
        assert answer.status_code == 302
        target.refresh_from_db()
        assert not target.must_change_password
    for by in (make_homeroom(other), make_office(school_class.school), make_administrator(school_class.school)):
        assert passwords.issue_passwords([foreign], by=by, at=NOW)


def test_a_number_opens_one_account_or_none(school_class: SchoolClass) -> None:
    student = student_of(school_class)
    user = make_pupil_user(student)
    assert pupils.account_meant(f" {student.number} ") == user.username
    assert pupils.account_meant("nobody") == "nobody"
    twin = make_pupil_user(make_student(make_class(make_school("no11")), "同号", number=student.number))
    assert pupils.account_meant(student.number) == student.number
    assert try_to_sign_in(Client(), student.number, "correct horse battery") == 200
    assert try_to_sign_in(Client(), twin.username, "correct horse battery") == 302
    assert pupils.sign_in_names([user]) == {user.pk: user.username}


def test_a_typed_name_is_taken_as_it_stands_first(school_class: SchoolClass) -> None:
    student = student_of(school_class)
    make_pupil_user(student)
    teacher = make_user(school_class.school, username=student.number)
    assert pupils.account_meant(student.number) == teacher.username
    row = slip_rows(passwords.draw_slips([User.objects.get(student=student)]), school_class.school, TODAY)[0]
    assert row.typed == f"no10-{student.number}"


def test_two_schools_may_make_the_same_name() -> None:
    make_all = [
        make_student(make_class(make_school("a")), "甲", number="b-1"),
        make_student(make_class(make_school("a-b")), "乙", number="1"),
    ]
    names = [make_all_accounts(one.enrolments.get().school_class)[0].user.username for one in make_all]
    assert names == ["a-b-1", "a-b-1-2"]


def test_leaving_closes_the_account_and_coming_back_does_not_open_it(school_class: SchoolClass) -> None:
    clerk = make_office(school_class.school)
    student = student_of(school_class)
    user = make_pupil_user(student)
    child = Client()
    assert try_to_sign_in(child, student.number, "correct horse battery") == 302
    movements.transfer_out(student, on=TODAY, by=clerk, at=NOW)
    assert child.get("/account").status_code == 302
    assert AuditEvent.objects.get(action="account.deactivated").target_id == str(user.pk)
    back = movements.Newcomer(number=student.number, name=student.name)
    movements.transfer_in(back, school_class, on=TODAY, by=clerk, at=NOW)
    assert try_to_sign_in(Client(), student.number, "correct horse battery") == 200
    teacher = make_homeroom(school_class)
    (slip,) = passwords.issue_passwords([user], by=teacher, at=NOW)
    assert try_to_sign_in(Client(), student.number, slip.password) == 302


def test_leaving_known_in_advance_closes_the_account_on_its_day(school_class: SchoolClass) -> None:
    student = student_of(school_class)
    user = make_pupil_user(student)
    day = TODAY + dt.timedelta(days=20)
    movements.transfer_out(student, on=day, by=make_office(school_class.school), at=NOW)
    assert try_to_sign_in(Client(), student.number, "correct horse battery") == 302
    with time_machine.travel(moment(day)):
        assert try_to_sign_in(Client(), student.number, "correct horse battery") == 200
        user.refresh_from_db()
        assert not user.is_active


def test_the_graduating_grade_loses_its_accounts() -> None:
    school = make_school()
    make_term(school)
    oldest = make_class(school, entry_year=2023)
    user = make_pupil_user(make_student(oldest, "毕业"))
    stays = make_pupil_user(make_student(make_class(school), "留下"))
    options = years.YearOptions(last_day=dt.date(2026, 7, 10))
    years.start_year(school, 2026, options, by=make_administrator(school), at=moment(dt.date(2026, 8, 20)))
    assert set(User.objects.filter(student__isnull=False, is_active=True)) == {stays}
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    "password", ["kurz-1", "20130512", "20130512ab", "zhangsan123", "2025010777a", "woaini1314", "password1"]
)
def test_what_a_pupil_may_not_choose(school_class: SchoolClass, password: str) -> None:
    student = make_student(school_class, "张三", number="2025010777")
    Student.objects.filter(pk=student.pk).update(born_on=dt.date(2013, 5, 12))
    user = make_pupil_user(student)
    client = client_of(user)
    form = {"old_password": "correct horse battery", "new_password1": password, "new_password2": password}
    assert client.post("/password", form).status_code == 422
    ok = {**form, "new_password1": OWN, "new_password2": OWN}
    assert client.post("/password", ok).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_each_account_once(school_class: SchoolClass) -> None:
    administrator, teacher = make_administrator(school_class.school), make_homeroom(school_class)
    at_once(lambda: make_all_accounts(school_class, administrator), lambda: make_all_accounts(school_class, teacher))
    assert User.objects.filter(student__isnull=False).count() == 3


def test_an_account_name_opens_in_any_case(school_class: SchoolClass) -> None:
    teacher = make_user(school_class.school, username="liJing")
    assert pupils.account_meant("LIJING") == "liJing"
    assert try_to_sign_in(Client(), "Lijing ", "correct horse battery") == 302
    exact = make_user(school_class.school, username="LiJing")
    assert [pupils.account_meant(user.username) for user in (teacher, exact)] == ["liJing", "LiJing"]


def test_no_second_account_differs_by_case_alone(school_class: SchoolClass) -> None:
    make_user(school_class.school, username="lijing")
    admin = make_administrator(school_class.school)
    with refused("username"):
        staff.add_account(school_class.school, "李静", username="LiJing", by=admin, at=NOW)
