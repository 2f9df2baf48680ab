"""Stars the office credits: brought along by a transfer, or carried over from a second record of one pupil."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext

from awards.models import Credit, Ground, StarEntry
from awards.movements.credit import Joined, credit_transfer, join_records, withdraw_credit
from awards.sheets import corrections, moves
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from reports.stars.pupil_page import pupil_page
from reports.terms.facts import facts_of
from starrating.operations.models import AuditEvent
from students.models import Movement, Student, Term, TermState, User
from students.permits.roles import standing_of
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.factories import (
    fill,
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_student,
    make_term,
    moment,
    pupils_of,
)
from tests.refusals import refusal as refusal_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 10, 20)
NOW = moment(dt.date(2025, 10, 21))


def total(student: Student) -> int:
    return StarEntry.objects.filter(student=student).aggregate(total=Sum("stars"))["total"] or 0


@pytest.fixture
def arrival() -> Movement:
    school = make_school()
    make_term(school)
    newcomer = Newcomer("20259901", "陶乐怡")
    return movements.transfer_in(newcomer, make_class(school), on=DAY, by=make_office(school), at=NOW)


def test_a_newcomer_starts_at_nothing(arrival: Movement) -> None:
    assert total(arrival.student) == 0


def test_stars_brought_along_count_in_the_month_of_the_transfer(arrival: Movement) -> None:
    entry = credit_transfer(arrival, 12, proof="原校评星证明", by=arrival.by, at=NOW)
    assert (entry.stars, entry.source, entry.item, entry.round.label) == (12, "credit", None, "2025-10")
    assert (entry.school_class, total(arrival.student)) == (arrival.to_class, 12)
    event = AuditEvent.objects.get(action="credit.entered")
    assert (event.reason, event.new["stars"]) == ("原校评星证明", 12)
    assert list(StarEntry.objects.brought()) == [entry]


def test_a_credit_is_entered_once_until_it_is_withdrawn(arrival: Movement) -> None:
    entry = credit_transfer(arrival, 12, proof="证明", by=arrival.by, at=NOW)
    assert refusal_of(lambda: credit_transfer(arrival, 5, proof="证明", by=arrival.by, at=NOW)) == "twice"
    assert refusal_of(lambda: withdraw_credit(entry, reason=" ", by=arrival.by, at=NOW)) == "reason"
    withdraw_credit(entry, reason="数字有误", by=arrival.by, at=NOW)
    assert refusal_of(lambda: withdraw_credit(entry, reason="再次", by=arrival.by, at=NOW)) == "twice"
    credit_transfer(arrival, 5, proof="证明", by=arrival.by, at=NOW)
    assert total(arrival.student) == 5
    assert StarEntry.objects.brought().count() == 3


@pytest.mark.parametrize(
    ("stars", "proof", "code"), [(0, "证明", "stars"), (201, "证明", "stars"), (-3, "证明", "stars"), (5, " ", "proof")]
)
def test_a_credit_needs_proof_and_a_sensible_number(arrival: Movement, stars: int, proof: str, code: str) -> None:
    assert refusal_of(lambda: credit_transfer(arrival, stars, proof=proof, by=arrival.by, at=NOW)) == code


def test_only_the_office_credits_and_only_a_transfer_in_of_an_open_term(arrival: Movement) -> None:
    assert arrival.to_class is not None
    for user in (make_homeroom(arrival.to_class), make_office(make_school())):
        assert refusal_of(lambda user=user: credit_transfer(arrival, 5, proof="证明", by=user, at=NOW)) == "role"  # type: ignore[misc]
    left = movements.transfer_out(arrival.student, on=dt.date(2025, 11, 3), by=arrival.by, at=NOW)
    assert refusal_of(lambda: credit_transfer(left, 5, proof="证明", by=arrival.by, at=NOW)) == "kind"
    entry = credit_transfer(arrival, 5, proof="证明", by=arrival.by, at=NOW)
    Term.objects.update(state=TermState.SETTLED)
    assert refusal_of(lambda: withdraw_credit(entry, reason="错", by=arrival.by, at=NOW)) == "settled"
    assert refusal_of(lambda: credit_transfer(arrival, 5, proof="证明", by=arrival.by, at=NOW)) == "settled"


def test_history_refuses_change(arrival: Movement) -> None:
    credit_transfer(arrival, 5, proof="证明", by=arrival.by, at=NOW)
    with pytest.raises(IntegrityError, match="awards_credit is append-only"), transaction.atomic():
        Credit.objects.update(stars=50)


def joined(second: Student, kept: Student, clerk: User) -> Joined:
    return join_records(second, kept, on=DAY, reason="同一学生两条记录", by=clerk, at=NOW)


def test_stars_of_a_second_record_are_carried_over_with_month_star_and_class() -> None:
    sheet = make_final()
    clerk = make_office(sheet.school_class.school)
    second, kept = pupils_of(sheet)[0], make_student(sheet.school_class, "另一条记录")
    before = StarEntry.objects.get(student=second)
    assert joined(second, kept, clerk) == Joined(carried=1, left_out=0)
    assert (total(second), total(kept)) == (0, before.stars)
    entry = StarEntry.objects.get(student=kept)
    assert (entry.round, entry.item, entry.school_class) == (before.round, before.item, before.school_class)
    assert entry.credit is not None
    assert (entry.source, entry.credit.carries) == ("credit", before)
    withdraw_credit(entry, reason="不实", by=clerk, at=NOW)
    assert total(kept) == 0


def test_a_star_that_both_records_have_counts_once() -> None:
    sheet = make_final()
    second, kept = pupils_of(sheet)[:2]
    stars = total(kept)
    assert joined(second, kept, make_office(sheet.school_class.school)) == Joined(carried=0, left_out=1)
    assert (total(second), total(kept)) == (0, stars)


def test_a_star_taken_back_is_not_carried_over() -> None:
    sheet = make_final()
    clerk = make_office(sheet.school_class.school)
    second, kept = pupils_of(sheet)[0], make_student(sheet.school_class, "另一条记录")
    corrections.reverse(StarEntry.objects.get(student=second), reason="不实", by=clerk, at=NOW)
    assert joined(second, kept, clerk) == Joined(carried=0, left_out=0)
    assert (total(second), total(kept)) == (0, 0)


def test_settled_terms_stay_as_they_were() -> None:
    sheet = make_final()
    second, kept = pupils_of(sheet)[0], make_student(sheet.school_class, "另一条记录")
    stars = total(second)
    Term.objects.update(state=TermState.SETTLED)
    clerk = make_office(sheet.school_class.school)
    day = sheet.round.term.ends_on + dt.timedelta(days=1)
    join_records(second, kept, on=day, reason="重复", by=clerk, at=moment(day))
    assert (total(second), total(kept)) == (stars, 0)


def test_what_is_still_to_be_posted_stands_in_the_way() -> None:
    sheet = make_sheet()
    teacher = make_homeroom(sheet.school_class)
    clerk = make_office(sheet.school_class.school)
    fill(sheet, teacher)
    second, kept = pupils_of(sheet)[0], pupils_of(sheet)[-1]
    assert refusal_of(lambda: joined(second, kept, clerk)) == "sheets"
    moves.submit(sheet, by=teacher, at=moment(sheet.round.ends_on))
    assert refusal_of(lambda: joined(second, kept, clerk)) == "sheets"
    second.refresh_from_db()
    assert second.merged_into is None


def test_a_deduction_is_carried_over_and_still_revocable() -> None:
    sheet = make_final()
    clerk = make_office(sheet.school_class.school)
    second, kept = make_student(sheet.school_class, "甲"), make_student(sheet.school_class, "乙")
    ground = Ground.objects.get(scheme=sheet.round.term.pinned.scheme, name="打架")
    incident = Incident(second, ground, dt.date(2025, 10, 15), "课间打架", "操场", "我错了", DAY, "电话")
    violation = violations.propose(incident, by=clerk, at=NOW)
    assert refusal_of(lambda: joined(second, kept, clerk)) == "violations"
    violations.confirm(violation, reason="情况属实", by=clerk, at=NOW)
    joined(second, kept, clerk)
    assert (total(second), total(kept)) == (0, -15)
    third = make_student(sheet.school_class, "丙")
    joined(kept, third, clerk)
    violations.revoke(violation, reason="申诉成立", by=clerk, at=NOW)
    assert (total(second), total(kept), total(third)) == (0, 0, 0)


def test_brought_stars_stand_apart_in_the_term_s_tables(arrival: Movement) -> None:
    credit_transfer(arrival, 12, proof="证明", by=arrival.by, at=NOW)
    term = Term.objects.select_related("school", "pinned__scheme").get()
    (pupil,) = facts_of(term, DAY).pupils
    assert (pupil.earned, pupil.deducted, pupil.brought, pupil.total, pupil.level) == (0, 0, 12, 12, 1)
    page = pupil_page(arrival.student, term, standing_of(arrival.by, DAY), DAY, deductions=True)
    assert (page.total, [line.star for line in page.lines]) == (12, [gettext("brought along")])
