"""A month played by people who press whatever they can; what must hold holds after every step."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from awards.models import (
    PLACED_STATES,
    ClassRound,
    Decision,
    LineState,
    Nomination,
    SheetState,
    StarEntry,
    StarItem,
    Step,
    Verdict,
)
from awards.sheets import corrections, entering, moves, paper_steps
from awards.sheets.entering import Change
from awards.sheets.stage import class_steps
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import Student, User
from tests.factories import fill, items_of, make_sheet, moment
from tests.guarantees.factories import World, bring_to, make_world, students_of

QUOTA, CAP = 5, 4

# The month by its decisions about the whole sheet: from where each may come, and where it leads.
EDGES: dict[str, tuple[set[str], str]] = {
    Verdict.SUBMITTED: ({SheetState.OPEN, SheetState.RETURNED}, SheetState.SUBMITTED),
    Verdict.RECALLED: ({SheetState.SUBMITTED}, SheetState.OPEN),
    Verdict.RETURNED: ({SheetState.SUBMITTED, SheetState.IN_NOTICE}, SheetState.RETURNED),
    Verdict.FILED: ({SheetState.SUBMITTED}, SheetState.IN_NOTICE),
    Verdict.FINALIZED: ({SheetState.IN_NOTICE}, SheetState.FINAL),
}
CLASS_VERDICTS = {Verdict.ENTERED, Verdict.STRUCK, Verdict.RESTORED, Verdict.HELD, Verdict.WITHDRAWN}
CLASS_VERDICTS |= {Verdict.SUBMITTED, Verdict.RECALLED}
OFFICE_VERDICTS = {Verdict.FILED, Verdict.RETURNED, Verdict.REVERSED}

SOMEBODY = st.sampled_from(
    [
        # Those who may, more often than those who may not, so that the month gets on.
        *["homeroom", "homeroom", "homeroom of another class", "office", "office", "administrator"],
        *["subject", "deactivated administrator", "office of another school", "homeroom before"],
    ]
)
SHEET = st.integers(0, 1)
CELLS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.booleans()), min_size=1, max_size=14)


class Month(RuleBasedStateMachine):
    """Two classes' sheets; the day only moves on. Everything is undone when a play ends."""

    world: ClassVar[World]
    second: ClassVar[ClassRound]
    stage: ClassVar[SheetState | None]
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        # As a test case does it: the watch over locks begins anew with each verb inside.
        setattr(self.undo, "_from_testcase", True)  # noqa: B010 -- no attribute that its type knows
        self.undo.__enter__()
        self.now = moment(dt.date(2025, 9, 30))
        self.sheets = [self.world.sheet, self.second]
        self.pupils: list[list[Student]] = [students_of(sheet) for sheet in self.sheets]
        # One of the other class may be typed in on either sheet, and must never stand there.
        self.pupils = [[*own, other[0]] for own, other in zip(self.pupils, self.pupils[::-1], strict=True)]
        self.items: list[StarItem] = items_of(self.world.sheet)
        self.steps = class_steps(Step.objects.filter(scheme=self.world.sheet.round.term.pinned.scheme))
        self.decisions = self.entries = 0
        self.audits = AuditEvent.objects.count()
        self.versions = {sheet.pk: (0, 0) for sheet in self.sheets}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as no:
            self.reached.add(no.code)

    @initialize()
    def begin(self) -> None:
        if self.stage is not None:
            bring_to(self.world, self.stage)
            fill(self.second, self.person("homeroom of another class"))
            self.now = moment(dt.date(2025, 10, 12))

    @rule(sheet=SHEET, who=SOMEBODY, cells=CELLS)
    def enter(self, sheet: int, who: str, cells: list[tuple[int, int, bool]]) -> None:
        changes = [Change(self.pupils[sheet][pupil].pk, self.items[item].pk, wanted) for pupil, item, wanted in cells]
        self.attempt(lambda: entering.save_lines(self.sheets[sheet], changes, by=self.person(who), at=self.now))

    @rule(sheet=SHEET, who=SOMEBODY, step=st.integers(0, 3), held=st.booleans())
    def tick(self, sheet: int, who: str, step: int, held: bool) -> None:
        one, by, at = self.steps[step % len(self.steps)], self.person(who), self.now
        day = at.date()
        if held:
            self.attempt(
                lambda: paper_steps.hold_step(self.sheets[sheet], one, held_on=day, participants="全班", by=by, at=at)
            )
        else:
            self.attempt(lambda: paper_steps.release_step(self.sheets[sheet], one, by=by, at=at))

    @rule(sheet=SHEET, who=SOMEBODY)
    def submit(self, sheet: int, who: str) -> None:
        self.attempt(lambda: moves.submit(self.sheets[sheet], by=self.person(who), at=self.now))

    @rule(sheet=SHEET, who=SOMEBODY)
    def recall(self, sheet: int, who: str) -> None:
        self.attempt(lambda: moves.recall(self.sheets[sheet], by=self.person(who), at=self.now))

    @rule(sheet=SHEET, who=SOMEBODY, reason=st.sampled_from(["名单有误", " "]))
    def send_back(self, sheet: int, who: str, reason: str) -> None:
        self.attempt(lambda: moves.send_back(self.sheets[sheet], reason=reason, by=self.person(who), at=self.now))

    @rule(which=st.sampled_from([[0], [1], [0, 1], [0]]), who=SOMEBODY)
    def file(self, which: list[int], who: str) -> None:
        pks = [self.sheets[sheet].pk for sheet in which]
        on, round_ = self.now.date(), self.world.sheet.round
        self.attempt(lambda: moves.register_many(round_, pks, on=on, by=self.person(who), at=self.now))

    @rule(days=st.integers(1, 12), by_the_worker=st.booleans(), who=SOMEBODY)
    def days_pass(self, days: int, by_the_worker: bool, who: str) -> None:
        self.now += dt.timedelta(days=days)
        by = None if by_the_worker else self.person(who)
        self.attempt(lambda: moves.finalize_due(at=self.now, by=by))

    @rule(number=st.integers(0, 9), who=SOMEBODY)
    def reverse(self, number: int, who: str) -> None:
        entries = list(StarEntry.objects.all())
        if entries:
            entry = entries[number % len(entries)]
            self.attempt(lambda: corrections.reverse(entry, reason="录错", by=self.person(who), at=self.now))

    def person(self, who: str) -> User:
        return self.world.people[who]

    @invariant()
    def quotas_hold(self) -> None:
        by_item: dict[tuple[int, int], list[int | None]] = {}
        by_pupil: Counter[tuple[int, int]] = Counter()
        for line in Nomination.objects.filter(state__in=PLACED_STATES):
            by_item.setdefault((line.class_round_id, line.item_id), []).append(line.place)
            by_pupil[line.class_round_id, line.student_id] += 1
        for places in by_item.values():
            assert len(places) <= QUOTA
            assert len(set(places)) == len(places)
            assert set(places) <= set(range(1, QUOTA + 1))
        assert max(by_pupil.values(), default=0) <= CAP
        for sheet, pupils in zip(self.sheets, self.pupils, strict=True):
            assert not Nomination.objects.filter(class_round=sheet, student=pupils[-1]).exists()

    @invariant()
    def the_ledger_is_the_sum_of_the_final_lines(self) -> None:
        final = Nomination.objects.filter(state=LineState.FINAL)
        assert {line.class_round.state for line in final} <= {SheetState.FINAL}
        in_ledger = dict(StarEntry.objects.order_by().values_list("student").annotate(total=Sum("stars")))
        on_sheets = dict(final.order_by().values_list("student").annotate(total=Sum("item__value")))
        assert {pupil: total for pupil, total in in_ledger.items() if total} == on_sheets

    @invariant()
    def history_only_grows(self) -> None:
        decisions, audits = Decision.objects.count(), AuditEvent.objects.count()
        entries = StarEntry.objects.count()
        assert decisions >= self.decisions
        assert audits >= self.audits
        assert entries >= self.entries
        assert (decisions > self.decisions) == (audits > self.audits), "a decision without its audit, or the reverse"
        self.decisions, self.audits, self.entries = decisions, audits, entries

    @invariant()
    def versions_grow_with_every_decision(self) -> None:
        for sheet in ClassRound.objects.all():
            version, decisions = self.versions[sheet.pk]
            found = sheet.decisions.count()
            assert (sheet.version > version) if found > decisions else (sheet.version == version)
            self.versions[sheet.pk] = (sheet.version, found)

    @invariant()
    def the_states_history_has_only_legal_edges(self) -> None:
        for sheet in self.sheets:
            state: str = SheetState.OPEN
            about_all = Decision.objects.filter(class_round=sheet, nomination=None, verdict__in=EDGES).order_by("pk")
            for verdict in about_all.values_list("verdict", flat=True):
                sources, target = EDGES[verdict]
                assert state in sources, f"{verdict} from {state}"
                state = target
                self.reached.add(verdict)
            assert ClassRound.objects.get(pk=sheet.pk).state == state

    @invariant()
    def who_decided_had_the_right(self) -> None:
        people = self.world.people
        administrator = people["administrator"].pk
        homerooms = dict(
            zip(
                (sheet.pk for sheet in self.sheets),
                (people["homeroom"].pk, people["homeroom of another class"].pk),
                strict=True,
            )
        )
        for sheet, verdict, by in Decision.objects.values_list("class_round", "verdict", "by"):
            if verdict in CLASS_VERDICTS:
                assert by in (homerooms[sheet], administrator)
            elif verdict in OFFICE_VERDICTS:
                assert by in (people["office"].pk, administrator)
            else:
                assert verdict == Verdict.FINALIZED
                assert by in (None, administrator)

    @invariant()
    def numbers_are_given_once_and_kept(self) -> None:
        filed = {one for one in ClassRound.objects.values_list("filing_number", flat=True) if one is not None}
        decided = Decision.objects.filter(verdict=Verdict.FILED).values("class_round").distinct().count()
        assert len(filed) == decided


@pytest.mark.django_db
def test_a_month_played_at_random() -> None:
    Month.world = make_world(pupils=8)
    task = Month.world.people["homeroom of another class"].staffings.get()
    Month.second = make_sheet(task.school_class, pupils=8)
    bounds = settings(max_examples=5, stateful_step_count=25, derandomize=True, suppress_health_check=list(HealthCheck))
    # Plays begin all along the month, so that its later states are reached.
    for Month.stage in (None, *SheetState):
        run_state_machine_as_test(Month, settings=bounds)
    # A month in which nothing was filed or refused would show nothing.
    assert Month.reached >= {*EDGES, "state", "role"}
    assert not Decision.objects.exists(), "a play was not undone"
