"""Grave violations: proposed, confirmed, dropped, revoked; refused for others and in the wrong state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from awards.models import Ground, StarEntry, Violation, ViolationState
from awards.rules.kinds import DeductionMode
from awards.terms import opening
from awards.violations import verbs as violations
from awards.violations.verbs import Incident, MinorFault
from starrating.operations.models import AuditEvent
from students.models import Student, Term, TermState, User
from tests.awards.exam_factories import ledger_of, set_scheme
from tests.factories import make_class, make_homeroom, make_office, make_school, make_students, make_term, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 10, 21)
NOW = moment(dt.date(2025, 10, 22))


@dataclass(frozen=True)
class Case:
    term: Term
    pupil: Student
    teacher: User
    clerk: User

    def ground(self, name: str = "打架") -> Ground:
        return Ground.objects.get(scheme=self.term.pinned.scheme, name=name)

    def incident(self, name: str = "打架") -> Incident:
        return Incident(
            student=self.pupil,
            ground=self.ground(name),
            happened_on=DAY,
            facts="课间与同学打架",
            place="操场",
            statement="我先动手，我错了",
            guardian_told_on=DAY,
            guardian_told_how="电话",
        )

    def proposed(self, name: str = "打架") -> Violation:
        return violations.propose(self.incident(name), by=self.teacher, at=NOW)

    def confirmed(self) -> Violation:
        return violations.confirm(self.proposed(), reason="情况属实", by=self.clerk, at=NOW)

    def total(self) -> int:
        entries = StarEntry.objects.filter(student=self.pupil, term__starts_on__gte=self.term.starts_on)
        return entries.aggregate(total=Sum("stars"))["total"] or 0


@pytest.fixture
def case() -> Case:
    school = make_school()
    school_class = make_class(school)
    term = make_term(school)
    pupil = make_students(school_class, 1)[0]
    return Case(term, pupil, make_homeroom(school_class), make_office(school))


def test_nothing_is_taken_until_the_office_confirms(case: Case) -> None:
    violation = case.proposed()
    assert (violation.state, case.total()) == (ViolationState.PROPOSED, 0)
    assert list(Violation.objects.awaiting_decision()) == [violation]
    violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
    assert ledger_of(case.term) == [(case.pupil.number, "2025-10", "", "打架", -15, "violation")]


def test_the_month_is_that_of_the_incident(case: Case) -> None:
    violation = case.proposed()
    violations.confirm(violation, reason="情况属实", by=case.clerk, at=moment(dt.date(2025, 12, 3)))
    assert StarEntry.objects.get().round.label == "2025-10"


def test_who_may_propose(case: Case) -> None:
    other = make_class(case.term.school, 2)
    for user in (make_homeroom(other), make_office(make_school())):
        with refused("role"):
            violations.propose(case.incident(), by=user, at=NOW)
    violations.propose(case.incident(), by=case.clerk, at=NOW)
    assert Violation.objects.count() == 1


def test_only_the_office_decides(case: Case) -> None:
    violation = case.proposed()
    for user in (case.teacher, make_office(make_school())):
        with refused("role"):
            violations.confirm(violation, reason="情况属实", by=user, at=NOW)
        with refused("role"):
            violations.drop(violation, reason="查无此事", by=user, at=NOW)
        with refused("role"):
            violations.record(replace(case.incident(), place="教室"), by=user, at=NOW)
    violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
    with refused("role"):
        violations.revoke(violation, reason="申诉成立", by=case.teacher, at=NOW)
    assert case.total() == -15


def test_an_incident_is_on_record_once(case: Case) -> None:
    case.proposed()
    with refused("twice"):
        case.proposed()
    violations.propose(replace(case.incident(), place="食堂"), by=case.teacher, at=NOW)


def test_a_dropped_incident_can_be_proposed_anew(case: Case) -> None:
    violations.drop(case.proposed(), reason="情况不实", by=case.clerk, at=NOW)
    violations.confirm(case.proposed(), reason="情况属实", by=case.clerk, at=NOW)
    assert case.total() == -15


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statement": " "}, "statement"),
        ({"guardian_told_on": None}, "guardian"),
        ({"guardian_told_how": ""}, "guardian"),
    ],
)
def test_what_is_missing_keeps_the_office_from_confirming(case: Case, change: dict[str, object], code: str) -> None:
    violation = violations.propose(replace(case.incident(), **change), by=case.teacher, at=NOW)  # type: ignore[arg-type]
    with refused(code):
        violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
    violations.supplement(
        violation, statement="已说明", guardian_told_on=DAY, guardian_told_how="面谈", by=case.teacher, at=NOW
    )
    violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
    assert case.total() == -15


@pytest.mark.parametrize(
    ("records", "written", "taken"), [(3, "", -15), (2, "", 0), (0, "", 0), (0, "多次教育无效，附谈话记录", -15)]
)
def test_repeated_minor_faults_need_records_or_a_written_ground(
    case: Case, records: int, written: str, taken: int
) -> None:
    faults = tuple(MinorFault(DAY - dt.timedelta(days=count), "迟到") for count in range(records))
    incident = replace(case.incident("小错误屡教不改"), records=faults, written_ground=written)
    violation = violations.propose(incident, by=case.teacher, at=NOW)
    if taken:
        violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
    else:
        with refused("records"):
            violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
        with refused("records"):
            violations.record(replace(incident, place="教室"), by=case.clerk, at=NOW)
    assert case.total() == taken


@pytest.mark.parametrize("stars", [1, 14, 16])
def test_a_fixed_amount_is_the_amount(case: Case, stars: int) -> None:
    with refused("stars"):
        violations.propose(replace(case.incident(), stars=stars), by=case.teacher, at=NOW)


@pytest.mark.parametrize(("stars", "allowed"), [(0, False), (1, True), (15, True), (16, False)])
def test_up_to_the_amount(case: Case, stars: int, allowed: bool) -> None:
    set_scheme(case.term, deduction_mode=DeductionMode.UP_TO)
    violation = case.proposed()
    if not allowed:
        with refused("stars"):
            violations.confirm(violation, reason="情况属实", stars=stars, by=case.clerk, at=NOW)
        return
    violations.confirm(violation, reason="情况属实", stars=stars, by=case.clerk, at=NOW)
    assert case.total() == -stars


@pytest.mark.parametrize(("limit", "taken"), [(0, -30), (1, -15), (2, -30)])
def test_deductions_a_term_at_most(case: Case, limit: int, taken: int) -> None:
    set_scheme(case.term, deductions_per_term=limit)
    case.confirmed()
    second = violations.propose(replace(case.incident(), place="食堂"), by=case.teacher, at=NOW)
    if limit == 1:
        with refused("limit"):
            violations.confirm(second, reason="情况属实", by=case.clerk, at=NOW)
    else:
        violations.confirm(second, reason="情况属实", by=case.clerk, at=NOW)
    assert case.total() == taken


def test_a_settled_term_is_not_touched(case: Case) -> None:
    violation = case.proposed()
    Term.objects.filter(pk=case.term.pk).update(state=TermState.SETTLED)
    spring = moment(dt.date(2026, 3, 5))
    with refused("settled"):
        violations.confirm(violation, reason="情况属实", by=case.clerk, at=spring)
    first, last = dt.date(2026, 3, 1), dt.date(2026, 7, 10)
    term = opening.open_term(
        case.term.school, school_year=2025, ordinal=2, starts_on=first, ends_on=last, by=case.clerk, at=spring
    )
    done = violations.confirm(violation, reason="情况属实", by=case.clerk, at=spring)
    assert (done.term, StarEntry.objects.get().round.label) == (term, "2026-03")
    # The reason, and why it is another term's.
    assert "情况属实" in done.decision_reason
    assert case.term.name in done.decision_reason


def test_a_revoked_deduction_is_reversed_once(case: Case) -> None:
    violation = case.confirmed()
    with refused("reason"):
        violations.revoke(violation, reason=" ", by=case.clerk, at=NOW)
    violations.revoke(violation, reason="申诉成立", by=case.clerk, at=NOW)
    assert (case.total(), StarEntry.objects.count()) == (0, 2)
    with refused("state"):
        violations.revoke(violation, reason="再来一次", by=case.clerk, at=NOW)
    assert StarEntry.objects.count() == 2


def test_decided_once(case: Case) -> None:
    violation = case.confirmed()
    verbs: list[Callable[[], object]] = [
        lambda: violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW),
        lambda: violations.drop(violation, reason="重复", by=case.clerk, at=NOW),
        lambda: violations.supplement(
            violation, statement="x", guardian_told_on=DAY, guardian_told_how="x", by=case.teacher, at=NOW
        ),
    ]
    for verb in verbs:
        with refused("state"):
            verb()
    assert case.total() == -15


def test_a_deduction_needs_a_reason(case: Case) -> None:
    violation = case.proposed()
    with refused("reason"):
        violations.confirm(violation, reason=" ", by=case.clerk, at=NOW)
    assert case.total() == 0


def test_dropping_needs_a_reason(case: Case) -> None:
    violation = case.proposed()
    with refused("reason"):
        violations.drop(violation, reason="", by=case.clerk, at=NOW)
    violations.drop(violation, reason="情况不实", by=case.clerk, at=NOW)
    assert case.total() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"happened_on": dt.date(2025, 10, 23)}, "future"),
        ({"guardian_told_on": DAY - dt.timedelta(days=1)}, "told"),
        ({"guardian_told_on": dt.date(2025, 10, 23)}, "told"),
        ({"records": (MinorFault(dt.date(2025, 10, 22), "迟到"),)}, "records_day"),
        ({"happened_on": dt.date(2025, 8, 1)}, "not_enrolled"),
        ({"facts": "  "}, "facts"),
    ],
)
def test_an_incident_that_cannot_be(case: Case, change: dict[str, object], code: str) -> None:
    with refused(code):
        violations.propose(replace(case.incident(), **change), by=case.teacher, at=NOW)  # type: ignore[arg-type]


def test_the_office_records_what_it_decided_on_paper(case: Case) -> None:
    bare = Incident(case.pupil, case.ground(), DAY, "核实属实")
    violation = violations.record(bare, by=case.clerk, at=NOW)
    assert (violation.state, violation.decided_by, case.total()) == (ViolationState.CONFIRMED, case.clerk, -15)


def test_every_step_is_audited_without_the_pupils_words(case: Case) -> None:
    violation = case.confirmed()
    violations.revoke(violation, reason="申诉成立", by=case.clerk, at=NOW)
    events = list(AuditEvent.objects.about("awards.violation", violation.pk).order_by("pk"))
    assert [event.action.rpartition(".")[2] for event in events] == ["proposed", "confirmed", "revoked"]
    assert "动手" not in str([(event.old, event.new, event.reason) for event in events])


def test_the_database_keeps_one_live_record_and_one_entry(case: Case) -> None:
    violation = case.confirmed()
    entry = StarEntry.objects.get()
    violation.pk, entry.pk = None, None
    for row in (violation, entry):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
