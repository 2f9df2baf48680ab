"""The month's table, written down a second time by hand, against the table of the program and against its verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from awards.ledger import posting
from awards.models import ClassRound, Decision, Nomination, SheetState, StarEntry, Step
from awards.sheets import corrections, entering, moves, paper_steps
from awards.sheets.entering import Change
from awards.sheets.stage import class_steps
from awards.sheets.workflow import TRANSITIONS, Verb, demand, may, transition_for
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import User
from students.permits.roles import Role
from tests.factories import items_of
from tests.guarantees.factories import LATER, World, bring_to, make_world, students_of
from tests.refusals import refused

CLASS = {Role.HOMEROOM, Role.ADMINISTRATOR}
OFFICE = {Role.OFFICE, Role.ADMINISTRATOR}
PROGRAM = {Role.WORKER, Role.ADMINISTRATOR}
OPEN, SUBMITTED, RETURNED, IN_NOTICE, FINAL = (
    SheetState.OPEN,
    SheetState.SUBMITTED,
    SheetState.RETURNED,
    SheetState.IN_NOTICE,
    SheetState.FINAL,
)

# (state, verb) -> who may, and the state it leads to. All that is not here must not happen.
LEGAL: dict[tuple[SheetState, Verb], tuple[set[Role], SheetState]] = {
    (OPEN, Verb.ENTER): (CLASS, OPEN),
    (OPEN, Verb.SUBMIT): (CLASS, SUBMITTED),
    (RETURNED, Verb.ENTER): (CLASS, RETURNED),
    (RETURNED, Verb.SUBMIT): (CLASS, SUBMITTED),
    (SUBMITTED, Verb.RECALL): (CLASS, OPEN),
    (SUBMITTED, Verb.FILE): (OFFICE, IN_NOTICE),
    (SUBMITTED, Verb.RETURN): (OFFICE, RETURNED),
    (IN_NOTICE, Verb.RETURN): (OFFICE, RETURNED),
    (IN_NOTICE, Verb.UNFILE): (OFFICE, SUBMITTED),
    (IN_NOTICE, Verb.FINALIZE): (PROGRAM, FINAL),
    (FINAL, Verb.REVERSE): (OFFICE, FINAL),
    (FINAL, Verb.ADD): (OFFICE, FINAL),
    (OPEN, Verb.DECLARE): ({Role.PUPIL}, OPEN),
    (RETURNED, Verb.DECLARE): ({Role.PUPIL}, RETURNED),
    (OPEN, Verb.DISCUSS): ({Role.LEADER}, OPEN),
    (RETURNED, Verb.DISCUSS): ({Role.LEADER}, RETURNED),
    (OPEN, Verb.VOTE): ({Role.COMMITTEE}, OPEN),
    (RETURNED, Verb.VOTE): ({Role.COMMITTEE}, RETURNED),
    (OPEN, Verb.COUNT): (CLASS, OPEN),
    (RETURNED, Verb.COUNT): (CLASS, RETURNED),
    (OPEN, Verb.MOVE_ON): (CLASS, OPEN),
    (RETURNED, Verb.MOVE_ON): (CLASS, RETURNED),
    (OPEN, Verb.REVIEW): (CLASS, OPEN),
    (RETURNED, Verb.REVIEW): (CLASS, RETURNED),
    (OPEN, Verb.OPINE): ({Role.SUBJECT}, OPEN),
    (RETURNED, Verb.OPINE): ({Role.SUBJECT}, RETURNED),
    (IN_NOTICE, Verb.OBJECT): ({Role.PUPIL, Role.WORKER} | CLASS | OFFICE, IN_NOTICE),
    (OPEN, Verb.DECIDE): (OFFICE, OPEN),
    (SUBMITTED, Verb.DECIDE): (OFFICE, SUBMITTED),
    (RETURNED, Verb.DECIDE): (OFFICE, RETURNED),
    (IN_NOTICE, Verb.DECIDE): (OFFICE, IN_NOTICE),
    (FINAL, Verb.DECIDE): (OFFICE, FINAL),
}
WITH_A_REASON = {Verb.RETURN, Verb.UNFILE, Verb.REVERSE, Verb.ADD}
ROLE_OF = {"homeroom": Role.HOMEROOM, "subject": Role.SUBJECT, "office": Role.OFFICE}
ROLE_OF["administrator"] = Role.ADMINISTRATOR


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", SheetState)
def test_the_table_allows_exactly_what_is_written_here(state: SheetState, verb: Verb, role: Role) -> None:
    roles, target = LEGAL.get((state, verb), (set(), state))
    assert may(state, verb, {role}) is (role in roles)
    if role in roles:
        assert demand(state, verb, {role}, reason="有理由").target == target
    else:
        with refused("role" if (state, verb) in LEGAL else "state"):
            demand(state, verb, {role}, reason="有理由")


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not [pair for pair in LEGAL if may(*pair, ())]


def test_a_state_and_a_verb_have_one_row() -> None:
    assert len({(row.source, row.verb) for row in TRANSITIONS}) == len(TRANSITIONS)


def test_returning_and_reversing_need_a_reason() -> None:
    assert {row.verb for row in TRANSITIONS if row.needs_reason} == WITH_A_REASON
    for state, verb in LEGAL:
        row = transition_for(state, verb)
        assert row is not None
        assert row.needs_reason is (verb in WITH_A_REASON)


# The verbs themselves: each gives whether anything was done.


def enter(world: World, by: User) -> bool:
    change = Change(students_of(world.sheet)[5].pk, items_of(world.sheet)[2].pk, wanted=True)
    return bool(entering.save_lines(world.sheet, [change], by=by, at=LATER).made)


def some_step(world: World) -> Step:
    return class_steps(Step.objects.filter(scheme=world.sheet.round.term.pinned.scheme))[0]


def hold(world: World, by: User) -> bool:
    day = dt.date(2025, 9, 29)
    return bool(paper_steps.hold_step(world.sheet, some_step(world), held_on=day, participants="评委", by=by, at=LATER))


def release(world: World, by: User) -> bool:
    paper_steps.release_step(world.sheet, some_step(world), by=by, at=LATER)
    return True


def submit(world: World, by: User) -> bool:
    return bool(moves.submit(world.sheet, by=by, at=LATER))


def recall(world: World, by: User) -> bool:
    return bool(moves.recall(world.sheet, by=by, at=LATER))


def register(world: World, by: User) -> bool:
    return bool(moves.register(world.sheet, on=LATER.date(), by=by, at=LATER))


def send_back(world: World, by: User) -> bool:
    return bool(moves.send_back(world.sheet, reason="名单有误", by=by, at=LATER))


def finalize(world: World, by: User | None) -> bool:
    return bool(moves.finalize_due(by=by, at=LATER))


def reverse(world: World, by: User) -> bool:
    entry = StarEntry.objects.first() or posted(world)
    return bool(corrections.reverse(entry, reason="录错", by=by, at=LATER))


def add(world: World, by: User) -> bool:
    student, item = students_of(world.sheet)[5], items_of(world.sheet)[2]
    return bool(corrections.add(world.sheet, student, item, reason="漏记", by=by, at=LATER))


def posted(world: World) -> StarEntry:
    """A ledger entry of a sheet that is not final, which no verb makes."""
    lines = list(Nomination.objects.filter(class_round=world.sheet).select_related("item")[:1])
    posting.post_lines([world.sheet], lines, by=None, at=LATER)
    return StarEntry.objects.get()


ACTIONS: dict[str, tuple[Verb, Callable[[World, User], bool]]] = {
    "enter": (Verb.ENTER, enter),
    "hold": (Verb.ENTER, hold),
    "release": (Verb.ENTER, release),
    "submit": (Verb.SUBMIT, submit),
    "recall": (Verb.RECALL, recall),
    "file": (Verb.FILE, register),
    "return": (Verb.RETURN, send_back),
    "finalize": (Verb.FINALIZE, finalize),
    "reverse": (Verb.REVERSE, reverse),
    "add": (Verb.ADD, add),
}


def traces() -> tuple[int, int, list[int]]:
    versions = list(ClassRound.objects.order_by("pk").values_list("version", flat=True))
    return Decision.objects.count(), AuditEvent.objects.count(), versions


def attempt(world: World, act: Callable[[], bool]) -> SheetState | None:
    """Try it and undo it; gives the state it led to, or None when it was refused and left nothing behind."""
    with transaction.atomic():
        before = traces()
        try:
            with transaction.atomic():
                done = act()
        except Refused:
            done = False
        after = traces()
        state = SheetState(world.now().state)
        transaction.set_rollback(True)
    if not done:
        assert after == before
        return None
    assert all(new > old for new, old in zip(after[:2], before[:2], strict=True)), "no decision or no audit event"
    assert sum(after[2]) > sum(before[2]), "the version has not grown"
    return state


@pytest.mark.django_db
@pytest.mark.parametrize("state", SheetState)
def test_each_verb_does_exactly_what_the_table_says(state: SheetState) -> None:
    world = make_world()
    bring_to(world, state)
    assert world.now().state == state
    found, expected = {}, {}
    for action, (verb, act) in ACTIONS.items():
        roles, target = LEGAL.get((state, verb), (set(), state))
        for who, user in world.people.items():
            found[action, who] = attempt(world, lambda act=act, user=user: act(world, user))  # type: ignore[misc]
            expected[action, who] = target if ROLE_OF.get(who) in roles else None
    assert {pair: result for pair, result in found.items() if result != expected[pair]} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("state", SheetState)
def test_the_worker_only_lets_notices_take_effect(state: SheetState) -> None:
    world = make_world()
    bring_to(world, state)
    assert attempt(world, lambda: finalize(world, None)) == (FINAL if state == IN_NOTICE else None)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  \n\u3000"])
def test_an_empty_reason_is_none(reason: str) -> None:
    world = make_world()
    bring_to(world, FINAL)
    clerk = world.people["office"]
    with refused("reason"):
        corrections.reverse(StarEntry.objects.all()[0], reason=reason, by=clerk, at=LATER)
    with refused("reason"):
        demand(IN_NOTICE, Verb.RETURN, {Role.OFFICE}, reason=reason)


@pytest.mark.django_db
def test_a_role_that_ended_yesterday_no_longer_counts() -> None:
    world = make_world()
    teacher = world.people["homeroom before"]
    last_day = dt.datetime(2025, 9, 10, 15, 59, tzinfo=dt.UTC)  # 23:59 in the school
    change = Change(students_of(world.sheet)[0].pk, items_of(world.sheet)[0].pk, wanted=True)
    assert entering.save_lines(world.sheet, [change], by=teacher, at=last_day).made == [change]
    with refused("role"):
        entering.save_lines(world.sheet, [change], by=teacher, at=last_day + dt.timedelta(minutes=1))
