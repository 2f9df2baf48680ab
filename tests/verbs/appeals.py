"""Appeals and minor faults."""

from __future__ import annotations

from functools import partial

from awards.appeals import deciding, raising
from awards.faults import verbs as faults
from awards.models import Appeal, AppealRoute
from students.models import SchoolRole
from tests.awards.appeal_factories import ANSWERED_AT, RAISED_AT, REVERSED, AppealCase, changed
from tests.awards.exam_factories import make_grade
from tests.awards.violations.test_violations import NOW as INCIDENT_DAY
from tests.factories import make_homeroom
from tests.verbs.calling import Act, calls
from tests.verbs.terms import make_incidents


def make_appealed() -> AppealCase:
    grade = make_grade()
    return AppealCase(grade.term, grade.classes[0], grade.pupils[0])


def answered() -> tuple[AppealCase, Appeal]:
    case = make_appealed()
    appeal = case.raised()
    case.answer(appeal, changed(10), by=case.other)
    return case, appeal


@calls(raising.raise_appeal, "appeal.raised")
def an_appeal_raised() -> Act:
    case = make_appealed()
    return partial(
        raising.raise_appeal, case.deduction(), route=AppealRoute.PUPIL, facts="不服", by=case.user, at=RAISED_AT
    )


@calls(raising.withdraw, "appeal.withdrawn")
def an_appeal_withdrawn() -> Act:
    case = make_appealed()
    return partial(raising.withdraw, case.raised(), by=case.user, at=ANSWERED_AT)


@calls(raising.go_up, "appeal.gone_up")
def an_appeal_gone_up() -> Act:
    case, appeal = answered()
    return partial(raising.go_up, appeal, reason="仍不服", by=case.user, at=ANSWERED_AT)


@calls(deciding.decide, "appeal.decided", "violation.revoked")
def an_appeal_decided() -> Act:
    case = make_appealed()
    return partial(deciding.decide, case.raised(), REVERSED, by=case.other, at=ANSWERED_AT)


@calls(deciding.name_decider, "appeal.named")
def a_decider_named() -> Act:
    case = make_appealed()
    teacher = make_homeroom(case.school_class)
    # Nobody else holds the office but who decided.
    appeal = case.raised()
    SchoolRole.objects.filter(user__school=case.school, role="office").exclude(user=case.clerk).delete()
    return partial(deciding.name_decider, appeal, teacher, by=case.administrator, at=ANSWERED_AT)


@calls(faults.note, "fault.noted")
def a_fault_noted() -> Act:
    case = make_incidents()
    return partial(faults.note, case.pupil, "迟到", on=INCIDENT_DAY.date(), by=case.teacher, at=INCIDENT_DAY)


@calls(faults.remove, "fault.removed")
def a_fault_removed() -> Act:
    case = make_incidents()
    row = faults.note(case.pupil, "迟到", on=INCIDENT_DAY.date(), by=case.teacher, at=INCIDENT_DAY)
    return partial(faults.remove, row, by=case.teacher, at=INCIDENT_DAY)


@calls(faults.clear_settled, "fault.cleared")
def faults_cleared() -> Act:
    case = make_incidents()
    row = faults.note(case.pupil, "迟到", on=INCIDENT_DAY.date(), by=case.teacher, at=INCIDENT_DAY)
    return partial(faults.clear_settled, case.term, [row.school_class.entry_year], by=None, at=INCIDENT_DAY)
