"""The pages of movements: the office moves a pupil, others do not, and closed sheets ask for a confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client

from awards.models import ClassRound, StarEntry
from starrating.operations.models import AuditEvent
from students.models import Enrolment, Movement, SchoolClass, Student, User
from students.pupils import movements
from tests.clients import FormClient
from tests.factories import (
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_term,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_october() -> Iterator[None]:
    with time_machine.travel("2025-10-21 08:00+08:00"):
        yield


@dataclass(frozen=True)
class Case:
    home: SchoolClass
    other: SchoolClass
    pupil: Student
    clerk: User
    client: Client

    def move(self, kind: str, on: str = "2025-10-20", **more: object) -> int:
        form = {"kind": kind, "on": on, "reason": "家长申请", **more}
        return self.client.post(f"/movements/pupils/{self.pupil.pk}/move/", form).status_code


def client_of(user: User) -> Client:
    client = FormClient()
    client.force_login(user)
    return client


@pytest.fixture
def case() -> Case:
    school = make_school()
    make_term(school)
    home, other = make_class(school, 1), make_class(school, 2)
    clerk = make_office(school)
    return Case(home, other, make_student(home, "孟若溪", number="20250001"), clerk, client_of(clerk))


def test_a_pupil_is_found_by_number_name_and_initials(case: Case) -> None:
    make_student(case.home, "陶乐怡", number="20250777")
    for query in ("20250001", "若溪", "mrx"):
        page = case.client.get("/movements/", {"q": query}).content.decode()
        assert ("孟若溪" in page, "陶乐怡" in page) == (True, False), query


def test_each_kind_is_entered_and_listed(case: Case) -> None:
    assert case.move("change_class", "2025-10-06", school_class=case.other.pk) == 302
    assert case.move("guest", "2025-10-07") == 302
    assert case.move("no_guest", "2025-10-08") == 302
    assert case.move("suspension", "2025-10-09") == 302
    assert case.move("return", "2025-10-13") == 302
    assert case.move("transfer_out", "2025-10-20") == 302
    assert [row.kind for row in Movement.objects.order_by("on")] == [
        "change_class", "guest", "no_guest", "suspension", "return", "transfer_out"
    ]  # fmt: skip
    page = case.client.get("/movements/").content.decode()
    assert (page.count(f'href="/movements/pupils/{case.pupil.pk}/"'), "家长申请" in page) == (6, True)


def test_what_cannot_be_is_said_on_the_page(case: Case) -> None:
    assert case.move("change_class") == 422
    assert case.move("return") == 422
    assert case.move("merged") == 422
    assert not Movement.objects.exists()


def test_the_same_form_twice_moves_once(case: Case) -> None:
    for _time in range(2):
        assert case.move("transfer_out", idempotency_key="one") == 302
    assert Movement.objects.count() == 1


def test_somebody_comes_with_stars(case: Case) -> None:
    form = {"number": "20259901", "name": "陶乐怡", "school_class": case.home.pk, "on": "2025-10-20", "stars": "8"}
    assert case.client.post("/movements/arrival/", form).status_code == 422, "stars without proof"
    assert not Student.objects.filter(number="20259901").exists(), "nothing is done by halves"
    assert case.client.post("/movements/arrival/", {**form, "proof": "原校证明"}).status_code == 302
    student = Student.objects.get(number="20259901")
    assert StarEntry.objects.filter(student=student).aggregate(total=Sum("stars"))["total"] == 8
    entry = StarEntry.objects.get(student=student)
    address = f"/movements/credits/{entry.pk}/withdraw/"
    case.client.post(address, {"reason": " "})
    assert not StarEntry.objects.filter(reverses=entry).exists()
    assert case.client.post(address, {"reason": "数字有误"}).status_code == 302
    assert StarEntry.objects.filter(reverses=entry).exists()
    movement = Movement.objects.get(student=student)
    credit = {"stars": "6", "proof": "更正后的证明"}
    assert case.client.post(f"/movements/{movement.pk}/credit/", credit).status_code == 302
    assert StarEntry.objects.filter(student=student).aggregate(total=Sum("stars"))["total"] == 6


def test_a_day_is_corrected(case: Case) -> None:
    case.move("transfer_out")
    movement = Movement.objects.get()
    address = f"/movements/{movement.pk}/day/"
    assert case.client.get(address).status_code == 200
    assert case.client.post(address, {"on": "2025-10-13"}).status_code == 422
    assert case.client.post(address, {"on": "2025-10-13", "reason": "写错"}).status_code == 302
    assert Enrolment.objects.get(student=case.pupil).ends_on == dt.date(2025, 10, 12)


def test_two_records_are_joined(case: Case) -> None:
    second = make_student(case.home, "孟若溪", number="20250002")
    address = f"/movements/pupils/{second.pk}/join/"
    form = {"number": "20250001", "on": "2025-10-20", "reason": "重复建档"}
    assert case.client.post(address, {**form, "number": "404"}).status_code == 422
    assert case.client.post(address, form).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == case.pupil
    assert "20250001" in case.client.get(f"/movements/pupils/{second.pk}/").content.decode()


def test_only_the_office_of_the_school(case: Case) -> None:
    case.move("guest")
    movement = Movement.objects.get()
    reads = [
        "/movements/",
        "/movements/arrival/",
        f"/movements/pupils/{case.pupil.pk}/",
        f"/movements/{movement.pk}/day/",
    ]
    writes = [f"/movements/pupils/{case.pupil.pk}/move/", f"/movements/pupils/{case.pupil.pk}/join/"]
    teacher, foreign = client_of(make_homeroom(case.home)), client_of(make_office(make_school()))
    assert {teacher.get(address).status_code for address in reads} == {403}
    assert {teacher.post(address).status_code for address in writes} == {403}
    assert {foreign.get(address).status_code for address in reads[2:]} == {404}
    assert {foreign.post(address).status_code for address in writes} == {404}


def final_case() -> tuple[Case, ClassRound]:
    sheet = make_final()
    home = sheet.school_class
    clerk = make_office(home.school)
    return Case(home, make_class(home.school, 2), pupils_of(sheet)[0], clerk, client_of(clerk)), sheet


def test_a_closed_sheet_that_names_the_pupil_asks_first() -> None:
    case, sheet = final_case()
    stars = StarEntry.objects.get(student=case.pupil)
    day = sheet.round.ends_on.isoformat()
    address = f"/movements/pupils/{case.pupil.pk}/move/"
    form = {"kind": "change_class", "on": day, "school_class": case.other.pk, "reason": "补录"}
    answer = case.client.post(address, form)
    assert answer.status_code == 422
    assert "七年级(1)班2025年9月" in answer.content.decode()
    assert not Movement.objects.exists()
    assert case.client.post(address, {**form, "accepted": "on"}).status_code == 302
    assert AuditEvent.objects.get(action="pupil.sheets_accepted").new == {"sheets": ["七年级(1)班 2025-09"]}
    stars.refresh_from_db()
    assert (stars.student, stars.school_class) == (case.pupil, case.home), "stars follow, the sheet stays (A43)"


def test_a_later_day_strands_nobody() -> None:
    case, _sheet = final_case()
    assert case.move("change_class", "2025-10-01", school_class=case.other.pk) == 302


def test_a_corrected_day_asks_as_well() -> None:
    case, sheet = final_case()
    movement = movements.transfer_out(
        case.pupil, on=dt.date(2025, 10, 20), by=case.clerk, at=moment(dt.date(2025, 10, 20))
    )
    form = {"on": sheet.round.ends_on.isoformat(), "reason": "写错"}
    assert case.client.post(f"/movements/{movement.pk}/day/", form).status_code == 422
    assert case.client.post(f"/movements/{movement.pk}/day/", {**form, "accepted": "on"}).status_code == 302
