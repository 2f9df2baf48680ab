"""Minor faults: noted by who teaches the class, taken into a deduction, gone with the settlement."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from awards.faults import verbs as faults
from awards.models import FaultRecord, StarEntry
from awards.settlement import verbs as settlement
from awards.violations import verbs as violations
from awards.violations.prepared import prepared_for
from awards.violations.verbs import MinorFault
from students.models import SchoolClass, Staffing, StaffingRole, Student, Term, User
from tests.awards.exam_factories import make_grade
from tests.awards.settlement_factories import LATER, make_ended
from tests.awards.violations.test_violations import DAY, NOW, Case
from tests.factories import make_class, make_homeroom, make_school, make_students, make_user, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

REPEATED = "小错误屡教不改"


@pytest.fixture
def case() -> Case:
    grade = make_grade()
    return Case(grade.term, grade.pupils[0], make_homeroom(grade.classes[0]), grade.clerk)


def own_class(case: Case) -> SchoolClass:
    return SchoolClass.objects.get(enrolments__student=case.pupil)


def subject_teacher(case: Case) -> User:
    user = make_user(case.term.school, "何语文")
    subject = case.term.school.subjects.create(name="书法")
    Staffing.objects.create(
        user=user,
        school_class=own_class(case),
        role=StaffingRole.SUBJECT,
        subject=subject,
        starts_on=case.term.starts_on,
    )
    return user


def note(case: Case, what: str = "迟到", day: dt.date = DAY, by: User | None = None) -> FaultRecord:
    return faults.note(case.pupil, what, on=day, by=by or case.teacher, at=NOW)


def of(case: Case) -> list[str]:
    return list(FaultRecord.objects.filter(student=case.pupil, noted_at=NOW).values_list("note", flat=True))


def test_who_teaches_the_class_notes_and_no_star_is_taken(case: Case) -> None:
    note(case)
    note(case, "未交作业", by=subject_teacher(case))
    note(case, "追逐打闹", by=case.clerk)
    assert of(case) == ["迟到", "未交作业", "追逐打闹"]
    assert not StarEntry.objects.filter(student=case.pupil).exists()


def test_who_may_not_and_what_will_not_do(case: Case) -> None:
    other = make_class(case.term.school, 9)
    for user in (make_homeroom(other), make_homeroom(make_class(make_school())), make_user(case.term.school)):
        with refused("role"):
            note(case, by=user)
    with refused("future"):
        note(case, day=NOW.date() + dt.timedelta(days=1))
    with refused("not_enrolled"):
        note(case, day=dt.date(2019, 9, 2))
    with refused("facts"):
        note(case, "  ")
    with refused("long"):
        note(case, "迟" * 61)
    note(case)
    with refused("twice"):
        note(case, " 迟到 ")


def test_it_is_removed_by_the_noter_the_homeroom_teacher_or_the_office(case: Case) -> None:
    subject, stranger = subject_teacher(case), make_homeroom(make_class(case.term.school, 9))
    found = note(case, by=case.clerk)
    for user in (subject, stranger):
        with refused("role"):
            faults.remove(found, by=user, at=NOW)
    faults.remove(found, by=case.teacher, at=NOW)
    faults.remove(note(case, by=subject), by=subject, at=NOW)
    with refused("gone"):
        faults.remove(found, by=case.clerk, at=NOW)
    assert of(case) == []


def test_enough_of_a_term_prepare_a_proposal_and_nothing_by_itself(case: Case) -> None:
    rows = SchoolClass.objects.filter(pk=own_class(case).pk)
    for number in (1, 2):
        note(case, day=DAY - dt.timedelta(days=number))
    assert prepared_for(rows, case.term) == []
    note(case)
    [prepared] = prepared_for(rows, case.term)
    assert (prepared.student, prepared.ground.name) == (case.pupil, REPEATED)
    assert prepared.initial["records"] == "2025-10-19 迟到\n2025-10-20 迟到\n2025-10-21 迟到"
    assert not case.pupil.violations.exists()
    assert prepared_for(SchoolClass.objects.exclude(pk=own_class(case).pk), case.term) == []


def incident_of(case: Case, *days: dt.date) -> violations.Incident:
    return replace(case.incident(REPEATED), records=tuple(MinorFault(day, "迟到") for day in days))


def test_a_deduction_takes_in_what_was_noted_and_holds_it(case: Case) -> None:
    days = [DAY - dt.timedelta(days=number) for number in (2, 1, 0)]
    noted = [note(case, day=day) for day in days[:2]]
    found = violations.propose(incident_of(case, *days), by=case.teacher, at=NOW)
    # The third was written down with the proposal.
    assert [one.happened_on for one in found.records.all()] == days
    assert {one.pk for one in noted} < set(found.records.values_list("pk", flat=True))
    with refused("record_taken"):
        faults.remove(noted[0], by=case.teacher, at=NOW)
    with refused("record_taken"):
        violations.propose(replace(incident_of(case, *days), place="教室"), by=case.teacher, at=NOW)
    assert prepared_for(SchoolClass.objects.filter(pk=own_class(case).pk), case.term) == []
    # Dismissed, the notes may count once more.
    violations.drop(found, reason="查无此事", by=case.clerk, at=NOW)
    again = violations.propose(replace(incident_of(case, *days), place="教室"), by=case.teacher, at=NOW)
    assert again.records.count() == 3


def free_note(pupil: Student, term: Term, by: User) -> FaultRecord:
    told = {"happened_on": term.starts_on, "note": "迟到", "noted_by": by, "noted_at": moment(term.starts_on)}
    return FaultRecord.objects.create(
        student=pupil, school_class=pupil.enrolments.get().school_class, term=term, **told
    )


def test_with_the_settlement_of_a_grade_the_free_ones_go_and_twice_is_as_once(case: Case) -> None:
    ended = make_ended()
    pupil, term = ended.pupils[0], ended.term
    older = make_students(make_class(ended.school, 1, entry_year=2024), 1)[0]
    held = Case(term, pupil, make_homeroom(ended.classes[0]), ended.clerk).incident(REPEATED)
    taken = violations.propose(
        replace(held, records=tuple(MinorFault(DAY - dt.timedelta(days=n), "迟到") for n in range(3))),
        by=ended.clerk,
        at=NOW,
    )
    free_note(pupil, term, ended.clerk)
    stays = free_note(older, term, ended.clerk)
    elsewhere = FaultRecord.objects.exclude(term=term).count()
    assert elsewhere
    assert [faults.clear_settled(term, [2025], by=None, at=LATER) for _time in range(2)] == [1, 0]
    assert {one.pk for one in FaultRecord.objects.filter(term=term)} == {
        *taken.records.values_list("pk", flat=True),
        stays.pk,
    }
    assert FaultRecord.objects.exclude(term=term).count() == elsewhere


def test_none_is_noted_in_a_settled_term() -> None:
    ended = make_ended()
    settlement.settle(ended.term, by=ended.administrator, at=LATER)
    with refused("settled"):
        faults.note(ended.pupils[0], "迟到", on=DAY, by=ended.clerk, at=LATER)
