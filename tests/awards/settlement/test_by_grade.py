"""A grade settles when it is done (六3, A67): the graduating grade in June, the others in July, each for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from awards.exams import verbs as exams
from awards.models import (
    ClassRound,
    Decision,
    Entitlement,
    Ground,
    Nomination,
    Round,
    SheetState,
    StarEntry,
    TermLevel,
    Violation,
)
from awards.movements import credit
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.rules.kinds import ItemKind
from awards.settlement import verbs as settlement
from awards.settlement.checks import problems_before_settling
from awards.settlement.verbs import Settled, Unsettled
from awards.sheets import corrections, moves
from awards.terms import opening
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from starrating.operations.models import AuditEvent
from starrating.texts.keeping import keep
from students.models import Enrolment, GradeSettlement, TermState
from students.pupils import movements
from tests.awards.exam_factories import results
from tests.awards.settlement_factories import IN_JULY, IN_JUNE, LAST_EXAM, SUMMER_END, Graded, make_graded
from tests.factories import items_of, make_homeroom, moment
from tests.refusals import refused

ONE_DAY = dt.timedelta(days=1)
IN_MARCH = dt.date(2026, 3, 16)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Graded:
    return make_graded()


def settled_grades(school: Graded) -> set[int]:
    return {2025 - year + 7 for year in GradeSettlement.objects.years_of(school.term)}


def test_the_graduating_grade_is_settled_in_june_with_the_others_open(school: Graded) -> None:
    assert school.settle(9) == Settled(frozen=3, added=10)
    assert settled_grades(school) == {9}
    assert school.now().state == TermState.OPEN
    assert {row.student for row in TermLevel.objects.filter(term=school.term)} == set(school.pupils[9])
    row = GradeSettlement.objects.get()
    assert (row.entry_year, row.ends_on, row.by) == (2023, LAST_EXAM, school.administrator)
    event = AuditEvent.objects.get(action="grade.settled")
    assert (event.new["grade"], event.new["levels"]) == (9, {"1": 1, "4": 1, "5": 1})
    certificates = list(Entitlement.objects.filter(kind=RewardKind.CERTIFICATE).values_list("pk", flat=True))
    assert rewards.hand_out(school.term, certificates, by=school.clerk, at=IN_JUNE) == 2


def test_the_term_is_settled_by_the_last_of_its_grades(school: Graded) -> None:
    for grade in (9, 7):
        school.settle(grade, IN_JULY)
        assert school.now().state == TermState.OPEN
    school.settle(8, IN_JULY)
    assert school.now().state == TermState.SETTLED
    assert AuditEvent.objects.filter(action="term.settled").count() == 1
    # None of the grades before was taken off the lists by the next.
    assert TermLevel.objects.current().listed().count() == TermLevel.objects.count() == 9
    certificates = Entitlement.objects.filter(kind=RewardKind.CERTIFICATE).order_by("number")
    assert list(certificates.values_list("number", flat=True)) == [f"2025-2-荣{number:04d}" for number in range(1, 7)]


def test_settling_twice_creates_nothing_twice(school: Graded) -> None:
    school.settle(9)
    assert school.settle(9) == Settled()
    assert settlement.settle(school.term, by=school.administrator, at=IN_JULY) == Settled(frozen=6, added=20)
    assert settlement.settle(school.term, by=school.administrator, at=IN_JULY) == Settled()
    assert TermLevel.objects.count() == 9
    assert GradeSettlement.objects.count() == 3


def test_the_old_form_settles_what_is_ready(school: Graded) -> None:
    ClassRound.objects.filter(school_class=school.classes[7], round__label="2026-06").update(state=SheetState.SUBMITTED)
    assert settlement.settle(school.term, by=school.administrator, at=IN_JULY) == Settled(frozen=6, added=20)
    assert settled_grades(school) == {8, 9}
    with pytest.raises(Unsettled) as caught:
        settlement.settle(school.term, by=school.administrator, at=IN_JULY)
    assert list(caught.value.left) == [7]


def test_a_grade_that_is_not_ready_says_why_and_keeps_no_other(school: Graded) -> None:
    ClassRound.objects.filter(school_class=school.classes[9], round__label="2026-06").update(state=SheetState.SUBMITTED)
    with pytest.raises(Unsettled) as caught:
        school.settle(9)
    assert ["2026年6月" in problem.message or "6月" in problem.message for problem in caught.value.problems] == [True]
    assert not TermLevel.objects.exists()
    assert school.settle(8, IN_JULY).frozen == 3


def test_a_grade_without_classes_is_refused(school: Graded) -> None:
    with refused("grade"):
        school.settle(6)


def test_others_do_not_settle_a_grade(school: Graded) -> None:
    for by in (school.clerk, make_homeroom(school.classes[9])):
        with refused("role"):
            settlement.settle_grade(school.term, 9, by=by, at=IN_JUNE)
    school.settle(9)
    with refused("role"):
        settlement.reopen_grade(school.term, 9, reason="更正", by=school.clerk, at=IN_JULY)


# What is settled refuses writes, the other grades go on.


def changes_of(school: Graded, grade: int) -> list[Callable[[], object]]:
    by, at = school.clerk, IN_JULY
    sheet = ClassRound.objects.filter(school_class=school.classes[grade]).order_by("round__starts_on")[2]
    entry, pupil = school.entry(grade), school.pupils[grade][2]
    item = items_of(sheet)[4]
    spec = exams.exam_spec(school.school, kind="月考", name="月考", held_on=IN_MARCH)
    wins = results((ItemKind.GRADE_TOTAL, "", pupil), grades=[grade])
    return [
        lambda: corrections.reverse(entry, reason="核对后不符", by=by, at=at),
        lambda: corrections.add(sheet, pupil, item, reason="漏记", by=by, at=at),
        lambda: moves.send_back(sheet, reason="重填", by=by, at=at),
        lambda: exams.confirm(spec, wins, by=by, at=at),
    ]


def test_a_settled_grade_refuses_what_the_others_still_do(school: Graded) -> None:
    school.settle(9)
    before = StarEntry.objects.count()
    for change in changes_of(school, 9):
        with refused("settled", match="九年级"):
            change()
    assert StarEntry.objects.count() == before
    corrections.reverse(school.entry(8), reason="核对后不符", by=school.clerk, at=IN_JULY)
    changes_of(school, 8)[3]()
    assert StarEntry.objects.count() == before + 2


def test_rounds_of_a_settled_grade_stay_and_open_no_sheets(school: Graded) -> None:
    school.settle(9)
    july = Round.objects.get(term=school.term, label="2026-07")
    days = {"starts_on": july.starts_on, "ends_on": july.ends_on, "due_on": july.due_on}
    ClassRound.objects.filter(round=july).delete()
    with refused("settled"):
        opening.change_round(july, **days, grades=[7, 8, 9], by=school.administrator, at=IN_JUNE)
    Round.objects.filter(pk=july.pk).update(grades=[7, 8, 9])
    assert opening.open_round(july, by=school.administrator, at=IN_JUNE) == 2
    with refused("settled"):
        opening.remove_round(july, by=school.administrator, at=IN_JUNE)


def test_the_database_itself_refuses_what_is_settled(school: Graded) -> None:
    school.settle(9)
    entry, other = school.entry(9), school.entry(8)
    line = entry.nomination
    assert line is not None
    sheet = line.class_round
    new = StarEntry(
        term=school.term,
        round=entry.round,
        student=school.pupils[9][2],
        school_class=school.classes[9],
        stars=-1,
        source="reversal",
        reverses=entry,
        reason_kept=keep("绕过"),
        entered_at=IN_JULY,
    )
    elsewhere = StarEntry(
        term=school.term,
        round=other.round,
        student=school.pupils[9][2],
        school_class=school.classes[8],
        stars=-1,
        source="reversal",
        reverses=other,
        reason_kept=keep("绕过"),
        entered_at=IN_JULY,
    )
    attempts: list[Callable[[], object]] = [
        new.save,
        elsewhere.save,
        lambda: ClassRound.objects.filter(pk=sheet.pk).update(version=99),
        lambda: Nomination.objects.filter(pk=line.pk).update(state="revoked"),
        lambda: Decision.objects.create(class_round=sheet, verdict="revoked", at=IN_JULY),
        lambda: GradeSettlement.objects.update(ends_on=SUMMER_END),
        lambda: GradeSettlement.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="settle"), transaction.atomic():
            attempt()
    ClassRound.objects.filter(school_class=school.classes[8]).update(version=99)


# Reopening.


def test_reopening_one_grade_leaves_the_others_settled(school: Graded) -> None:
    settlement.settle(school.term, by=school.administrator, at=IN_JULY)
    school.reopen(9)
    assert (settled_grades(school), school.now().state) == ({7, 8}, TermState.OPEN)
    letters = Entitlement.objects.filter(kind=RewardKind.LETTER)
    for grade, code in ((9, "reopened"), (8, "")):
        row = letters.get(student=school.pupils[grade][0])
        if code:
            with refused(code):
                rewards.hand_out(school.term, [row.pk], by=school.clerk, at=IN_JULY)
        else:
            rewards.hand_out(school.term, [row.pk], by=school.clerk, at=IN_JULY)
    with refused("settled"):
        corrections.reverse(school.entry(8), reason="不符", by=school.clerk, at=IN_JULY)
    for _time in range(2):
        corrections.reverse(school.entry(9), reason="不符", by=school.clerk, at=IN_JULY)
    later = IN_JULY + ONE_DAY
    assert school.settle(9, later) == Settled(corrected=1, withdrawn=2)
    assert school.now().state == TermState.SETTLED
    assert TermLevel.objects.current().get(student=school.pupils[9][0]).total == 29
    old, new = GradeSettlement.objects.filter(entry_year=2023).order_by("pk")
    assert (old.reopened_at, old.reason, new.reopened_at) == (IN_JULY, "漏记一次获星", None)
    with refused("reason"):
        settlement.reopen_grade(school.term, 9, reason=" ", by=school.administrator, at=later)


def test_what_is_not_settled_is_not_reopened(school: Graded) -> None:
    school.settle(9)
    with refused("state"):
        school.reopen(8)
    school.reopen(9)
    with refused("state"):
        school.reopen(9)


# Pupils who change.


def test_who_changes_grades_before_is_settled_with_the_new_class_alone(school: Graded) -> None:
    """A repeater goes from grade 9 to grade 8 in the last days of June: the grade is that of the term's end."""
    pupil = school.pupils[9][0]
    movements.change_class(pupil, school.classes[8], on=dt.date(2026, 6, 18), by=school.clerk, at=IN_JUNE)
    assert school.settle(9).frozen == 2
    assert school.settle(8, IN_JULY).frozen == 4
    row = TermLevel.objects.get(student=pupil)
    assert (row.school_class, row.total, row.level) == (school.classes[8], 31, 5)


