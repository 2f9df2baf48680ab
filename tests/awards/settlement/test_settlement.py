"""Settling, reopening, settling again: levels, entitlements, numbers, and who may."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from awards.exams import verbs as exams
from awards.models import ClassRound, Entitlement, Ground, Round, SheetState, StarEntry, TermLevel
from awards.rewards import verbs as rewards
from awards.rules.entitlements import ON_PAPER, RewardKind, RewardState
from awards.settlement import verbs as settlement
from awards.settlement.checks import Matter, problems_before_settling
from awards.settlement.verbs import Settled, Unsettled
from awards.sheets import corrections, moves
from awards.sheets.entering import Change, save_lines
from awards.terms import opening, opening as terms_opening
from awards.violations import verbs as violations
from starrating.operations.models import AuditEvent
from students.models import Enrolment, TermState, User
from tests.awards.exam_factories import set_scheme
from tests.awards.settlement_factories import LATER, LATEST, NOW, Ended, give, make_ended
from tests.awards.voice_factories import make_objection
from tests.factories import (
    TERM_END,
    TERM_START,
    make_administrator,
    make_class,
    make_homeroom,
    make_school,
    make_student,
    make_students,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended() -> Ended:
    return make_ended()


def levels_of(ended: Ended) -> list[tuple[int, int]]:
    """Total and level of each pupil of the school, as they stand."""
    rows = {row.student_id: row for row in TermLevel.objects.filter(term=ended.term).current()}
    return [(rows[pupil.pk].total, rows[pupil.pk].level) for pupil in ended.pupils if pupil.pk in rows]


def kinds_of(ended: Ended, place: int) -> dict[str, str]:
    rows = Entitlement.objects.filter(student=ended.pupils[place])
    return dict(rows.values_list("kind", "state"))


def everything() -> tuple[object, ...]:
    return (
        sorted(TermLevel.objects.values_list("pk", "total", "level")),
        sorted(Entitlement.objects.values_list("pk", "state", "number", "issued", "level")),
        AuditEvent.objects.count(),
    )


def test_settling_freezes_levels_and_what_they_entitle_to(ended: Ended) -> None:
    done = ended.settle()
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.SETTLED
    assert levels_of(ended) == [(32, 5), (26, 4), (21, 3), (16, 2), (11, 1), (3, 0)]
    assert set(kinds_of(ended, 0)) == set(RewardKind)
    assert set(kinds_of(ended, 1)) == set(RewardKind) - {RewardKind.PARENT_TITLE, RewardKind.INVITATION}
    assert kinds_of(ended, 2) == {RewardKind.LETTER: RewardState.DUE}
    assert kinds_of(ended, 3) == {}
    assert done == Settled(frozen=6, added=11)
    event = AuditEvent.objects.get(action="grade.settled")
    assert event.new["levels"] == {str(level): 1 for level in range(6)}
    assert event.actor_id == ended.administrator.pk


def test_certificates_are_numbered_by_class_and_seat() -> None:
    # Pupils in turn in class 1 and 2: places 0 and 2 sit in class 1.
    ended = make_ended([25, 25, 40, 3, 30])
    ended.settle()
    certificates = Entitlement.objects.filter(term=ended.term, kind=RewardKind.CERTIFICATE)
    numbers = {row.student_id: row.number for row in certificates}
    wanted = {0: "2025-1-荣0001", 2: "2025-1-荣0002", 4: "2025-1-荣0003", 1: "2025-1-荣0004"}
    assert numbers == {ended.pupils[place].pk: number for place, number in wanted.items()}


def test_no_two_papers_of_a_term_have_one_number() -> None:
    ended = make_ended([32, 32, 21])
    ended.settle()
    on_paper = Entitlement.objects.filter(term=ended.term, kind__in=ON_PAPER)
    numbers = list(on_paper.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == 3 + 2 + 2 + 2
    assert {number[7] for number in numbers if number} == set("喜荣家邀")
    assert not Entitlement.objects.exclude(kind__in=ON_PAPER).filter(number__isnull=False).exists()


def test_settling_twice_creates_nothing(ended: Ended) -> None:
    ended.settle()
    before = everything()
    assert ended.settle(LATER) == Settled()
    assert everything() == before


def test_settling_again_without_a_correction_changes_no_level(ended: Ended) -> None:
    ended.settle()
    rows = everything()[:2]
    ended.reopen()
    assert ended.settle(LATEST) == Settled()
    assert everything()[:2] == rows


def test_settling_asks_no_statement_a_pupil() -> None:
    def statements(stars: list[int]) -> int:
        ended = make_ended(stars)
        with CaptureQueriesContext(connection) as asked:
            ended.settle()
        return len(asked)

    # SQLite inserts a hundred rows a statement.
    assert statements([31, 26, 21] * 10) - statements([31, 26, 21]) <= 2


def people(ended: Ended) -> dict[str, User]:
    closed = make_administrator(ended.school, "停用账号")
    closed.is_active = False
    closed.save()
    return {
        "office": ended.clerk,
        "homeroom": make_homeroom(ended.classes[0]),
        "administrator elsewhere": make_administrator(make_school()),
        "deactivated": closed,
    }


@pytest.mark.parametrize("who", ["office", "homeroom", "administrator elsewhere", "deactivated"])
def test_others_neither_settle_nor_reopen(ended: Ended, who: str) -> None:
    by = people(ended)[who]
    with refused("role"):
        settlement.settle(ended.term, by=by, at=NOW)
    ended.settle()
    with refused("role"):
        settlement.reopen(ended.term, reason="改一改", by=by, at=LATER)
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.SETTLED


# Who is on the lists (A44).


def test_who_has_left_by_the_end_is_on_no_list(ended: Ended) -> None:
    Enrolment.objects.filter(student=ended.pupils[0]).update(ends_on=TERM_END - dt.timedelta(days=1))
    Enrolment.objects.filter(student=ended.pupils[1]).update(ends_on=TERM_END)
    found = [problem for problem in problems_before_settling(ended.term, TERM_END) if problem.matter == Matter.LEFT]
    assert [problem.blocks for problem in found] == [False]
    ended.settle()
    assert levels_of(ended) == [(26, 4), (21, 3), (16, 2), (11, 1), (3, 0)]
    assert kinds_of(ended, 0) == {}


def test_stars_follow_the_pupil_to_another_class(ended: Ended) -> None:
    row = Enrolment.objects.get(student=ended.pupils[0])
    row.ends_on = dt.date(2025, 11, 30)
    row.save()
    Enrolment.objects.create(student=row.student, school_class=ended.classes[1], seat=9, starts_on=dt.date(2025, 12, 1))
    ended.settle()
    level = TermLevel.objects.get(student=ended.pupils[0])
    assert (level.school_class, level.seat, level.total) == (ended.classes[1], 9, 32)


def test_a_correction_takes_somebody_off_the_lists(ended: Ended) -> None:
    ended.settle()
    ended.reopen()
    Enrolment.objects.filter(student=ended.pupils[1]).update(ends_on=dt.date(2026, 1, 5))
    done = ended.settle(LATEST)
    assert done == Settled(corrected=1, withdrawn=4)
    row = TermLevel.objects.current().get(student=ended.pupils[1])
    assert (row.listed, row.total, row.level) == (False, 26, 0)
    assert set(kinds_of(ended, 1).values()) == {RewardState.WITHDRAWN}
    ended.reopen(LATEST)
    assert ended.settle(LATEST) == Settled()
    Enrolment.objects.filter(student=ended.pupils[1]).update(ends_on=None)
    ended.reopen(LATEST)
    assert ended.settle(LATEST) == Settled(corrected=1, added=4)
    assert set(kinds_of(ended, 1).values()) == {RewardState.DUE}


# Corrections after settlement.


def take_back(ended: Ended, place: int, how_many: int) -> None:
    rows = StarEntry.objects.filter(student=ended.pupils[place], stars=1).select_related("nomination")[:how_many]
    for row in rows:
        corrections.reverse(row, reason="核对后不符", by=ended.clerk, at=LATER)


def test_a_lost_level_withdraws_and_reissues(ended: Ended) -> None:
    ended.settle()
    rewards.hand_out(ended.term, [ended.of(ended.pupils[0], RewardKind.CERTIFICATE).pk], by=ended.clerk, at=NOW)
    ended.reopen()
    take_back(ended, 0, 3)
    assert ended.settle(LATEST) == Settled(corrected=1, withdrawn=2, reissued=1)
    row = TermLevel.objects.current().get(student=ended.pupils[0])
    assert (row.total, row.level, row.replaces is not None and row.replaces.total) == (29, 4, 32)
    assert kinds_of(ended, 0) == {
        RewardKind.LETTER: RewardState.DUE,
        RewardKind.CERTIFICATE: RewardState.REISSUED,
        RewardKind.HONOUR_BOARD: RewardState.DUE,
        RewardKind.AWARD_ELIGIBILITY: RewardState.DUE,
        RewardKind.PARENT_TITLE: RewardState.WITHDRAWN,
        RewardKind.INVITATION: RewardState.WITHDRAWN,
    }
    certificate = ended.of(ended.pupils[0], RewardKind.CERTIFICATE)
    assert certificate.is_reissue
    assert certificate.number == "2025-1-荣0001"
    assert {one.level_id for one in Entitlement.objects.filter(student=ended.pupils[0])} == {row.pk}
    actions = Counter(AuditEvent.objects.filter(at=LATEST).values_list("action", flat=True))
    assert actions == {
        "grade.settled": 1,
        "term.settled": 1,
        "level.corrected": 1,
        "entitlement.withdraw": 2,
        "entitlement.reissue": 1,
    }


def test_a_late_star_adds_the_difference(ended: Ended) -> None:
    ended.settle()
    ended.reopen()
    give(ended.term, ended.pupils[2], 4, at=LATER)
    assert ended.settle(LATEST) == Settled(corrected=1, added=3)
    assert ended.of(ended.pupils[2], RewardKind.CERTIFICATE).number == "2025-1-荣0003"
    assert TermLevel.objects.filter(student=ended.pupils[2]).count() == 2


def test_what_the_office_withdrew_stays_withdrawn(ended: Ended) -> None:
    ended.settle()
    row = ended.of(ended.pupils[0], RewardKind.AWARD_ELIGIBILITY)
    rewards.withdraw(row, reason="学籍不在本校", by=ended.clerk, at=NOW)
    ended.reopen()
    take_back(ended, 0, 1)
    assert ended.settle(LATEST) == Settled(corrected=1)
    assert kinds_of(ended, 0)[RewardKind.AWARD_ELIGIBILITY] == RewardState.WITHDRAWN


def test_reopening_needs_a_reason_and_a_settled_term(ended: Ended) -> None:
    with refused("state"):
        ended.reopen()
    ended.settle()
    with refused("reason"):
        settlement.reopen(ended.term, reason=" ", by=ended.administrator, at=LATER)
    ended.reopen()
    event = AuditEvent.objects.get(action="term.reopened")
    assert (event.old, event.new, event.reason) == ({"state": "settled"}, {"state": "open"}, "漏记一次获星")


# What is settled no longer changes.


def test_a_settled_term_takes_no_more_changes(ended: Ended) -> None:
    ended.settle()
    round_ = Round.objects.filter(term=ended.term).first()
    assert round_ is not None
    sheet = ClassRound.objects.filter(round=round_)[0]
    entry = StarEntry.objects.select_related("nomination")[0]
    by, at = ended.administrator, LATER
    attempts: list[Callable[[], object]] = [
        lambda: save_lines(sheet, [Change(ended.pupils[0].pk, 1, wanted=True)], by=by, at=at),
        lambda: moves.submit(sheet, by=by, at=at),
        lambda: moves.recall(sheet, by=by, at=at),
        lambda: moves.send_back(sheet, reason="重填", by=by, at=at),
        lambda: moves.register_many(round_, [sheet.pk], on=TERM_END, by=by, at=at),
        lambda: terms_opening.open_round(round_, by=by, at=at),
        lambda: opening.remove_round(round_, by=by, at=at),
        lambda: corrections.reverse(entry, reason="不符", by=by, at=at),
        lambda: exams.announce(exams.exam_spec(ended.school, kind="月考", name="补考", held_on=TERM_END), by=by, at=at),
    ]
    before = (StarEntry.objects.count(), ClassRound.objects.count(), everything())
    for attempt in attempts:
        with refused("settled"):
            attempt()
    assert (StarEntry.objects.count(), ClassRound.objects.count(), everything()) == before
    ended.reopen()
    corrections.reverse(entry, reason="不符", by=by, at=LATEST)


def test_the_worker_passes_a_settled_term_by(ended: Ended) -> None:
    ended.settle()
    make_students(make_class(ended.school, 7), 1)
    assert terms_opening.open_due(at=LATER) == 0
    assert moves.finalize_due(at=LATER) == 0


def test_frozen_levels_refuse_changes(ended: Ended) -> None:
    ended.settle()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        TermLevel.objects.update(level=5)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        TermLevel.objects.filter(level=0).delete()


# The checks.


def matters(ended: Ended, day: dt.date = TERM_END) -> list[Matter]:
    return [problem.matter for problem in problems_before_settling(ended.term, day) if problem.blocks]


@pytest.mark.parametrize("state", [SheetState.OPEN, SheetState.SUBMITTED, SheetState.RETURNED, SheetState.IN_NOTICE])
def test_a_sheet_that_is_not_final_blocks(ended: Ended, state: SheetState) -> None:
    assert matters(ended) == []
    sheet = ClassRound.objects.order_by("round__starts_on")[1]
    ClassRound.objects.filter(pk=sheet.pk).update(state=state)
    before = everything()
    with pytest.raises(Unsettled) as refused:
        ended.settle()
    (problem,) = refused.value.problems
    assert (problem.matter, problem.target) == (Matter.SHEETS, sheet.round_id)
    assert everything() == before


def test_a_class_without_a_sheet_blocks_if_it_had_pupils(ended: Ended) -> None:
    third = make_class(ended.school, 3)
    assert matters(ended) == []
    make_student(third, "孙悦", starts_on=dt.date(2025, 12, 1))
    assert matters(ended) == [Matter.MISSING, Matter.MISSING]
    # An untouched sheet of a month in which the class had nobody is nothing to settle.
    terms_opening.open_due(at=NOW)
    assert Counter(matters(ended)) == {Matter.SHEETS: 2}


def test_pending_exams_objections_and_violations_block(ended: Ended) -> None:
    spec = exams.exam_spec(ended.school, kind="期末考试", name="期末考试", held_on=TERM_END)
    exam = exams.announce(spec, by=ended.clerk, at=NOW)
    assert matters(ended) == [Matter.EXAM]
    exams.call_off(exam, reason="未举行", by=ended.clerk, at=NOW)
    ground = Ground.objects.filter(scheme=ended.term.pinned.scheme)[0]
    incident = violations.Incident(ended.pupils[0], ground, dt.date(2025, 12, 3), "课间打架")
    violation = violations.propose(incident, by=ended.clerk, at=NOW)
    assert matters(ended) == [Matter.VIOLATION]
    violations.drop(violation, reason="查无此事", by=ended.clerk, at=NOW)
    make_objection(ClassRound.objects.filter(round__term=ended.term)[0], ended.clerk)
    assert matters(ended) == [Matter.OBJECTION]
    with pytest.raises(Unsettled):
        ended.settle()


def test_settling_before_the_last_day_is_only_warned_of(ended: Ended) -> None:
    found = problems_before_settling(ended.term, TERM_END - dt.timedelta(days=1))
    assert [(problem.matter, problem.blocks) for problem in found] == [(Matter.DAYS, False)]


# Merit awards (A45, A47).


def flags(ended: Ended, place: int) -> list[str]:
    return list(ended.of(ended.pupils[place], RewardKind.AWARD_ELIGIBILITY).flags)


def test_who_came_in_the_term_is_flagged_where_the_scheme_asks_for_two_terms(ended: Ended) -> None:
    set_scheme(ended.term, residence_terms=2)
    # Two of class 1: one from an older class has been here for two terms, one came in October.
    Enrolment.objects.filter(student=ended.pupils[0]).update(starts_on=dt.date(2025, 10, 8))
    ended.classes[1].entry_year = 2024
    ended.classes[1].save()
    Enrolment.objects.filter(student=ended.pupils[1]).update(starts_on=dt.date(2024, 9, 1))
    ended.settle()
    assert flags(ended, 0) == ["residence"]
    assert flags(ended, 1) == []


def test_a_guest_pupil_is_flagged_and_keeps_the_rest(ended: Ended) -> None:
    ended.pupils[0].is_guest = True
    ended.pupils[0].save()
    ended.settle()
    assert flags(ended, 0) == ["guest"]
    assert flags(ended, 1) == []
    assert set(kinds_of(ended, 0)) == set(RewardKind)


def test_no_residence_is_asked_for_by_default_but_a_violation_is_flagged() -> None:
    ended = make_ended([45, 30])
    ground = Ground.objects.filter(scheme=ended.term.pinned.scheme)[0]
    violations.record(
        violations.Incident(ended.pupils[0], ground, dt.date(2025, 12, 3), "课间打架"), by=ended.clerk, at=NOW
    )
    ended.settle()
    assert levels_of(ended) == [(30, 5), (30, 5)]
    assert flags(ended, 0) == ["violation"]
    assert flags(ended, 1) == []


def test_deductions_may_take_a_total_below_zero(ended: Ended) -> None:
    ground = Ground.objects.filter(scheme=ended.term.pinned.scheme)[0]
    violations.record(
        violations.Incident(ended.pupils[5], ground, dt.date(2025, 12, 3), "课间打架"), by=ended.clerk, at=NOW
    )
    ended.settle()
    assert levels_of(ended)[5] == (-12, 0)


def test_the_leavers_second_term_ends_with_their_last_round() -> None:
    """A32: they are gone weeks before the others, and are settled all the same."""
    ended = make_ended([31, 26])
    term = ended.term
    term.ordinal = 2
    term.save()
    ninth = ended.classes[0]
    ninth.entry_year = 2023
    ninth.save()
    last = Round.objects.filter(term=term).order_by("-starts_on")[0]
    last.grades = [7, 8]
    last.save()
    Enrolment.objects.filter(school_class=ninth).update(ends_on=dt.date(2025, 12, 31))
    ended.settle()
    assert levels_of(ended) == [(31, 5), (26, 4)]
    assert last.starts_on > TERM_START
