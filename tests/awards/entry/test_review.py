"""The homeroom teacher's changes of the committee's choice: struck, put back, nominated on behalf (A6, A57)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from awards.entry import review
from awards.models import (
    Decision,
    LineSource,
    LineState,
    Nomination,
    Objection,
    ObjectionRoute,
    ObjectionState,
    Scheme,
    SheetState,
    Verdict,
    Vote,
)
from awards.rules.kinds import QuotaMode, StepRole
from awards.sheets import entering, moves, paper_steps
from awards.sheets.entering import Change
from starrating.operations.models import AuditEvent
from students.models import User
from tests.awards.steps_factories import (
    LATER,
    NOW,
    ClassAtWork,
    at_the_committee,
    at_the_groups,
    at_the_review,
    make_class_at_work,
    others_of,
)
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
WHY = "本月多次帮助同学，事实清楚"


def strike(work: ClassAtWork, pupil: int, item: int, reason: str = WHY, by: User | None = None) -> Nomination:
    return review.strike(work.line(pupil, item), reason=reason, by=by or work.teacher, at=LATER)


def restore(work: ClassAtWork, pupil: int, item: int, reason: str = WHY, by: User | None = None) -> Nomination:
    return review.restore(work.line(pupil, item), reason=reason, by=by or work.teacher, at=LATER)


def nominate(work: ClassAtWork, pupil: int, item: int, why: str = WHY, by: User | None = None) -> Nomination:
    student, star = work.pupils[pupil], work.items[item]
    return review.nominate(work.sheet, student, star, statement=why, by=by or work.teacher, at=LATER)


def no(act: Callable[[], object]) -> str:
    """The code of the refusal; nothing is written by it."""
    before = (Decision.objects.count(), AuditEvent.objects.count(), list(Nomination.objects.order_by("pk").values()))
    code = refusal(act)
    after = (Decision.objects.count(), AuditEvent.objects.count(), list(Nomination.objects.order_by("pk").values()))
    assert after == before
    return code


def settings_of(work: ClassAtWork, **changes: object) -> None:
    Scheme.objects.filter(pk=work.sheet.round.term.pinned.scheme_id).update(**changes)


def test_a_struck_name_is_off_the_sheet_with_its_reason_in_history_and_audit() -> None:
    work = at_the_review()
    line = strike(work, 1, 0)
    assert (line.state, line.place, line.votes_for) == (LineState.DROPPED, None, 3)
    decision = Decision.objects.get(nomination=line, verdict=Verdict.STRUCK)
    assert decision.step is not None
    assert (decision.step.role, decision.by, decision.reason, decision.on_paper) == (
        StepRole.HOMEROOM,
        work.teacher,
        WHY,
        False,
    )
    event = AuditEvent.objects.get(action="line.struck")
    pupil = work.pupils[1].pk
    assert (event.reason, event.old, event.new["pupil"]) == (WHY, {"state": "chosen"}, pupil)
    assert no(lambda: strike(work, 1, 0)) == "gone"


def test_a_name_put_back_takes_the_lowest_free_place() -> None:
    work = at_the_review()
    first = work.line(1, 0).place
    strike(work, 1, 0)
    assert restore(work, 5, 0).place == first
    assert restore(work, 1, 0).place == 3
    assert no(lambda: restore(work, 1, 0)) == "there"
    assert [row.reason for row in Decision.objects.filter(verdict=Verdict.RESTORED)] == [WHY, WHY]


def test_what_the_group_declined_can_be_put_back_and_what_its_pupil_took_back_cannot() -> None:
    work = at_the_review()
    assert restore(work, 1, 1).state == LineState.CHOSEN
    line = work.line(6, 0)
    step = work.step(StepRole.PUPIL)
    Decision.objects.create(
        class_round=work.sheet, nomination=line, step=step, verdict=Verdict.RETRACTED, by=work.user(6), at=NOW
    )
    assert no(lambda: restore(work, 6, 0)) == "retracted"
    again = nominate(work, 6, 0)
    assert (again.pk, again.source, again.state) == (line.pk, LineSource.BEHALF, LineState.CHOSEN)


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "字" * 201])
def test_each_change_needs_one_line_of_reason(reason: str) -> None:
    work = at_the_review()
    assert no(lambda: strike(work, 1, 0, reason)) == "reason"
    assert no(lambda: restore(work, 5, 0, reason)) == "reason"
    assert no(lambda: nominate(work, 3, 2, reason)) == "reason"


def test_only_the_class_and_only_while_it_has_the_sheet() -> None:
    work = at_the_review()
    others = others_of(work)
    administrator = others.pop("administrator")
    for by in [*others.values(), work.user(0), work.user(1)]:
        assert no(partial(strike, work, 1, 0, by=by)) == "role"
        assert no(partial(restore, work, 5, 0, by=by)) == "role"
        assert no(partial(nominate, work, 3, 2, by=by)) == "role"
    strike(work, 1, 0, by=administrator)
    for state in (SheetState.SUBMITTED, SheetState.IN_NOTICE, SheetState.FINAL):
        fields = {
            "filing_number": "1",
            "notice_from": work.sheet.round.ends_on,
            "notice_until": work.sheet.round.ends_on,
        }
        if state == SheetState.FINAL:
            Vote.objects.filter(nomination__class_round=work.sheet).delete()
        type(work.sheet).objects.filter(pk=work.sheet.pk).update(state=state, **fields)
        assert no(lambda: strike(work, 2, 0)) == "state"
        assert no(lambda: nominate(work, 3, 2)) == "state"


def test_before_the_committee_has_decided_names_go_its_way() -> None:
    work = at_the_groups()
    assert no(lambda: strike(work, 1, 0)) == "stage"
    assert no(lambda: restore(work, 1, 0)) == "stage"
    line = nominate(work, 3, 0)
    assert (line.source, line.state, line.place, line.statement) == (LineSource.BEHALF, LineState.PROPOSED, None, WHY)
    assert no(lambda: nominate(work, 3, 0)) == "there"
    # One's own nomination is taken back with a reason, and may be made again.
    assert strike(work, 3, 0).state == LineState.DROPPED
    assert nominate(work, 3, 0).state == LineState.PROPOSED
    assert work.discusses(3, 0).group_agreed is True


def test_the_committee_votes_on_a_nomination_like_on_any_other() -> None:
    work = at_the_committee()
    assert no(lambda: nominate(work, 1, 1)) == "left_out"
    nominate(work, 3, 2)
    work.votes_on_all(0, (3, 2))
    work.close(StepRole.COMMITTEE)
    line = work.line(3, 2)
    assert (line.source, line.state, line.votes_for) == (LineSource.BEHALF, LineState.CHOSEN, 1)


def test_after_the_vote_a_nomination_takes_a_place_at_once() -> None:
    work = at_the_review()
    line = nominate(work, 3, 0)
    assert (line.state, line.source, line.place, line.statement) == (LineState.CHOSEN, LineSource.BEHALF, 3, WHY)
    decision = Decision.objects.get(nomination=line)
    assert (decision.verdict, decision.reason) == (Verdict.NOMINATED, WHY)
    assert no(lambda: nominate(work, 3, 0)) == "there"
    assert no(lambda: nominate(work, 5, 0)) == "left_out"


def test_quota_items_and_class_hold_here_as_well() -> None:
    work = at_the_review()
    for pupil in (3, 4, 7):
        nominate(work, pupil, 0)
    assert no(lambda: nominate(work, 0, 0)) == "over_quota"
    assert no(lambda: restore(work, 5, 0)) == "over_quota"
    for item in (2, 3, 4):
        nominate(work, 3, item)
    assert no(lambda: nominate(work, 3, 5)) == "over_cap"
    stranger = make_class_at_work().pupils[0]
    star = work.items[6]
    assert (
        no(lambda: review.nominate(work.sheet, stranger, star, statement=WHY, by=work.teacher, at=LATER))
        == "not_enrolled"
    )
    settings_of(work, quota_mode=QuotaMode.OFFICE)
    assert restore(work, 5, 0).place == 6


def test_a_scheme_without_nominations_on_behalf() -> None:
    work = at_the_review()
    settings_of(work, nominate_on_behalf=False)
    assert no(lambda: nominate(work, 3, 0)) == "no_behalf"
    assert restore(work, 5, 0).state == LineState.CHOSEN


def test_a_name_under_objection_is_left_alone_and_one_that_fell_stays_off() -> None:
    work = at_the_review()
    line = work.line(1, 0)
    Nomination.objects.filter(pk=line.pk).update(state=LineState.DISPUTED)
    assert no(lambda: strike(work, 1, 0)) == "frozen"
    Nomination.objects.filter(pk=line.pk).update(state=LineState.DROPPED, place=None)
    Objection.objects.create(
        class_round=work.sheet,
        nomination=line,
        number=1,
        route=ObjectionRoute.SLIP,
        raised_by="家长",
        facts="当月有迟到",
        received_at=NOW,
        recorded_by=work.teacher,
        due_on=NOW.date(),
        state=ObjectionState.UPHELD,
        answer="属实",
        decided_by=work.teacher,
        decided_at=NOW,
    )
    assert no(lambda: restore(work, 1, 0)) == "upheld"


def test_after_the_vote_names_cannot_be_typed_in_any_more() -> None:
    work = at_the_review()
    change = Change(work.pupils[3].pk, work.items[2].pk, wanted=True)
    assert no(lambda: entering.save_lines(work.sheet, [change], by=work.teacher, at=LATER)) == "shortlist"
    assert (
        no(
            lambda: paper_steps.hold_step(
                work.sheet,
                work.step(StepRole.COMMITTEE),
                held_on=NOW.date(),
                participants="全体",
                by=work.teacher,
                at=LATER,
            )
        )
        == "online"
    )
    assert (
        no(lambda: paper_steps.release_step(work.sheet, work.step(StepRole.COMMITTEE), by=work.teacher, at=LATER))
        == "online"
    )


def test_a_class_on_screen_hands_in_without_dates_and_participants() -> None:
    work = at_the_review()
    strike(work, 1, 0)
    work.close(StepRole.HOMEROOM)
    sheet = moves.submit(work.sheet, by=work.teacher, at=LATER)
    assert sheet.state == SheetState.SUBMITTED
