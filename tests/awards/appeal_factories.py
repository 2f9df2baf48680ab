"""A school where a deduction is appealed against: its pupil, those who decided, and those who did not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.functional import cached_property

from awards.appeals import deciding, raising
from awards.appeals.effects import Answer
from awards.appeals.subjects import Subject
from awards.models import (
    Appeal,
    AppealDecision,
    AppealEffect,
    AppealOutcome,
    AppealRoute,
    Ground,
    Punishment,
    PunishmentKind,
    StarEntry,
    Violation,
)
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident
from students.models import School, SchoolClass, SchoolRole, SchoolRoleKind, Student, Term, User
from tests.factories import make_administrator, make_office, make_user, moment

DAY = dt.date(2025, 10, 21)
# The office decides on the 22nd; the pupil appeals on the 24th.
DECIDED_AT = moment(dt.date(2025, 10, 22))
RAISED_AT = moment(dt.date(2025, 10, 24))
ANSWERED_AT = moment(dt.date(2025, 10, 30))


def make_headmaster(school: School, name: str = "郑启明") -> User:
    user = make_user(school, name)
    SchoolRole.objects.create(user=user, role=SchoolRoleKind.HEADMASTER, starts_on=dt.date(2020, 9, 1))
    return user


def make_account(pupil: Student) -> User:
    user = make_user(pupil.school, pupil.name)
    user.student = pupil
    user.save(update_fields=["student"])
    return user


@dataclass
class AppealCase:
    """``clerk`` decided, ``other`` did not; the headmaster comes on call."""

    term: Term
    school_class: SchoolClass
    pupil: Student

    @property
    def school(self) -> School:
        return self.school_class.school

    @cached_property
    def user(self) -> User:
        return make_account(self.pupil)

    @cached_property
    def clerk(self) -> User:
        return make_office(self.school)

    @cached_property
    def other(self) -> User:
        return make_office(self.school, "马越")

    @cached_property
    def administrator(self) -> User:
        return make_administrator(self.school)

    @cached_property
    def headmaster(self) -> User:
        return make_headmaster(self.school)

    def deduction(self, at: dt.datetime = DECIDED_AT, place: str = "操场", day: dt.date = DAY) -> Violation:
        ground = Ground.objects.get(scheme=self.term.pinned.scheme, name="打架")
        incident = Incident(self.pupil, ground, day, "课间与同学打架", place, "我先动手", day, "电话")
        return violations.record(incident, by=self.clerk, at=at)

    def punishment(self, kind: PunishmentKind = PunishmentKind.DEMERIT) -> Punishment:
        decision = PunishmentDecision(self.pupil, kind, DAY, "屡次打架")
        return punishments.record(decision, by=self.clerk, at=DECIDED_AT)

    def raised(self, subject: Subject | None = None, at: dt.datetime = RAISED_AT, late_reason: str = "") -> Appeal:
        subject, way = subject or self.deduction(), AppealRoute.PUPIL
        facts = "不是我先动手"
        return raising.raise_appeal(subject, route=way, facts=facts, late_reason=late_reason, by=self.user, at=at)

    def answer(self, appeal: Appeal, answer: Answer, *, by: User, at: dt.datetime = ANSWERED_AT) -> AppealDecision:
        return deciding.decide(appeal, answer, by=by, at=at)

    def total(self, term: Term | None = None) -> int:
        entries = StarEntry.objects.filter(student=self.pupil, term=term or self.term)
        return entries.aggregate(total=Sum("stars"))["total"] or 0


UPHELD = Answer(AppealOutcome.UPHELD, "经复查，事实清楚。")
REVERSED = Answer(AppealOutcome.REVERSED, "经复查，对方先动手。")
TO_TERM = Answer(AppealOutcome.REVERSED, "经复查，对方先动手。", AppealEffect.IN_TERM)
TO_CREDIT = Answer(AppealOutcome.REVERSED, "经复查，对方先动手。", AppealEffect.CREDIT)


def changed(stars: int = 0, *, kind: str = "", effect: AppealEffect = AppealEffect.NOTHING) -> Answer:
    return Answer(AppealOutcome.CHANGED, "情节较轻。", effect, stars, kind)