def test_the_old_grade_refuses_a_star_of_who_is_settled_with_the_new(school: Graded) -> None:
    pupil = school.pupils[9][0]
    entry = school.entry(9)
    movements.change_class(pupil, school.classes[8], on=dt.date(2026, 6, 18), by=school.clerk, at=IN_JUNE)
    school.settle(8, IN_JULY)
    with refused("settled", match="八年级"):
        corrections.reverse(entry, reason="不符", by=school.clerk, at=IN_JULY)


def test_a_sheet_elsewhere_that_names_somebody_of_the_grade_is_waited_for(school: Graded) -> None:
    pupil = school.pupils[9][0]
    sheets = ClassRound.objects.filter(school_class=school.classes[9])
    sheets.filter(round__label="2026-03").update(state=SheetState.IN_NOTICE)
    assert not [one for one in problems_before_settling(school.term, SUMMER_END, [2024]) if one.blocks]
    movements.change_class(pupil, school.classes[8], on=dt.date(2026, 6, 18), by=school.clerk, at=IN_JUNE)
    with pytest.raises(Unsettled) as caught:
        school.settle(8, IN_JULY)
    assert [problem.message for problem in caught.value.problems if "九年级(1)班" in problem.message]


def test_nobody_leaves_or_enters_a_settled_grade_within_the_term_but_leaves_school(school: Graded) -> None:
    """Else somebody would be settled with two grades of one term, or with none."""
    school.settle(9)
    one, other = school.pupils[9][:2]
    change = partial(movements.change_class, by=school.clerk, at=IN_JUNE)
    leave = partial(movements.transfer_out, one, by=school.clerk, at=IN_JUNE)
    with refused("settled", match="九年级"):
        change(one, school.classes[8], on=SUMMER_END)
    with refused("settled", match="九年级"):
        change(school.pupils[8][0], school.classes[9], on=dt.date(2026, 6, 20))
    with refused("settled", match="九年级"):
        leave(on=LAST_EXAM)
    leave(on=LAST_EXAM + ONE_DAY)
    change(other, school.classes[8], on=SUMMER_END + ONE_DAY)
    assert school.settle(8, IN_JULY).frozen == 3
    assert TermLevel.objects.filter(student=one).exists()


