"""The verbs of a class's steps, each in every state by everybody, against the same table written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from awards.entry import review
from awards.models import (
    ClassRound,
    HeldStep,
    LineSource,
    LineState,
    Nomination,
    Objection,
    ObjectionRoute,
    SheetState,
    Step,
)
from awards.objections import verbs as objections
from awards.opinions import verbs as opinions
from awards.sheets.stage import class_steps
from awards.sheets.workflow import Verb
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.group import verbs as discussion
from starrating.refused import Refused
from students.models import Student, User
from students.permits.roles import Role
from tests.awards import pupil_factories
from tests.factories import items_of
from tests.guarantees.factories import LATER, bring_to
from tests.guarantees.test_workflow import LEGAL, ROLE_OF
from tests.guarantees.voices import Class, make_class_of_voices

PUPILS = {"leader": 0, "leader of another group": 1, "member": 2, "pupil": 5}
HELD = {
    "leader": {Role.PUPIL, Role.LEADER, Role.COMMITTEE},
    # To the line that is discussed, a leader of another group is a pupil like any other.
    "leader of another group": {Role.PUPIL, Role.COMMITTEE},
    "member": {Role.PUPIL, Role.COMMITTEE},
    "pupil": {Role.PUPIL},
}
# How many of the steps are over when a verb has its turn.
OVER = {Verb.DECLARE: 0, Verb.DISCUSS: 1, Verb.VOTE: 2}


class Scene:
    """A class whose sheet is in ``state`` and stands at the step where ``verb`` has its turn."""

    def __init__(self, state: SheetState, verb: Verb) -> None:
        self.cast: Class = make_class_of_voices(pupils=8)
        bring_to(self.cast.world, state)
        self.sheet = self.cast.world.sheet
        self.steps = class_steps(Step.objects.filter(scheme=self.sheet.round.term.pinned.scheme))
        HeldStep.objects.filter(step__in=self.steps[OVER.get(verb, len(self.steps)) :]).delete()
        HeldStep.objects.update(at=LATER)
        ClassRound.objects.filter(notice_until__isnull=False).update(notice_until=dt.date(2025, 12, 31))
        self.standing = Nomination.objects.placed().first()
        assert self.standing is not None
        # Of the first leader's group, and of nobody who votes.
        self.proposed = Nomination.objects.create(
            class_round=self.sheet,
            student=self.student(4),
            item=items_of(self.sheet)[4],
            source=LineSource.SELF,
            state=LineState.PROPOSED,
        )
        self.people = {**self.cast.world.people, **{who: self.cast.pupils[place] for who, place in PUPILS.items()}}

    def student(self, place: int) -> Student:
        found = self.cast.pupils[place].student
        assert found is not None
        return found

    def objection(self) -> Objection:
        return Objection.objects.create(
            class_round=self.sheet,
            nomination=self.standing,
            number=1,
            route=ObjectionRoute.SLIP,
            raised_by="王家长",
            facts="不属实",
            received_at=LATER,
            recorded_by=self.people["office"],
            due_on=LATER.date(),
        )


def declare(scene: Scene, by: User) -> object:
    student = by.student or scene.student(5)
    return pupil_factories.declare(scene.sheet, student, items_of(scene.sheet)[3], "做了好事", by=by, at=LATER)


def discuss(scene: Scene, by: User) -> object:
    return discussion.discuss(scene.proposed, agrees=True, hands_for=3, hands_against=1, by=by, at=LATER)


def vote(scene: Scene, by: User) -> object:
    return votes.vote(scene.sheet, {scene.proposed.pk: True}, by=by, at=LATER)


def move_on(scene: Scene, by: User) -> object:
    return closing.reopen(scene.sheet, scene.steps[-1], reason="重审", by=by, at=LATER)


def strike(scene: Scene, by: User) -> object:
    assert scene.standing is not None
    return review.strike(scene.standing, reason="不属实", by=by, at=LATER)


def opine(scene: Scene, by: User) -> object:
    return opinions.opine(scene.sheet, None, agrees=True, by=by, at=LATER)


def receive(scene: Scene, by: User) -> object:
    route = ObjectionRoute.PUPIL if by.student_id else ObjectionRoute.SLIP
    return objections.receive(
        scene.sheet, scene.standing, route=route, facts="不属实", raised_by="王家长", by=by, at=LATER
    )


def decide(scene: Scene, by: User) -> object:
    return objections.uphold(scene.objection(), answer="情况属实", by=by, at=LATER)


ACTIONS: dict[Verb, Callable[[Scene, User], object]] = {
    Verb.DECLARE: declare,
    Verb.DISCUSS: discuss,
    Verb.VOTE: vote,
    Verb.MOVE_ON: move_on,
    Verb.REVIEW: strike,
    Verb.OPINE: opine,
    Verb.OBJECT: receive,
    Verb.DECIDE: decide,
}


def attempt(act: Callable[[], object]) -> bool:
    """Try it and undo it; whether it was done."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ACTIONS)
@pytest.mark.parametrize("state", SheetState)
def test_each_voice_is_heard_exactly_where_the_table_says(state: SheetState, verb: Verb) -> None:
    scene = Scene(state, verb)
    roles, _target = LEGAL.get((state, verb), (set(), state))
    found, expected = {}, {}
    for who, user in scene.people.items():
        found[who] = attempt(lambda user=user: ACTIONS[verb](scene, user))  # type: ignore[misc]
        held = HELD.get(who) or ({ROLE_OF[who]} if who in ROLE_OF else set())
        expected[who] = bool(roles & held)
    assert {who: done for who, done in found.items() if done != expected[who]} == {}


def test_no_verb_of_the_table_is_left_out() -> None:
    assert {verb for _state, verb in LEGAL} == set(Verb)
