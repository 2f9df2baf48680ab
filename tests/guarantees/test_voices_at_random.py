"""Whole months played by everybody of a class and of the office, who press whatever they can; what must hold holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test as play

from awards.entry import review
from awards.models import (
    ENTRY_STATES,
    LIVE_STATES,
    PLACED_STATES,
    ClassRound,
    Decision,
    HeldStep,
    LineState,
    Nomination,
    Objection,
    ObjectionRoute,
    ObjectionState,
    Opinion,
    SheetState,
    StarEntry,
    Step,
    Verdict,
    Vote,
)
from awards.objections import verbs as objections
from awards.opinions import verbs as opinions
from awards.rules.kinds import StepRole
from awards.sheets import corrections, entering, moves, paper_steps
from awards.sheets.entering import Change
from awards.sheets.stage import class_steps
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.group import verbs as discussion
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import User
from tests import length
from tests.awards import pupil_factories
from tests.factories import FILING_DAY, items_of, moment
from tests.guarantees.voices import Class, make_class_of_voices

QUOTA, CAP, PUPILS = 5, 4, 8
LINE = st.integers(0, 30)
PUPIL = st.integers(0, PUPILS - 1)
STAFF = st.sampled_from(["homeroom", "homeroom", "homeroom", "subject", "office", "homeroom of another class"])
OFFICE = st.sampled_from(["office", "office", "office", "homeroom", "office of another school"])
# What can happen in the plays, most of which must have.
EVERYTHING = {
    *("declare", "retract", "discuss", "undo discussion", "vote", "close", "reopen", "tick", "enter"),
    *("strike", "restore", "nominate", "opine", "submit", "recall", "return", "file"),
    *("object pupil", "object guardian", "uphold", "dismiss", "finalize", "reverse"),
}
REASON = st.sampled_from(["理由充分", "理由充分", " "])


@dataclass(frozen=True)
class Act:
    """Something that somebody may try: when it is worth trying, and what is drawn for it."""

    when: Callable[[Voices], object]
    drawn: dict[str, st.SearchStrategy[Any]]
    do: Callable[..., None]


ACTS: list[Act] = []
Method = TypeVar("Method", bound=Callable[..., None])


def act(when: Callable[[Voices], object], **drawn: st.SearchStrategy[Any]) -> Callable[[Method], Method]:
    """Not a rule each: of its rules hypothesis leaves many out of a play, and a month needs all of its people."""

    def keep(method: Method) -> Method:
        ACTS.append(Act(when, drawn, method))
        return method

    return keep


class Voices(RuleBasedStateMachine):
    """One class's sheet with every step on screen; the day only moves on. Everything is undone when a play ends."""

    cast: ClassVar[Class]
    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        # As a test case does it: the watch over locks begins anew with each verb inside.
        setattr(self.undo, "_from_testcase", True)  # noqa: B010 -- no attribute that its type knows
        self.undo.__enter__()
        self.sheet = self.cast.world.sheet
        self.now = moment(self.sheet.round.ends_on)
        self.items = items_of(self.sheet)[:6]
        self.steps = class_steps(Step.objects.filter(scheme=self.sheet.round.term.pinned.scheme))
        self.decisions = self.entries = 0
        self.wild = False
        self.audits = AuditEvent.objects.count()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, name: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as no:
            self.reached[f"no: {no.code}"] += 1
        else:
            self.reached[name] += 1

    def person(self, who: str) -> User:
        return self.cast.world.people[who]

    def by(self, who: str, right: str) -> User:
        """In a tame play the one whose task it is, so that the month gets on; in a wild one whoever comes along."""
        return self.person(who if self.wild else right)

    def lines(self) -> list[Nomination]:
        return list(Nomination.objects.order_by("pk"))

    def leader_of(self, line: Nomination) -> User:
        places = {user.student_id: place for place, user in enumerate(self.cast.pupils)}
        return self.cast.pupils[places[line.student_id] % 2]

    def open_step(self) -> Step:
        over = set(HeldStep.objects.filter(class_round=self.sheet).values_list("step", flat=True))
        return next((step for step in self.steps if step.pk not in over), self.steps[-1])

    @property
    def state(self) -> str:
        return ClassRound.objects.values_list("state", flat=True).get(pk=self.sheet.pk)

    def at(self, role: StepRole | None) -> bool:
        """Whether that role's step is the open one (None: all are over); in a wild play anybody tries anything."""
        if self.wild:
            return True
        over = set(HeldStep.objects.filter(class_round=self.sheet).values_list("step", flat=True))
        current = next((step.role for step in self.steps if step.pk not in over), None)
        return self.state in ENTRY_STATES and current == role

    def in_state(self, *states: SheetState) -> bool:
        return self.wild or self.state in states

    @initialize(stage=st.sampled_from([5, 3, 1, 4, 2, 5, 0, 5]), wild=st.sampled_from([False] * 7 + [True]))
    def begin(self, stage: int, wild: bool) -> None:
        """Plays begin all along the month, so that its later states are reached: each stage holds those before it."""
        self.wild = wild
        for begun in (self._declared, self._discussed, self._voted, self._submitted, self._filed)[:stage]:
            begun(self.person("homeroom"))

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from([one for one in ACTS if one.when(self)]))
        chosen.do(self, **{name: data.draw(strategy) for name, strategy in chosen.drawn.items()})

    def _declared(self, teacher: User) -> None:
        for place, user in enumerate(self.cast.pupils[:5]):
            assert user.student is not None
            for item in self.items[place % 3 : place % 3 + 2]:
                pupil_factories.declare(self.sheet, user.student, item, "做了好事", by=user, at=self.now)
        closing.close(self.sheet, self.steps[0], by=teacher, at=self.now)

    def _discussed(self, teacher: User) -> None:
        for line in self.lines():
            leader = self.leader_of(line)
            discussion.discuss(line, agrees=True, hands_for=3, hands_against=1, by=leader, at=self.now)
        closing.close(self.sheet, self.steps[1], by=teacher, at=self.now)

    def _voted(self, teacher: User) -> None:
        for user in self.cast.pupils[:3]:
            before = [line for line in self.lines() if line.student_id != user.student_id]
            ballots = {line.pk: line.item_id != self.items[0].pk for line in before}
            votes.vote(self.sheet, ballots, by=user, at=self.now)
        self._close_with_picks(self.steps[2], teacher)

    def _submitted(self, teacher: User) -> None:
        for step in self.steps[3:]:
            on = self.now.date()
            paper_steps.hold_step(self.sheet, step, held_on=on, participants="全体", by=teacher, at=self.now)
        moves.submit(self.sheet, by=teacher, at=self.now, early=True)

    def _filed(self, _teacher: User) -> None:
        self.now = moment(FILING_DAY)
        moves.register(self.sheet, on=FILING_DAY, by=self.person("office"), at=self.now)

    def _close_with_picks(self, step: Step, by: User) -> None:
        try:
            closing.close(self.sheet, step, by=by, at=self.now)
        except closing.Tied as tied:
            picks = {pk for count in tied.counts for pk in sorted(count.outcome.tied)[: count.outcome.seats]}
            closing.close(self.sheet, step, by=by, at=self.now, picks=picks)

    @act(
        lambda self: self.at(StepRole.PUPIL),
        who=PUPIL,
        whom=PUPIL,
        item=st.integers(0, 5),
        takes_back=st.booleans(),
        own=st.booleans(),
    )
    def declare(self, who: int, whom: int, item: int, takes_back: bool, own: bool) -> None:
        own = own or not self.wild
        user, student = self.cast.pupils[who], self.cast.pupils[who if own else whom].student
        one, sheet, at = self.items[item], self.sheet, self.now
        assert student is not None
        if takes_back:
            self.attempt("retract", lambda: pupil_factories.retract(sheet, student, one, by=user, at=at))
        else:
            self.attempt("declare", lambda: pupil_factories.declare(sheet, student, one, "认真值日", by=user, at=at))

    @act(
        lambda self: self.lines() and self.at(StepRole.GROUP_LEADER),
        who=PUPIL,
        which=LINE,
        agrees=st.booleans(),
        hands=st.integers(0, 4),
        undone=st.booleans(),
    )
    def discuss(self, who: int, which: int, agrees: bool, hands: int, undone: bool) -> None:
        lines, at = self.lines(), self.now
        line = lines[which % len(lines)]
        user = self.cast.pupils[who] if self.wild else self.leader_of(line)
        hands = hands if self.wild else 3 * agrees
        if undone:
            self.attempt("undo discussion", lambda: discussion.undo_discussion(line, by=user, at=at))
        else:
            self.attempt(
                "discuss",
                lambda: discussion.discuss(line, agrees=agrees, hands_for=hands, hands_against=1, by=user, at=at),
            )

    @act(
        lambda self: self.lines() and self.at(StepRole.COMMITTEE),
        who=PUPIL,
        which=st.lists(LINE, min_size=1, max_size=6),
        agrees=st.booleans(),
    )
    def vote(self, who: int, which: list[int], agrees: bool) -> None:
        lines, user = self.lines(), self.cast.pupils[who if self.wild else who % 3]
        if not self.wild:
            lines = [line for line in votes.before_the_committee(self.sheet) if line.student_id != user.student_id]
        ballots = {lines[number % len(lines)].pk: agrees for number in which if lines}
        self.attempt("vote", lambda: votes.vote(self.sheet, ballots, by=user, at=self.now))

    @act(lambda self: self.in_state(*ENTRY_STATES), step=st.integers(0, 3), who=STAFF)
    def close(self, step: int, who: str) -> None:
        self.attempt(
            "close",
            lambda: self._close_with_picks(
                self.steps[step] if self.wild else self.open_step(), self.by(who, "homeroom")
            ),
        )

    @act(lambda self: self.in_state(*ENTRY_STATES), step=st.integers(0, 3), who=STAFF, reason=REASON)
    def reopen(self, step: int, who: str, reason: str) -> None:
        one = self.steps[step]
        self.attempt(
            "reopen", lambda: closing.reopen(self.sheet, one, reason=reason, by=self.by(who, "homeroom"), at=self.now)
        )

    @act(lambda self: self.in_state(*ENTRY_STATES), step=st.integers(0, 3), who=STAFF)
    def tick(self, step: int, who: str) -> None:
        one, by, at = self.steps[step], self.by(who, "homeroom"), self.now
        self.attempt(
            "tick", lambda: paper_steps.hold_step(self.sheet, one, held_on=at.date(), participants="全班", by=by, at=at)
        )

    @act(
        lambda self: self.in_state(*ENTRY_STATES), who=STAFF, pupil=PUPIL, item=st.integers(0, 5), wanted=st.booleans()
    )
    def enter(self, who: str, pupil: int, item: int, wanted: bool) -> None:
        student = self.cast.pupils[pupil].student
        assert student is not None
        change = Change(student.pk, self.items[item].pk, wanted)
        self.attempt(
            "enter", lambda: entering.save_lines(self.sheet, [change], by=self.by(who, "homeroom"), at=self.now)
        )

    @act(
        lambda self: self.lines() and self.in_state(*ENTRY_STATES),
        who=STAFF,
        which=LINE,
        reason=REASON,
        strikes=st.booleans(),
    )
    def review(self, who: str, which: int, reason: str, strikes: bool) -> None:
        verb = review.strike if strikes else review.restore
        fitting = [line for line in self.lines() if (line.state == LineState.CHOSEN) is strikes]
        lines = self.lines() if self.wild else fitting or self.lines()
        line = lines[which % len(lines)]
        self.attempt(verb.__name__, lambda: verb(line, reason=reason, by=self.by(who, "homeroom"), at=self.now))

    @act(lambda self: self.in_state(*ENTRY_STATES), who=STAFF, pupil=PUPIL, item=st.integers(0, 5), reason=REASON)
    def nominate(self, who: str, pupil: int, item: int, reason: str) -> None:
        student, one = self.cast.pupils[pupil].student, self.items[item]
        assert student is not None
        by, at = self.by(who, "homeroom"), self.now
        self.attempt("nominate", lambda: review.nominate(self.sheet, student, one, statement=reason, by=by, at=at))

    @act(
        lambda self: self.lines() and self.at(StepRole.HOMEROOM),
        who=STAFF,
        which=st.none() | LINE,
        agrees=st.booleans(),
    )
    def opine(self, who: str, which: int | None, agrees: bool) -> None:
        lines = self.lines()
        line = None if which is None or not self.wild else lines[which % len(lines)]
        by, at = self.by(who, "subject"), self.now
        self.attempt("opine", lambda: opinions.opine(self.sheet, line, agrees=agrees, text="有疑问", by=by, at=at))

    @act(lambda _self: Opinion.objects.exists(), who=STAFF, number=LINE, text=REASON)
    def reply(self, who: str, number: int, text: str) -> None:
        found = list(Opinion.objects.order_by("pk"))
        opinion = found[number % len(found)]
        self.attempt("reply", lambda: opinions.reply(opinion, text=text, by=self.by(who, "homeroom"), at=self.now))

    @act(lambda self: self.in_state(*ENTRY_STATES, SheetState.SUBMITTED), who=STAFF, recalls=st.booleans())
    def submit(self, who: str, recalls: bool) -> None:
        recalls = recalls if self.wild else self.state == SheetState.SUBMITTED
        verb = moves.recall if recalls else moves.submit
        self.attempt(verb.__name__, lambda: verb(self.sheet, by=self.by(who, "homeroom"), at=self.now))

    @act(
        lambda self: self.in_state(SheetState.SUBMITTED, SheetState.IN_NOTICE),
        who=OFFICE,
        returns=st.booleans(),
        reason=REASON,
    )
    def decide(self, who: str, returns: bool, reason: str) -> None:
        by, at = self.by(who, "office"), self.now
        if returns:
            self.attempt("return", lambda: moves.send_back(self.sheet, reason=reason, by=by, at=at))
        else:
            self.attempt("file", lambda: moves.register(self.sheet, on=at.date(), by=by, at=at))

    @act(
        lambda self: self.state == SheetState.IN_NOTICE,
        who=PUPIL,
        which=st.none() | LINE,
        route=st.sampled_from(ObjectionRoute),
        by_staff=st.booleans(),
    )
    def receive(self, who: int, which: int | None, route: ObjectionRoute, by_staff: bool) -> None:
        lines = list(Nomination.objects.placed())
        line = lines[which % len(lines)] if which is not None and lines else None
        by_staff = by_staff if self.wild else route != ObjectionRoute.PUPIL
        by, at = self.person("homeroom") if by_staff else self.cast.pupils[who], self.now
        name = "" if route == ObjectionRoute.ANONYMOUS else "王家长"
        self.attempt(
            f"object {route}",
            lambda: objections.receive(self.sheet, line, route=route, facts="不属实", raised_by=name, by=by, at=at),
        )

    @act(
        lambda _self: Objection.objects.exists(),
        who=OFFICE,
        number=LINE,
        act=st.sampled_from(["uphold", "dismiss", "dismiss", "withdraw"]),
        answer=REASON,
    )
    def answer(self, who: str, number: int, act: str, answer: str) -> None:
        found = list(Objection.objects.order_by("pk"))
        objection, by, at = found[number % len(found)], self.by(who, "office"), self.now
        if act == "withdraw":
            self.attempt(act, lambda: objections.withdraw(objection, reason=answer, by=by, at=at))
        else:
            verb = objections.uphold if act == "uphold" else objections.dismiss
            self.attempt(act, lambda: verb(objection, answer=answer, by=by, at=at))

    @act(lambda self: self.in_state(SheetState.IN_NOTICE), days=st.sampled_from([0, 1, 4]))
    def days_pass(self, days: int) -> None:
        self.now += dt.timedelta(days=days)
        self.attempt("finalize", lambda: moves.finalize_due(at=self.now))

    @act(lambda _self: StarEntry.objects.exists(), number=LINE, who=OFFICE)
    def reverse(self, number: int, who: str) -> None:
        entries = list(StarEntry.objects.order_by("pk"))
        entry, by = entries[number % len(entries)], self.by(who, "office")
        self.attempt("reverse", lambda: corrections.reverse(entry, reason="录错", by=by, at=self.now))

    @invariant()
    def quotas_and_caps_hold(self) -> None:
        places: dict[int, list[int | None]] = {}
        held: Counter[int] = Counter()
        for line in self.lines():
            if line.state in PLACED_STATES:
                places.setdefault(line.item_id, []).append(line.place)
            held[line.student_id] += line.state in LIVE_STATES
        for taken in places.values():
            assert len(set(taken)) == len(taken) <= QUOTA
        assert max(held.values(), default=0) <= CAP

    @invariant()
    def nobody_votes_on_oneself(self) -> None:
        assert not Vote.objects.filter(voter=F("nomination__student")).exists()

    @invariant()
    def pupils_speak_for_themselves_and_leaders_for_their_group(self) -> None:
        own = Decision.objects.filter(verdict__in=[Verdict.DECLARED, Verdict.RETRACTED])
        assert not own.exclude(by__student=F("nomination__student")).exists()
        said = Decision.objects.filter(step__role=StepRole.GROUP_LEADER, nomination__isnull=False)
        for student, leader in said.values_list("nomination__student", "by__student"):
            pks = [user.student_id for user in self.cast.pupils]
            assert pks.index(student) % 2 == pks.index(leader)

    @invariant()
    def every_star_was_seen_by_somebody_else_than_its_proposer(self) -> None:
        for line in Nomination.objects.filter(state=LineState.FINAL).prefetch_related("decisions"):
            proposer = min(line.decisions.all(), key=lambda decision: decision.pk).by_id
            filed = Decision.objects.filter(class_round=line.class_round_id, verdict=Verdict.FILED)
            assert filed.exclude(by=proposer).exists()

    @invariant()
    def the_ledger_is_the_sum_of_the_final_lines(self) -> None:
        final = Nomination.objects.filter(state=LineState.FINAL)
        assert not final or self.state == SheetState.FINAL
        in_ledger = dict(StarEntry.objects.order_by().values_list("student").annotate(total=Sum("stars")))
        on_sheet = dict(final.order_by().values_list("student").annotate(total=Sum("item__value")))
        assert {pupil: total for pupil, total in in_ledger.items() if total} == on_sheet

    @invariant()
    def history_only_grows(self) -> None:
        decisions, audits, entries = (Decision.objects.count(), AuditEvent.objects.count(), StarEntry.objects.count())
        assert decisions >= self.decisions
        assert audits >= self.audits
        assert entries >= self.entries
        assert audits > self.audits or decisions == self.decisions, "a decision without its audit"
        self.decisions, self.audits, self.entries = decisions, audits, entries

    @invariant()
    def a_line_in_dispute_is_open_and_earns_nothing(self) -> None:
        open_ = set(Objection.objects.filter(state=ObjectionState.OPEN).values_list("nomination", flat=True))
        for line in self.lines():
            if line.state == LineState.DISPUTED:
                assert line.pk in open_
                assert not StarEntry.objects.filter(nomination=line).exists()


@pytest.mark.django_db
def test_months_played_by_everybody() -> None:
    Voices.cast = make_class_of_voices(pupils=PUPILS)
    examples = length.of(short=40, long=80)
    bounds = settings(
        max_examples=examples, stateful_step_count=16, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    play(Voices, settings=bounds)
    done = {name for name in Voices.reached if not name.startswith("no: ")}
    # Chance leaves some out; months in which hardly anybody got to act would show nothing.
    assert len(EVERYTHING - done) <= len(EVERYTHING) // 4, Voices.reached
    assert not Decision.objects.exists(), "a play was not undone"