def test_who_left_before_is_on_no_list_and_keeps_the_record(school: Graded) -> None:
    gone, entry = school.pupils[9][0], school.entry(9)
    movements.transfer_out(gone, on=dt.date(2026, 6, 10), by=school.clerk, at=IN_JUNE)
    assert school.settle(9).frozen == 2
    with refused("settled"):
        corrections.reverse(entry, reason="不符", by=school.clerk, at=IN_JUNE)


def test_a_deduction_asks_the_grade_on_the_day_of_the_incident(school: Graded) -> None:
    """One whose grade is settled loses stars in the term of the decision (A27), the others in this one."""
    school.settle(9)
    ground = Ground.objects.filter(scheme=school.term.pinned.scheme)[0]
    with refused("settled"):
        violations.record(Incident(school.pupils[9][1], ground, IN_MARCH, "打架"), by=school.clerk, at=IN_JULY)
    found = violations.record(Incident(school.pupils[8][1], ground, IN_MARCH, "打架"), by=school.clerk, at=IN_JULY)
    assert StarEntry.objects.get(violation=found).term == school.term
    school.settle(8, IN_JULY)
    with refused("settled"):
        violations.revoke(found, reason="申诉成立", by=school.clerk, at=IN_JULY)


def test_a_deduction_of_a_repeater_falls_on_the_open_grade(school: Graded) -> None:
    pupil = school.pupils[9][0]
    movements.change_class(pupil, school.classes[8], on=dt.date(2026, 6, 18), by=school.clerk, at=IN_JUNE)
    school.settle(9)
    ground = Ground.objects.filter(scheme=school.term.pinned.scheme)[0]
    found = violations.record(Incident(pupil, ground, IN_MARCH, "打架"), by=school.clerk, at=IN_JULY)
    entry = StarEntry.objects.get(violation=found)
    assert (entry.term, entry.school_class) == (school.term, school.classes[8])
    school.settle(8, IN_JULY)
    assert TermLevel.objects.get(student=pupil).total == 31 - 15


