"""Appeals and notes of minor faults, by two at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from awards.appeals import deciding, raising
from awards.faults import verbs as faults
from awards.models import Appeal, AppealDecision, AppealRoute, AppealState, FaultRecord
from awards.violations import verbs as violations
from awards.violations.verbs import MinorFault
from tests.awards.appeal_factories import ANSWERED_AT, DAY, RAISED_AT, REVERSED, UPHELD, AppealCase
from tests.awards.violations.test_violations import NOW as INCIDENT_DAY
from tests.factories import make_office, make_student
from tests.guarantees.locks.interleaving import code, interleaved
from tests.verbs.appeals import make_appealed
from tests.verbs.terms import make_incidents

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> tuple[AppealCase, Appeal]:
    case = make_appealed()
    _there = case.other
    return case, case.raised()


def test_an_appeal_is_withdrawn_or_decided() -> None:
    case, appeal = waiting()
    take_back = partial(raising.withdraw, appeal, by=case.user, at=ANSWERED_AT)
    answer = partial(deciding.decide, appeal, REVERSED, by=case.other, at=ANSWERED_AT)
    assert [code(one) for one in interleaved(take_back, answer)] == ["Appeal", "state"]
    assert (Appeal.objects.get(pk=appeal.pk).state, case.total()) == (AppealState.WITHDRAWN, -15)


def test_an_appeal_is_decided_or_withdrawn() -> None:
    case, appeal = waiting()
    take_back = partial(raising.withdraw, appeal, by=case.user, at=ANSWERED_AT)
    answer = partial(deciding.decide, appeal, REVERSED, by=case.other, at=ANSWERED_AT)
    assert [code(one) for one in interleaved(answer, take_back)] == ["AppealDecision", "state"]
    assert (Appeal.objects.get(pk=appeal.pk).state, case.total()) == (AppealState.ANSWERED, 0)


def test_of_two_who_decide_at_once_one_does() -> None:
    case, appeal = waiting()
    third = make_office(case.school, "郝亮")
    yes = partial(deciding.decide, appeal, REVERSED, by=case.other, at=ANSWERED_AT)
    no = partial(deciding.decide, appeal, UPHELD, by=third, at=ANSWERED_AT)
    assert [code(one) for one in interleaved(yes, no)] == ["AppealDecision", "state"]
    assert (AppealDecision.objects.filter(appeal=appeal).count(), case.total()) == (1, 0)


def test_two_appeals_at_once_have_two_numbers() -> None:
    """Of two pupils: those of one pupil wait for its row already."""
    case = make_appealed()
    other = make_student(case.pupil.enrolments.get().school_class, "王䶮", starts_on=DAY)
    own, others = case.deduction(), replace(case, pupil=other).deduction()
    paper, why = AppealRoute.PAPER, "不是他先动手"
    acts = [
        partial(raising.raise_appeal, one, route=paper, facts=why, raised_by="赵建国", by=case.clerk, at=RAISED_AT)
        for one in (own, others)
    ]
    assert [code(one) for one in interleaved(*acts)] == ["Appeal", "Appeal"]
    numbers = Appeal.objects.filter(school=case.school).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_what_is_being_revoked_is_not_appealed_against() -> None:
    case = make_appealed()
    deduction = case.deduction()
    revoke = partial(violations.revoke, deduction, reason="记错", by=case.clerk, at=RAISED_AT)
    raised = partial(case.raised, deduction, RAISED_AT)
    assert [code(one) for one in interleaved(revoke, raised)] == ["Violation", "gone"]


def test_what_is_being_revoked_is_not_given_back_twice() -> None:
    case, appeal = waiting()
    assert appeal.violation is not None
    revoke = partial(violations.revoke, appeal.violation, reason="记错", by=case.clerk, at=ANSWERED_AT)
    answer = partial(deciding.decide, appeal, REVERSED, by=case.other, at=ANSWERED_AT)
    assert [code(one) for one in interleaved(revoke, answer)] == ["Violation", "AppealDecision"]
    assert case.total() == 0


def test_a_note_is_removed_or_taken_in() -> None:
    case = make_incidents()
    noted = [
        faults.note(case.pupil, what, on=DAY, by=case.teacher, at=INCIDENT_DAY) for what in ("迟到", "早退", "打闹")
    ]
    records = tuple(MinorFault(one.happened_on, one.note) for one in noted)
    incident = violations.Incident(case.pupil, case.ground("小错误屡教不改"), DAY, "屡教不改", records=records)
    propose = partial(violations.propose, incident, by=case.teacher, at=INCIDENT_DAY)
    remove = partial(faults.remove, noted[0], by=case.teacher, at=INCIDENT_DAY)
    assert [code(one) for one in interleaved(propose, remove)] == ["Violation", "record_taken"]
    assert FaultRecord.objects.filter(student=case.pupil, noted_at=INCIDENT_DAY).count() == 3
