"""A pupil's stars explained, taken back by the office, and a class's totals."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.models import ClassRound, Decision, StarEntry, Verdict
from reports.access import terms_of
from reports.stars.class_page import class_page
from reports.stars.pupil_page import pupil_page
from students.models import Enrolment, TermState, User
from students.permits.roles import standing_of
from tests.factories import (
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    make_term,
    moment,
    pupils_of,
)
from tests.reports.factories import signed_in, total_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 3)


@pytest.fixture
def sheet() -> ClassRound:
    return make_final()


@pytest.fixture
def office(sheet: ClassRound) -> User:
    return make_office(sheet.school_class.school, "孙老师")


def status(user: User, address: str) -> int:
    with time_machine.travel(moment(DAY), tick=False):
        return signed_in(user).get(address).status_code


def take_back(user: User, entry: StarEntry, **data: str) -> int:
    with time_machine.travel(moment(DAY), tick=False):
        return signed_in(user).post(f"/entries/{entry.pk}/reverse/", data).status_code


def first_entry() -> StarEntry:
    return StarEntry.objects.select_related("student").earliest("pk")


def test_a_total_explains_itself(sheet: ClassRound, office: User) -> None:
    pupil = pupils_of(sheet)[0]
    with translation.override("en"):
        page = pupil_page(pupil, terms_of(pupil.school).get(), standing_of(office, DAY), DAY, deductions=True)
    assert (page.total, page.explanation) == (total_of(pupil.pk), "1 = September: 1")
    assert page.next_step == "Another 9 stars for “一星级学生”"
    assert [decision.verdict for decision in page.lines[0].decisions] == [
        "entered", *["held"] * 4, "submitted", "filed", "finalized"
    ]  # fmt: skip
    assert (page.provisional, page.level, page.level_name) == (True, 0, "")


def test_who_sees_a_pupil(sheet: ClassRound, office: User) -> None:
    school = sheet.school_class.school
    pupil = pupils_of(sheet)[0]
    own = User.objects.get(staffings__school_class=sheet.school_class)
    other = make_homeroom(make_class(school, 2), "张老师")
    for address in (f"/pupils/{pupil.pk}/", f"/classes/{sheet.school_class_id}/totals/"):
        assert [status(user, address) for user in (own, office, other)] == [200, 200, 404]
        assert status(make_office(make_school()), address) == 404


def test_a_pupil_who_left_is_the_offices(sheet: ClassRound, office: User) -> None:
    pupil = pupils_of(sheet)[0]
    own = User.objects.get(staffings__school_class=sheet.school_class)
    Enrolment.objects.filter(student=pupil).update(ends_on=dt.date(2025, 10, 20))
    assert [status(user, f"/pupils/{pupil.pk}/") for user in (own, office)] == [404, 200]


def test_the_office_takes_a_star_back(sheet: ClassRound, office: User) -> None:
    entry = first_entry()
    assert take_back(office, entry, reason="姓名录错", idempotency_key="k1") == 302
    assert total_of(entry.student_id) == 0
    with translation.override("en"):
        page = pupil_page(
            entry.student, terms_of(entry.student.school).get(), standing_of(office, DAY), DAY, deductions=True
        )
    assert (page.total, page.explanation) == (0, "0 = September: 0")
    assert [line.may_reverse for line in page.lines] == [False, False]
    assert page.lines[0].reversal is not None


def test_no_button_stands_where_the_term_is_settled(sheet: ClassRound, office: User) -> None:
    term = terms_of(sheet.school_class.school).get()
    pupil = first_entry().student
    before = pupil_page(pupil, term, standing_of(office, DAY), DAY, deductions=True)
    term.state = TermState.SETTLED
    after = pupil_page(pupil, term, standing_of(office, DAY), DAY, deductions=True)
    assert [[line.may_reverse for line in page.lines] for page in (before, after)] == [[True], [False]]


def test_pressing_twice_and_again_later_has_one_effect(sheet: ClassRound, office: User) -> None:
    entry = first_entry()
    for key in ("k1", "k1", "k2"):
        take_back(office, entry, reason="姓名录错", idempotency_key=key)
    assert total_of(entry.student_id) == 0


def test_no_reason_no_reversal(sheet: ClassRound, office: User) -> None:
    take_back(office, first_entry(), reason=" ", idempotency_key="k1")
    assert total_of(first_entry().student_id) == 1


def test_others_take_nothing_back(sheet: ClassRound) -> None:
    own = User.objects.get(staffings__school_class=sheet.school_class)
    assert take_back(own, first_entry(), reason="x", idempotency_key="k1") == 403
    assert take_back(make_office(make_school()), first_entry(), reason="x", idempotency_key="k2") == 404
    assert total_of(first_entry().student_id) == 1
    with time_machine.travel(moment(DAY), tick=False):
        page = signed_in(own).get(f"/pupils/{first_entry().student_id}/").content.decode()
    assert "/reverse/" not in page


def test_reversal_answers_post_only(sheet: ClassRound, office: User) -> None:
    assert status(office, f"/entries/{first_entry().pk}/reverse/") == 405


def test_class_totals_stand_in_the_order_of_seats(sheet: ClassRound) -> None:
    take_back(make_office(sheet.school_class.school), first_entry(), reason="姓名录错")
    page = class_page(sheet.school_class, terms_of(sheet.school_class.school).get(), DAY, deductions=True)
    rows = [[column.read(row.row) for column in row.columns] for row in page.table.rows]
    assert [row[1] for row in rows] == list(range(1, 9))
    totals = [row[4] for row in rows]
    assert totals == [total_of(row.row.pk) for row in page.table.rows] == [0, 1, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("size", [3, 60])
def test_statements_do_not_grow_with_the_class(size: int) -> None:
    school_class = make_class(make_school())
    make_students(school_class, size)
    make_term(school_class.school)
    office = make_office(school_class.school)
    with time_machine.travel(moment(DAY), tick=False):
        client = signed_in(office)
        client.get("/papers/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/classes/{school_class.pk}/totals/").status_code == 200
    assert len(queries) <= 16


def test_staff_read_how_the_committee_voted(sheet: ClassRound, office: User) -> None:
    line = first_entry().nomination
    step = sheet.round.term.pinned.scheme.steps.get(role="committee")
    Decision.objects.create(
        class_round=sheet,
        nomination=line,
        step=step,
        verdict=Verdict.AGREED,
        by=office,
        at=moment(DAY),
        votes_for=8,
        votes_against=2,
    )
    with time_machine.travel(moment(DAY), tick=False), translation.override("en"):
        client = signed_in(office)
        text = client.get(f"/pupils/{first_entry().student.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "8 for, 2 against" in text


def test_a_class_of_seventy_five_stands_on_two_pages() -> None:
    school_class = make_class(make_school())
    make_students(school_class, 75)
    term = make_term(school_class.school)
    office = signed_in(make_office(school_class.school))
    for address in (
        f"/classes/{school_class.pk}/totals/?term={term.pk}",
        f"/settlement/{term.pk}/classes/{school_class.pk}/?day={DAY}",
    ):
        with time_machine.travel(moment(DAY), tick=False):
            first, second = office.get(address), office.get(f"{address}&page=2")
        assert [len(page.context["table"].rows) for page in (first, second)] == [50, 25]
        assert f"{address.partition('?')[2]}&amp;page=2" in first.content.decode()