def test_an_undecided_violation_keeps_its_own_grade_open_alone(school: Graded) -> None:
    ground = Ground.objects.filter(scheme=school.term.pinned.scheme)[0]
    teacher = make_homeroom(school.classes[8])
    violations.propose(Incident(school.pupils[8][0], ground, IN_MARCH, "打架"), by=teacher, at=IN_JUNE)
    school.settle(9)
    with pytest.raises(Unsettled):
        school.settle(8, IN_JULY)
    violations.drop(Violation.objects.get(), reason="不属实", by=school.clerk, at=IN_JULY)
    school.settle(8, IN_JULY)


def test_an_exam_keeps_open_the_grades_of_its_month(school: Graded) -> None:
    spec = exams.exam_spec(school.school, kind="期末", name="期末考试", held_on=dt.date(2026, 7, 3))
    exams.announce(spec, by=school.clerk, at=IN_JUNE)
    school.settle(9)
    with pytest.raises(Unsettled):
        school.settle(7, IN_JULY)


def test_brought_stars_of_a_settled_grade_stay(school: Graded) -> None:
    newcomer = movements.Newcomer("转学1", "陶乐怡")
    came = movements.transfer_in(newcomer, school.classes[9], on=IN_MARCH, by=school.clerk, at=moment(IN_MARCH))
    entry = credit.credit_transfer(came, 3, proof="原校证明", by=school.clerk, at=IN_JUNE)
    school.settle(9)
    with refused("settled"):
        credit.withdraw_credit(entry, reason="有误", by=school.clerk, at=IN_JUNE)


def test_joining_two_records_leaves_the_settled_grade_as_it_is(school: Graded) -> None:
    school.settle(9)
    kept, second = school.pupils[8][0], school.pupils[9][1]
    Enrolment.objects.filter(student=second).update(ends_on=LAST_EXAM)
    before = StarEntry.objects.filter(student=second).count()
    day, by = SUMMER_END + ONE_DAY, school.administrator
    credit.join_records(second, kept, on=day, reason="重复建档", by=by, at=IN_JULY + ONE_DAY)
    assert StarEntry.objects.filter(student=second).count() == before
