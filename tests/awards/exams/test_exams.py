"""Champions entered by the verbs: posted, corrected, moved, refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from awards.exams import verbs as exams
from awards.models import Champion, Exam, ExamState, Round, StarEntry
from awards.rules.champions import TOTAL
from awards.rules.kinds import ItemKind, Overlap
from awards.sheets import corrections
from starrating.operations.models import AuditEvent
from students.models import Enrolment, Subject, Term, TermState
from tests.awards.exam_factories import (
    HELD,
    NAME,
    NOW,
    Grade,
    first_in_total,
    ledger_of,
    make_grade,
    results,
    set_scheme,
    spec_of,
)
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    moment,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

GT, CT = ItemKind.GRADE_TOTAL, ItemKind.CLASS_TOTAL
GS, CS = ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT


@pytest.fixture
def grade() -> Grade:
    return make_grade()


def confirm(grade: Grade, found: exams.Results, kind: str = "月考", name: str = NAME) -> exams.Confirmed:
    return exams.confirm(spec_of(grade, kind=kind, name=name), found, by=grade.clerk, at=NOW)


def totals(term: Term) -> dict[int, int]:
    return {row["student"]: row["total"] for row in StarEntry.objects.of_term(term).totals()}


def test_the_four_kinds_are_worth_what_the_scheme_says(grade: Grade) -> None:
    a, b, c, d, *_rest = grade.pupils
    done = confirm(grade, results((GT, TOTAL, a), (CT, TOTAL, d), (GS, "语文", b), (CS, "数学", c)))
    assert (done.posted, done.reversed_, done.exam.state) == (4, 0, ExamState.CONFIRMED)
    assert ledger_of(grade.term) == sorted(
        [
            (a.number, "2025-10", "年组状元星", NAME, 5, "champion"),
            (b.number, "2025-10", "年组学科状元星", f"{NAME} 语文", 2, "champion"),
            (c.number, "2025-10", "班级学科状元星", f"{NAME} 数学", 1, "champion"),
            (d.number, "2025-10", "班级状元星", NAME, 3, "champion"),
        ]
    )


def test_the_same_again_changes_nothing(grade: Grade) -> None:
    confirm(grade, first_in_total(grade.pupils[0]))
    events = AuditEvent.objects.count()
    again = confirm(grade, first_in_total(grade.pupils[0]))
    assert (again.posted, again.reversed_) == (0, 0)
    assert (StarEntry.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_a_correction_reverses_and_posts(grade: Grade) -> None:
    a, b, *_rest = grade.pupils
    confirm(grade, results((GT, TOTAL, a), (GS, "语文", a)))
    done = confirm(grade, results((GT, TOTAL, b), (GS, "语文", a)))
    assert (done.posted, done.reversed_) == (1, 1)
    assert totals(grade.term) == {a.pk: 2, b.pk: 5}


def test_a_winner_taken_back_can_win_again(grade: Grade) -> None:
    a, b, *_rest = grade.pupils
    for pupil in (a, b, a):
        confirm(grade, first_in_total(pupil))
    assert totals(grade.term) == {a.pk: 5, b.pk: 0}
    assert Champion.objects.count() == 3


def test_a_preview_names_what_confirming_would_change(grade: Grade) -> None:
    a, b, c, *_rest = grade.pupils
    confirm(grade, results((GT, TOTAL, a), (GS, "语文", b)))
    seen = exams.preview(spec_of(grade), results((GT, TOTAL, c), (GS, "语文", b)))
    assert [one.student for one in seen.changes.added] == [c]
    assert [one.student for one in seen.changes.kept] == [b]
    assert [one.student for one in seen.changes.removed] == [a]
    assert StarEntry.objects.count() == 2


def test_other_grades_stay_as_they_are(grade: Grade) -> None:
    older = make_student(make_class(grade.school, 1, entry_year=2024), "卫明")
    confirm(grade, first_in_total(grade.pupils[0]))
    confirm(grade, results((GT, TOTAL, older), grades=(8,)))
    assert totals(grade.term) == {grade.pupils[0].pk: 5, older.pk: 5}


def test_a_wider_star_replaces_the_narrower_of_typed_winners(grade: Grade) -> None:
    a = grade.pupils[0]
    confirm(grade, results((GT, TOTAL, a), (CT, TOTAL, a), (CS, "语文", a)))
    assert totals(grade.term) == {a.pk: 6}


def test_cumulative_stars_add_up(grade: Grade) -> None:
    set_scheme(grade.term, champion_overlap=Overlap.CUMULATIVE)
    a = grade.pupils[0]
    confirm(grade, results((GT, TOTAL, a), (CT, TOTAL, a)))
    assert totals(grade.term) == {a.pk: 8}


def test_an_exam_that_does_not_count_earns_nothing(grade: Grade) -> None:
    done = confirm(grade, first_in_total(grade.pupils[0]), kind="期中考试", name="期中考试")
    assert (done.posted, Champion.objects.count(), done.exam.state) == (0, 0, ExamState.CONFIRMED)


def test_a_new_subject_is_made_once(grade: Grade) -> None:
    confirm(grade, results((GS, "书法", grade.pupils[0]), (CS, "书法", grade.pupils[3])))
    assert Subject.objects.filter(school=grade.school, name="书法").count() == 1


@pytest.mark.parametrize(
    ("day", "label"),
    [(dt.date(2025, 10, 31), "2025-10"), (dt.date(2025, 11, 1), "2025-11"), (dt.date(2026, 1, 23), "2026-01")],
)
def test_an_exam_belongs_to_the_round_of_its_last_day(grade: Grade, day: dt.date, label: str) -> None:
    assert spec_of(grade, held_on=day).round.label == label


def test_an_exam_moves_with_its_stars(grade: Grade) -> None:
    exam = confirm(grade, first_in_total(grade.pupils[0])).exam
    november = Round.objects.get(term=grade.term, label="2025-11")
    exams.move(exam, november, by=grade.clerk, at=NOW)
    number = grade.pupils[0].number
    assert ledger_of(grade.term) == sorted(
        [
            (number, "2025-10", "年组状元星", NAME, 5, "champion"),
            (number, "2025-10", "年组状元星", NAME, -5, "reversal"),
            (number, "2025-11", "年组状元星", NAME, 5, "champion"),
        ]
    )
    assert confirm(grade, first_in_total(grade.pupils[0])).posted == 0
    assert exams.move(exam, november, by=grade.clerk, at=NOW).round == november
    assert StarEntry.objects.count() == 3
    event = AuditEvent.objects.get(action="exam.moved")
    assert (event.actor, event.target_id, event.old, event.new) == (
        grade.clerk, str(exam.pk), {"round": "2025-10"}, {"round": "2025-11"}
    )  # fmt: skip


def test_an_exam_does_not_leave_its_term(grade: Grade) -> None:
    exam = confirm(grade, first_in_total(grade.pupils[0])).exam
    other = make_grade()
    elsewhere = Round.objects.get(term=other.term, label="2025-11")
    with refused("other_term"):
        exams.move(exam, elsewhere, by=grade.clerk, at=NOW)


def test_an_announced_exam_waits_for_its_results(grade: Grade) -> None:
    exam = exams.announce(spec_of(grade), by=grade.clerk, at=NOW)
    assert list(Exam.objects.awaiting_results()) == [exam]
    confirm(grade, first_in_total(grade.pupils[0]))
    assert not Exam.objects.awaiting_results().exists()


def test_an_announced_exam_that_does_not_count_holds_up_nothing(grade: Grade) -> None:
    exams.announce(spec_of(grade, kind="期中考试"), by=grade.clerk, at=NOW)
    assert not Exam.objects.awaiting_results().exists()


def test_an_announced_exam_can_be_called_off_once_and_with_a_reason(grade: Grade) -> None:
    exam = exams.announce(spec_of(grade), by=grade.clerk, at=NOW)
    with refused("reason"):
        exams.call_off(exam, reason=" ", by=grade.clerk, at=NOW)
    exams.call_off(exam, reason="停考", by=grade.clerk, at=NOW)
    assert not Exam.objects.awaiting_results().exists()
    with refused("state"):
        exams.call_off(exam, reason="停考", by=grade.clerk, at=NOW)
    with refused("state"):
        confirm(grade, first_in_total(grade.pupils[0]))


def test_an_exam_is_announced_once(grade: Grade) -> None:
    exams.announce(spec_of(grade), by=grade.clerk, at=NOW)
    with refused("twice"):
        exams.announce(spec_of(grade), by=grade.clerk, at=NOW)


def test_only_the_office_enters_champions(grade: Grade) -> None:
    teacher = make_homeroom(grade.classes[0])
    stranger = make_office(make_school())
    for user in (teacher, stranger):
        with refused("role"):
            exams.confirm(spec_of(grade), first_in_total(grade.pupils[0]), by=user, at=NOW)
    administrator = make_administrator(grade.school)
    exams.confirm(spec_of(grade), first_in_total(grade.pupils[0]), by=administrator, at=NOW)
    assert StarEntry.objects.count() == 1


def test_a_settled_term_is_closed(grade: Grade) -> None:
    Term.objects.filter(pk=grade.term.pk).update(state=TermState.SETTLED)
    with refused("settled"):
        confirm(grade, first_in_total(grade.pupils[0]))


def test_a_winner_was_enrolled_on_the_day(grade: Grade) -> None:
    late = make_student(grade.classes[0], "曹可", starts_on=HELD + dt.timedelta(days=1))
    with refused("not_enrolled"):
        confirm(grade, first_in_total(late))
    stranger = make_grade().pupils[0]
    with refused("not_enrolled"):
        confirm(grade, first_in_total(stranger))


def test_the_class_is_that_of_the_day(grade: Grade) -> None:
    pupil = grade.pupils[0]
    Enrolment.objects.filter(student=pupil).update(ends_on=HELD)
    Enrolment.objects.create(student=pupil, school_class=grade.classes[1], starts_on=HELD + dt.timedelta(days=1))
    confirm(grade, first_in_total(pupil))
    assert StarEntry.objects.get().school_class == grade.classes[0]


@pytest.mark.parametrize(
    ("kind", "name", "held_on", "code"),
    [
        ("模拟", NAME, HELD, "kind"),
        ("期", NAME, HELD, "kind"),
        ("", NAME, HELD, "kind"),
        ("月考", " ", HELD, "name"),
        ("月考", "考" * 41, HELD, "name"),
        ("月考", NAME, dt.date(2025, 8, 1), "no_term"),
    ],
)
def test_an_exam_that_cannot_be(grade: Grade, kind: str, name: str, held_on: dt.date, code: str) -> None:
    with refused(code):
        spec_of(grade, kind=kind, name=name, held_on=held_on)


@pytest.mark.parametrize("said", ["期末考试", "期末", " 期末 ", "final"])
def test_a_kind_is_found_by_what_schools_call_it(grade: Grade, said: str) -> None:
    assert spec_of(grade, kind=said).kind.name == "期末考试"


def test_a_known_name_keeps_its_kind_and_day(grade: Grade) -> None:
    confirm(grade, first_in_total(grade.pupils[0]))
    with refused("other_exam"):
        spec_of(grade, held_on=dt.date(2025, 10, 18))
    with refused("other_exam"):
        spec_of(grade, kind="期末考试")


def test_confirming_is_audited_without_names(grade: Grade) -> None:
    confirm(grade, first_in_total(grade.pupils[0]))
    event = AuditEvent.objects.get(action="exam.confirmed")
    assert event.actor == grade.clerk
    assert event.new["added"] == 1
    assert grade.pupils[0].name not in str(event.new)


def test_the_database_takes_a_first_place_once(grade: Grade) -> None:
    confirm(grade, results((GT, TOTAL, grade.pupils[0]), (GS, "语文", grade.pupils[0])))
    for champion in Champion.objects.all():
        champion.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            champion.save(force_insert=True)
    entry = StarEntry.objects.first()
    assert entry is not None
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_an_entry_has_one_source(grade: Grade) -> None:
    confirm(grade, first_in_total(grade.pupils[0]))
    entry = StarEntry.objects.get()
    entry.pk, entry.source = None, "nomination"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_late_results_still_count_in_their_round(grade: Grade) -> None:
    done = exams.confirm(
        spec_of(grade), first_in_total(grade.pupils[0]), by=grade.clerk, at=moment(dt.date(2025, 12, 1))
    )
    assert done.exam.round.label == "2025-10"


def test_a_champions_star_is_taken_back_through_its_exam(grade: Grade) -> None:
    confirm(grade, first_in_total(grade.pupils[0]))
    with refused("source"):
        corrections.reverse(StarEntry.objects.get(), reason="录错", by=grade.clerk, at=NOW)


def test_an_exam_lies_within_its_term_and_has_been_held_before_it_has_winners(grade: Grade) -> None:
    with refused("term"):
        spec_of(grade, held_on=grade.term.ends_on + dt.timedelta(days=1))
    coming = spec_of(grade, held_on=NOW.date() + dt.timedelta(days=1))
    exams.announce(coming, by=grade.clerk, at=NOW)
    with refused("future"):
        exams.confirm(coming, first_in_total(grade.pupils[0]), by=grade.clerk, at=NOW)
    assert not StarEntry.objects.exists()
