"""A class of two groups with leaders, a star committee and an account for everybody who takes a step on screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from awards.models import ClassRound, HeldStep, LineSource, LineState, Nomination, StarItem, Step
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.group import verbs as discussion
from students.models import CommitteeMember, Enrolment, GroupLeader, Student, StudentGroup, User
from tests.factories import (
    TERM_START,
    items_of,
    make_administrator,
    make_homeroom,
    make_office,
    make_sheet,
    make_user,
    moment,
    pupils_of,
)
from tests.guarantees.factories import make_subject_teacher

NOW = moment(dt.date(2025, 9, 28))
LATER = moment(dt.date(2025, 9, 29))
# Leaders of the two groups, and the cadres beside them on the committee.
LEADERS, CADRES = (0, 4), (2, 6, 7)


@dataclass(frozen=True)
class ClassAtWork:
    """``pupils`` in seat order: 0 to 3 are the first group, 4 to 7 the second; more are in no group."""

    sheet: ClassRound
    teacher: User
    pupils: list[Student]
    items: list[StarItem]
    accounts: dict[int, User]

    def user(self, number: int) -> User:
        return self.accounts[self.pupils[number].pk]

    def step(self, role: StepRole) -> Step:
        found = Stage.load(self.sheet).step_of(role)
        assert found is not None
        return found

    def current(self) -> str:
        step = Stage.load(self.sheet).current
        return step.role if step else ""

    def line(self, pupil: int, item: int) -> Nomination:
        return Nomination.objects.get(class_round=self.sheet, student=self.pupils[pupil], item=self.items[item])

    def declares(self, pupil: int, *items: int) -> None:
        for item in items:
            Nomination.objects.create(
                class_round=self.sheet,
                student=self.pupils[pupil],
                item=self.items[item],
                source=LineSource.SELF,
                statement=f"第{item}项，我这个月做到了。",
                state=LineState.PROPOSED,
            )

    def close(self, role: StepRole, *picks: int) -> HeldStep:
        return closing.close(self.sheet, self.step(role), by=self.teacher, at=NOW, picks=picks)

    def discusses(self, pupil: int, item: int, *, agrees: bool = True, leader: int | None = None) -> Nomination:
        by = self.user(leader if leader is not None else LEADERS[pupil // 4])
        hands = (3, 1) if agrees else (1, 3)
        return discussion.discuss(
            self.line(pupil, item), agrees=agrees, hands_for=hands[0], hands_against=hands[1], by=by, at=NOW
        )

    def votes(self, member: int, ballots: Mapping[tuple[int, int], bool]) -> int:
        cast = {self.line(*cell).pk: agrees for cell, agrees in ballots.items()}
        return votes.vote(self.sheet, cast, by=self.user(member), at=NOW)

    def votes_on_all(self, member: int, *yes: tuple[int, int]) -> int:
        """Cast a member's ballots on every star: for the names ``yes``, against all others but the own."""
        agreed = {self.line(*cell).pk for cell in yes}
        lines = votes.before_the_committee(self.sheet).exclude(student=self.pupils[member])
        return votes.vote(self.sheet, {line.pk: line.pk in agreed for line in lines}, by=self.user(member), at=NOW)


def make_class_at_work(*, pupils: int = 8) -> ClassAtWork:
    sheet = make_sheet(pupils=pupils)
    everybody = pupils_of(sheet)
    accounts = {}
    for student in everybody[:8]:
        accounts[student.pk] = make_user(sheet.school_class.school, student.name)
        accounts[student.pk].student = student
        accounts[student.pk].save(update_fields=["student"])
    for number, leader in enumerate(LEADERS):
        group = StudentGroup.objects.create(school_class=sheet.school_class, number=number + 1)
        members = everybody[4 * number : 4 * number + 4]
        Enrolment.objects.filter(student__in=members).update(group=group)
        GroupLeader.objects.create(group=group, student=everybody[leader], starts_on=TERM_START)
    for cadre in CADRES:
        CommitteeMember.objects.create(school_class=sheet.school_class, student=everybody[cadre], starts_on=TERM_START)
    return ClassAtWork(sheet, make_homeroom(sheet.school_class), everybody, items_of(sheet), accounts)


def at_the_groups(*, pupils: int = 8) -> ClassAtWork:
    """Pupils 1, 2, 5 and 6 have declared the first star, 1 also the second; the groups are at it."""
    work = make_class_at_work(pupils=pupils)
    work.declares(1, 0, 1)
    for pupil in (2, 5, 6):
        work.declares(pupil, 0)
    work.close(StepRole.PUPIL)
    return work


def at_the_committee(*, pupils: int = 8) -> ClassAtWork:
    """As :func:`at_the_groups`; the second star of pupil 1 was declined, pupil 6 was not discussed."""
    work = at_the_groups(pupils=pupils)
    for pupil in (1, 2, 5):
        work.discusses(pupil, 0)
    work.discusses(1, 1, agrees=False)
    work.close(StepRole.GROUP_LEADER)
    return work


def at_the_review() -> ClassAtWork:
    """As :func:`at_the_committee`: pupils 1 and 2 are chosen for the first star, 5 and 6 are not."""
    work = at_the_committee()
    for member in (0, 4, 7):
        work.votes_on_all(member, (1, 0), (5, 0) if member == 4 else (2, 0))
    work.close(StepRole.COMMITTEE)
    return work


def others_of(work: ClassAtWork) -> dict[str, User]:
    """Accounts that are nothing in this class, or something else than is asked for."""
    school = work.sheet.school_class.school
    return {
        "office": make_office(school),
        "subject": make_subject_teacher(work.sheet),
        "administrator": make_administrator(school),
        "elsewhere": make_class_at_work().teacher,
        "leader elsewhere": make_class_at_work().user(0),
    }
