"""An appeal after the settlement: the grade reopened and settled once more agrees with a term without the deduction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import F

from awards.models import AppealEffect, ClassRound, SheetState, TermLevel, Violation, ViolationState
from awards.settlement import verbs as settlement
from awards.violations import verbs as violations
from tests.factories import moment
from tests.oracle.generator import make_plan
from tests.oracle.plan import Ruling, SchoolPlan
from tests.oracle.playing import AFTERWARDS, Player, play
from tests.oracle.reckoning import deductions, reckon

pytestmark = pytest.mark.django_db


def settled_levels(player: Player) -> dict[str, int]:
    rows = TermLevel.objects.current().filter(term=player.term, listed=True)
    return dict(rows.values_list("student__number", "total"))


def close(player: Player) -> None:
    """What is left open comes to nothing, so that the term can be settled."""
    at = moment(AFTERWARDS)
    for found in Violation.objects.awaiting_decision().filter(term=player.term):
        violations.drop(found, reason="证据不足", by=player.by, at=at)
    rows = ClassRound.objects.filter(round__term=player.term).exclude(state=SheetState.FINAL)
    for row in rows:
        filed = {"filing_number": f"rest-{row.pk}", "notice_from": AFTERWARDS, "notice_until": AFTERWARDS}
        ClassRound.objects.filter(pk=row.pk).update(
            state=SheetState.FINAL, final_at=at, version=F("version") + 1, **filed
        )
    settlement.settle(player.term, by=player.by, at=at)


def seeds() -> list[int]:
    """Schools in which a deduction stands."""
    return [seed for seed in range(1, 40) if deductions(make_plan(seed))][:4]


def expected(plan: SchoolPlan, levels: dict[str, int]) -> dict[str, int]:
    totals = reckon(plan).totals
    return {number: totals[number] for number in levels}


@pytest.mark.parametrize("seed", seeds())
def test_reversed_after_the_settlement_is_as_never_decided(seed: int) -> None:
    plan = make_plan(seed)
    player = play(plan, alone=True)
    close(player)
    before = settled_levels(player)
    assert before == expected(plan, before)
    confirmed = Violation.objects.filter(term=player.term, state=ViolationState.CONFIRMED)
    found = confirmed.select_related("student__school", "school_class__school").exclude(appeals__isnull=False)[:1]
    for one in found:
        player.appeal(one, Ruling.REVERSED, AppealEffect.IN_TERM)
        settlement.settle(player.term, by=player.by, at=moment(AFTERWARDS))
        key = (one.student.number, one.happened_on)
        changed = [
            replace(other, ruling=Ruling.REVOKED) if (other.number, other.day) == key else other
            for other in plan.violations
        ]
        after = settled_levels(player)
        wanted = dict(before)
        wanted[one.student.number] += one.stars
        assert after == {number: wanted[number] for number in after}
        if not plan.rules.deductions_a_term:
            assert after == expected(replace(plan, violations=tuple(changed)), after)
