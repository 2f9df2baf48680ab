"""Pages of violations: proposed by the class, decided by the office, unseen by everybody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from awards.models import StarEntry, Violation, ViolationState
from awards.violations import verbs as violations
from students.models import Staffing, StaffingRole
from students.pupils.movements import change_class
from tests.awards.board_clients import client_of
from tests.awards.exam_factories import make_grade
from tests.awards.violations.test_violations import DAY, NOW, Case
from tests.factories import make_class, make_homeroom, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    grade = make_grade()
    teacher = make_homeroom(grade.classes[0])
    return Case(grade.term, grade.pupils[0], teacher, grade.clerk)


def fields(case: Case, **changed: object) -> dict[str, object]:
    return {
        "student": case.pupil.number,
        "ground": case.ground().pk,
        "happened_on": DAY.isoformat(),
        "place": "操场",
        "facts": "课间打架",
        "statement": "我错了",
        "guardian_told_on": DAY.isoformat(),
        "guardian_told_how": "电话",
        "idempotency_key": "once",
        **changed,
    }


def test_proposed_by_the_class_and_confirmed_by_the_office(case: Case) -> None:
    teacher, clerk = client_of(case.teacher), client_of(case.clerk)
    for _time in range(2):
        assert teacher.post(reverse("awards:violation_propose"), fields(case)).status_code == 302
    violation = Violation.objects.get()
    assert case.pupil.name in teacher.get(reverse("awards:violations")).content.decode()
    assert teacher.get(reverse("awards:violation", args=[violation.pk])).status_code == 200
    confirm = reverse("awards:violation_confirm", args=[violation.pk])
    clerk.post(confirm, {"idempotency_key": "without", "reason": " "})
    assert not StarEntry.objects.exists()
    for _time in range(2):
        clerk.post(confirm, {"idempotency_key": "yes", "reason": "情况属实"})
    assert [entry.stars for entry in StarEntry.objects.all()] == [-15]
    assert clerk.get(reverse("awards:violation", args=[violation.pk])).status_code == 200
    clerk.post(reverse("awards:violation_revoke", args=[violation.pk]), {"idempotency_key": "no", "reason": "申诉成立"})
    assert [entry.stars for entry in StarEntry.objects.all()] == [-15, 15]


def test_a_deduction_asks_once_with_the_amount_and_for_a_reason(case: Case) -> None:
    page = client_of(case.clerk).get(reverse("awards:violation", args=[case.proposed().pk])).content.decode()
    dialog = page.split('<dialog class="dialog" id="deduct"')[1].split("</dialog>")[0]
    assert f"Deduct 15 stars from {case.pupil.name}?" in " ".join(dialog.split())
    assert "required" in dialog.split('name="reason"')[1].split(">")[0]
    # No other form of the page takes stars.
    assert page.count(reverse("awards:violation_confirm", args=[Violation.objects.get().pk])) == 1


def test_the_homeroom_teacher_of_today_reads_what_the_pupil_s_page_tells(case: Case) -> None:
    violation = case.proposed()
    new_class = make_class(case.term.school, 9)
    new = make_homeroom(new_class, "新老师")
    address = reverse("awards:violation", args=[violation.pk])
    assert client_of(new).get(address).status_code == 404
    change_class(case.pupil, new_class, on=DAY + dt.timedelta(days=1), reason="调班", by=case.clerk, at=NOW)
    page = client_of(new).get(address)
    assert page.status_code == 200
    # To complete it is the former class's.
    assert reverse("awards:violation_supplement", args=[violation.pk]) not in page.content.decode()
    assert client_of(case.teacher).get(address).status_code == 200


def test_what_is_missing_can_be_added(case: Case) -> None:
    client = client_of(case.teacher)
    client.post(reverse("awards:violation_propose"), fields(case, statement="", guardian_told_on=""))
    violation = Violation.objects.get()
    assert len(violations.missing(violation)) == 2
    told = {"statement": "我错了", "guardian_told_on": DAY.isoformat(), "guardian_told_how": "电话"}
    client.post(reverse("awards:violation_supplement", args=[violation.pk]), told)
    assert violations.missing(Violation.objects.get()) == []


def test_the_office_drops_with_a_reason(case: Case) -> None:
    violation = case.proposed()
    address = reverse("awards:violation_drop", args=[violation.pk])
    client_of(case.clerk).post(address, {"reason": ""})
    assert Violation.objects.get().state == ViolationState.PROPOSED
    client_of(case.clerk).post(address, {"reason": "情况不实"})
    assert Violation.objects.get().state == ViolationState.DROPPED


@pytest.mark.parametrize(
    "records", ["2025-10-08 迟到\n2025-10-09 迟到\n2025-10-10：旷课", "2025-13-01 迟到", "迟到三次"]
)
def test_records_are_a_line_each(case: Case, records: str) -> None:
    ground = case.ground("小错误屡教不改").pk
    answer = client_of(case.teacher).post(
        reverse("awards:violation_propose"), fields(case, ground=ground, records=records)
    )
    good = records.startswith("2025-10-08")
    assert answer.status_code == (302 if good else 422)
    assert [one.note for found in Violation.objects.all() for one in found.records.all()] == (
        ["迟到", "迟到", "旷课"] if good else []
    )


def test_another_class_and_another_school_find_nothing(case: Case) -> None:
    violation = case.proposed()
    other = make_homeroom(make_class(case.term.school, 9))
    stranger = make_grade().clerk
    for user in (other, stranger):
        client = client_of(user)
        assert client.get(reverse("awards:violation", args=[violation.pk])).status_code == 404
        assert case.pupil.name not in client.get(reverse("awards:violations")).content.decode()
        assert client.post(reverse("awards:violation_propose"), fields(case)).status_code == 422
    assert client.post(reverse("awards:violation_confirm", args=[violation.pk])).status_code == 404


def test_the_class_does_not_decide_and_subject_teachers_see_nothing(case: Case) -> None:
    violation = case.proposed()
    decide = [reverse(f"awards:violation_{verb}", args=[violation.pk]) for verb in ("confirm", "drop", "revoke")]
    assert [client_of(case.teacher).post(address).status_code for address in decide] == [403] * 3
    colleague = make_user(case.term.school, "钱老师")
    subject = case.term.school.subjects.create(name="语文")
    Staffing.objects.create(
        user=colleague,
        school_class=violation.school_class,
        role=StaffingRole.SUBJECT,
        subject=subject,
        starts_on=case.term.starts_on,
    )
    client = client_of(colleague)
    assert client.get(reverse("awards:violations")).status_code == 403
    assert client.get(reverse("awards:violation", args=[violation.pk])).status_code == 403
    assert violation.proposed_at == NOW
