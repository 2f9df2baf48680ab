"""Public notices: what they print, for whom and how long, and what must never be on one."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from awards.models import ClassRound, LineState, Nomination, StarItem
from reports.access import filed_sheets_of_own
from reports.notices.notices import class_notices
from students.models import Guardian, Staffing, StaffingRole, Student, Subject, User
from students.permits.roles import standing_of
from tests import length
from tests.factories import (
    TERM_START,
    make_class,
    make_filed,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_students,
    make_submitted,
    make_user,
    moment,
    pupils_of,
)
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db
DURING = dt.date(2025, 10, 10)
AFTER = dt.date(2025, 10, 12)


@pytest.fixture
def sheet() -> ClassRound:
    return make_filed()


def read(user: User, address: str, day: dt.date = DURING) -> tuple[int, str]:
    with time_machine.travel(moment(day), tick=False):
        answer = signed_in(user).get(address)
    return answer.status_code, answer.content.decode()


def teacher_of(sheet: ClassRound) -> User:
    return User.objects.get(staffings__school_class=sheet.school_class, staffings__role=StaffingRole.HOMEROOM)


def addresses(sheet: ClassRound) -> list[str]:
    rounds = f"/notices/rounds/{sheet.round_id}/"
    return [f"/notices/class/{sheet.pk}/", rounds, f"{rounds}classes/", f"{rounds}grades/7/"]


def test_every_kind_names_the_winners(sheet: ClassRound) -> None:
    for address in addresses(sheet):
        status, page = read(teacher_of(sheet), address)
        assert status == 200
        for pupil in pupils_of(sheet)[:3]:
            assert pupil.name in page
        for pupil in pupils_of(sheet)[3:]:
            assert pupil.name not in page


def test_text_names_basis_period_and_contact(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    school.office_phone = "0412-5550000"
    school.save()
    (notice,) = class_notices([_loaded(sheet)], DURING)
    assert "第十中学" in notice.text
    assert "学生评星晋级方案" in notice.text
    assert "个人自报" in notice.text
    assert "班级公示" not in notice.text
    assert (notice.readers, notice.signed_by, notice.phone) == ("七年级(1)班", "七年级(1)班", "0412-5550000")
    assert "李岚" in notice.contact
    with translation.override("en"):
        (english,) = class_notices([_loaded(sheet)], DURING)
    assert english.period == "9 October 2025 to 11 October 2025 (3 working days)"


def test_it_comes_down_by_itself(sheet: ClassRound) -> None:
    office = make_office(sheet.school_class.school, "孙老师")
    name = pupils_of(sheet)[0].name
    for address in addresses(sheet):
        status, page = read(teacher_of(sheet), address, AFTER)
        assert (status, name in page) == (404, False)
        status, page = read(office, address, AFTER)
        assert (status, name in page, "notice__ended" in page) == (200, True, True)
        assert "notice__ended" not in read(office, address)[1]


def test_what_is_not_filed_is_on_no_notice() -> None:
    sheet = make_submitted()
    office = make_office(sheet.school_class.school)
    assert [read(office, address)[0] for address in addresses(sheet)] == [404] * 4


def test_others_do_not_read_it(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    colleague = make_homeroom(make_class(school, 3, 2024), "张老师")
    stranger = make_office(make_school())
    class_address, school_address, own, grade = addresses(sheet)
    assert [read(colleague, address)[0] for address in (class_address, own, grade)] == [404] * 3
    assert read(colleague, school_address)[0] == 200
    assert [read(stranger, address)[0] for address in addresses(sheet)] == [404] * 4
    assert read(make_user(school), class_address)[0] == 403


def test_subject_teacher_reads_the_notice_of_a_class_taught(sheet: ClassRound) -> None:
    teacher = make_user(sheet.school_class.school, "钱老师")
    subject = Subject.objects.create(school=sheet.school_class.school, name="语文")
    Staffing.objects.create(
        user=teacher, school_class=sheet.school_class, role=StaffingRole.SUBJECT, subject=subject, starts_on=TERM_START
    )
    assert read(teacher, addresses(sheet)[0])[0] == 200


def test_namesakes_show_their_seats(sheet: ClassRound) -> None:
    first = pupils_of(sheet)[0]
    make_student(sheet.school_class, first.name, seat=30)
    with translation.override("en"):
        (notice,) = class_notices([_loaded(sheet)], DURING)
    assert notice.sections[0].rows[0].winners[0] == f"{first.name} (seat 1), "


def test_stars_that_are_not_public_and_names_taken_off_are_left_out(sheet: ClassRound) -> None:
    name = pupils_of(sheet)[0].name
    Nomination.objects.filter(student=pupils_of(sheet)[0]).update(state=LineState.DROPPED, place=None)
    assert name not in read(teacher_of(sheet), addresses(sheet)[0])[1]
    StarItem.objects.filter(name="文明星").update(public=False)
    page = read(teacher_of(sheet), addresses(sheet)[0])[1]
    assert "文明星" not in page
    assert pupils_of(sheet)[1].name not in page


@pytest.mark.parametrize("classes", [1, 4])
def test_statements_do_not_grow_with_the_classes(classes: int) -> None:
    sheet = make_filed()
    school = sheet.school_class.school
    for number in range(2, classes + 1):
        other = make_class(school, number)
        make_students(other, 20)
        ClassRound.objects.create(
            round=sheet.round, school_class=other, state="in_notice", filing_number=f"x{number}",
            notice_from=sheet.notice_from, notice_until=sheet.notice_until,
        )  # fmt: skip
    standing = standing_of(make_office(school), DURING)
    with CaptureQueriesContext(connection) as queries:
        assert len(class_notices(filed_sheets_of_own(standing, sheet.round_id), DURING)) == classes
    assert len(queries) == 6


DIGITS = st.text("0123456789", min_size=11, max_size=11)


@settings(max_examples=length.of(short=8, long=25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(phone=DIGITS, number=DIGITS, day=st.dates(dt.date(2008, 1, 1), dt.date(2014, 12, 31)))
def test_nothing_else_of_a_pupil_is_on_it(sheet: ClassRound, phone: str, number: str, day: dt.date) -> None:
    pupil = pupils_of(sheet)[0]
    Student.objects.filter(pk=pupil.pk).update(number=f"N{number}", born_on=day, pinyin=f"py{number}")
    guardian, _made = Guardian.objects.get_or_create(student=pupil, defaults={"phone": "P"})
    guardian.name, guardian.phone = f"监护人{number}", f"P{phone}"
    guardian.save()
    secrets = [f"N{number}", f"P{phone}", guardian.name, f"py{number}", str(day), f"{day.year}年{day.month}月"]
    for address in addresses(sheet):
        page = read(teacher_of(sheet), address)[1]
        assert pupil.name in page
        assert [secret for secret in secrets if secret in page] == []
        # The teacher's own navigation names the page of deductions; the notice itself must not.
        notice = page.split("<main", 1)[1].split("</main>")[0]
        assert [word for word in ("扣星", "deduct") if word in notice] == []


def _loaded(sheet: ClassRound) -> ClassRound:
    office = User.objects.filter(school_roles__isnull=False, school=sheet.school_class.school).first()
    return filed_sheets_of_own(standing_of(office, DURING), sheet.round_id)[0]
