"""No declared name goes without a word: what runs on screen is closed there, and every name is decided."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from awards.models import ClassRound, Decision, HeldStep, LineState, Nomination, SheetState, Verdict
from awards.office.board import board_page
from awards.rules.kinds import StepRole
from awards.sheets import entering, moves, paper_steps, undecided
from awards.sheets.contents import Contents
from awards.sheets.entering import Change
from awards.sheets.facts import problems_of
from awards.sheets.stage import Stage
from awards.sheets.undecided import declined_on_paper
from awards.steps import closing
from awards.steps.meeting import verbs as meeting
from awards.steps.pupil.way import own_stars
from starrating.refused import Refused
from tests.awards.entry_clients import sign_in
from tests.awards.steps_factories import (
    LATER,
    NOW,
    ClassAtWork,
    at_the_committee,
    at_the_groups,
    at_the_review,
    make_class_at_work,
)
from tests.factories import make_office
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PUPIL, GROUPS = StepRole.PUPIL, StepRole.GROUP_LEADER
COMMITTEE, REVIEW = StepRole.COMMITTEE, StepRole.HOMEROOM


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def all_at_once(work: ClassAtWork) -> None:
    body = {"all": "1"}
    for step in Stage.load(work.sheet).steps:
        printed = {f"step-{step.pk}-held_on": "2025-09-26", f"step-{step.pk}-participants": "全班"}
        body |= printed | {f"initial-{name}": value for name, value in printed.items()}
    assert sign_in(work.teacher).post(f"/sheets/{work.sheet.pk}/steps", body).status_code == 302


def held(work: ClassAtWork) -> list[str]:
    return list(HeldStep.objects.filter(class_round=work.sheet, on_paper=True).values_list("step__role", flat=True))


def tick(work: ClassAtWork, *roles: StepRole) -> None:
    for role in roles:
        paper_steps.hold_step(
            work.sheet, work.step(role), held_on=NOW.date(), participants="全班", by=work.teacher, at=NOW
        )


def no(work: ClassAtWork, role: StepRole) -> str:
    with refused("on_screen") as no:
        tick(work, role)
    ticks = [paper_steps.Tick(work.step(role).pk, NOW.date(), "全班")]
    with refused("on_screen"):
        paper_steps.hold_steps(work.sheet, ticks, by=work.teacher, at=NOW)
    return no.value.code


def codes(work: ClassAtWork) -> list[str]:
    return [problem.code for problem in problems_of([work.sheet])[work.sheet.pk]]


def decided_on_paper() -> ClassAtWork:
    """Declared and closed on screen; groups, committee and review on paper, one name of the four entered."""
    work = make_class_at_work()
    for pupil in (1, 2, 5, 6):
        work.declares(pupil, 0)
    work.close(PUPIL)
    tick(work, GROUPS, COMMITTEE, REVIEW)
    wanted = [Change(work.pupils[1].pk, work.items[0].pk, wanted=True)]
    entering.save_lines(work.sheet, wanted, by=work.teacher, at=NOW)
    return work


def test_all_at_once_leaves_a_vote_alone_and_what_comes_after_it() -> None:
    work = at_the_committee()
    work.votes(0, {(1, 0): True})
    all_at_once(work)
    assert held(work) == []
    assert work.current() == COMMITTEE


@pytest.mark.parametrize("declared", [False, True])
def test_all_at_once_leaves_names_alone_that_wait_on_screen(declared: bool) -> None:
    """Also before anybody has voted; a class on paper ticks everything."""
    work = at_the_committee() if declared else make_class_at_work()
    all_at_once(work)
    assert held(work) == ([] if declared else [PUPIL, GROUPS, COMMITTEE, REVIEW])


def test_all_at_once_leaves_the_review_alone_that_subject_teachers_are_asked_about() -> None:
    work = at_the_review()
    all_at_once(work)
    assert held(work) == []


def test_the_page_offers_no_tick_for_a_step_that_runs_on_screen() -> None:
    work = at_the_committee()
    page = f"/sheets/{work.sheet.pk}/"
    assert f"step-{work.step(COMMITTEE).pk}-held" in sign_in(work.teacher).get(page).content.decode()
    work.votes(0, {(1, 0): True})
    text = sign_in(work.teacher).get(page).content.decode()
    assert f"step-{work.step(COMMITTEE).pk}-held" not in text
    assert f"/sheets/{work.sheet.pk}/progress/" in text
    assert 'name="all"' not in text


def test_a_single_tick_is_refused_once_somebody_has_taken_part_on_screen() -> None:
    work = make_class_at_work()
    work.declares(1, 0)
    assert no(work, PUPIL) == no(work, COMMITTEE) == "on_screen"
    work.close(PUPIL)
    work.discusses(1, 0)
    assert no(work, GROUPS) == "on_screen"
    work.close(GROUPS)
    work.votes(0, {(1, 0): True})
    assert no(work, COMMITTEE) == no(work, REVIEW) == "on_screen"


def test_hands_counted_at_a_meeting_are_a_vote_that_no_tick_goes_over() -> None:
    work = at_the_committee()
    hands = {work.line(pupil, 0).pk: (3, None) for pupil in (1, 2, 5, 6)}
    meeting.count_hands(work.sheet, work.items[0].pk, hands, by=work.teacher, at=NOW)
    assert no(work, COMMITTEE) == no(work, REVIEW) == "on_screen"
    all_at_once(work)
    assert held(work) == []
    meeting.forget_hands(work.sheet, work.items[0].pk, by=work.teacher, at=NOW)
    tick(work, COMMITTEE)


def typed(work: ClassAtWork, pupil: int, item: int) -> str:
    """The code with which a typed name is refused, empty where it stands."""
    change = Change(work.pupils[pupil].pk, work.items[item].pk, wanted=True)
    try:
        entering.save_lines(work.sheet, [change], by=work.teacher, at=NOW)
    except Refused as refused:
        return refused.code
    assert work.line(pupil, item).state == LineState.CHOSEN
    return ""


def test_no_name_is_typed_past_a_committee_that_decides_on_screen() -> None:
    """Neither one that nobody put forward, nor a declared one, nor one that the group has declined."""
    work = make_class_at_work()
    assert typed(work, 7, 7) == ""
    for pupil in (1, 2, 5, 6):
        work.declares(pupil, 0)
    work.declares(1, 1)
    refused = [typed(work, 3, 2)]
    work.close(PUPIL)
    refused.append(typed(work, 3, 2))
    work.discusses(1, 0)
    work.discusses(1, 1, agrees=False)
    work.close(GROUPS)
    refused.append(typed(work, 3, 2))
    work.votes(0, {(1, 0): True})
    refused += [typed(work, 3, 2), typed(work, 1, 0), typed(work, 1, 1)]
    assert refused == ["shortlist"] * 6
    assert list(Nomination.objects.placed().values_list("student", flat=True)) == [work.pupils[7].pk]
    assert work.line(1, 1).state == LineState.DROPPED
    off = [Change(work.pupils[7].pk, work.items[7].pk, wanted=False)]
    assert entering.save_lines(work.sheet, off, by=work.teacher, at=NOW).made == off


def test_names_are_typed_once_the_committee_has_met_on_paper() -> None:
    work = at_the_committee()
    assert typed(work, 3, 2) == "shortlist"
    tick(work, COMMITTEE)
    assert typed(work, 3, 2) == typed(work, 1, 0) == ""


def test_undecided_names_stop_the_sheet_with_their_number() -> None:
    work = decided_on_paper()
    found = [problem for problem in problems_of([work.sheet])[work.sheet.pk] if problem.blocks]
    assert [(problem.code, problem.params["count"]) for problem in found] == [("undecided", 3)]
    with pytest.raises(moves.Blocked):
        moves.submit(work.sheet, by=work.teacher, at=NOW)
    with pytest.raises(CommandError):
        call_command("submit_sheets", round="2025-09", by=work.teacher.username)
    text = sign_in(work.teacher).get(f"/sheets/{work.sheet.pk}/").content.decode()
    assert str(found[0].message) in text
    row = board_page([work.sheet.round], work.sheet.round, NOW.date()).rows[0]
    assert row.undecided == 3
    clerk = make_office(work.sheet.school_class.school)
    assert "没有结果" in sign_in(clerk).get("/board/").content.decode()


def test_a_vote_that_runs_is_named_by_its_step() -> None:
    work = at_the_committee()
    found = next(one for one in problems_of([work.sheet])[work.sheet.pk] if one.code == "undecided")
    assert found.params == {"count": 4, "step": work.step(COMMITTEE).name}


def test_the_rest_is_told_and_the_sheet_goes_on() -> None:
    work = decided_on_paper()
    sheet = ClassRound.objects.get(pk=work.sheet.pk)
    page = f"/sheets/{sheet.pk}/"
    assert 'id="rest-dialog"' in sign_in(work.teacher).get(page).content.decode()
    for _time in range(2):
        sign_in(work.teacher).post(f"{page}rest", {"seen": sheet.version, "idempotency_key": "once"})
    declined = Decision.objects.filter(verdict=Verdict.DECLINED, step=work.step(COMMITTEE), on_paper=True)
    assert declined.count() == Nomination.objects.filter(state=LineState.DROPPED).count() == 3
    assert moves.submit(sheet, by=work.teacher, at=NOW).state == SheetState.SUBMITTED
    own = [own_stars(sheet, Stage.load(sheet), [work.line(pupil, 0)])[0] for pupil in (1, 2)]
    assert [one.way[-1].state for one in own] == ["ahead", "ended"]
    assert "没有选上" in own[1].told


def test_the_rest_is_not_told_before_the_committee_nor_unseen() -> None:
    work = at_the_committee()
    with refused("stage"):
        undecided.decline_rest(work.sheet, by=work.teacher, at=NOW)
    work = decided_on_paper()
    with refused("stale"):
        undecided.decline_rest(work.sheet, by=work.teacher, at=NOW, seen_version=0)


def test_a_tick_taken_back_opens_the_rest_again() -> None:
    work = decided_on_paper()
    undecided.decline_rest(work.sheet, by=work.teacher, at=NOW)
    assert len(declined_on_paper(work.sheet)) == 3
    paper_steps.release_step(work.sheet, work.step(COMMITTEE), by=work.teacher, at=NOW)
    assert work.line(2, 0).state == LineState.PROPOSED
    assert Contents.load(work.sheet).undecided == 3


def test_a_step_opened_again_on_screen_opens_the_rest_again() -> None:
    work = decided_on_paper()
    undecided.decline_rest(work.sheet, by=work.teacher, at=NOW)
    closing.reopen(work.sheet, work.step(PUPIL), by=work.teacher, at=NOW, reason="有人忘了写")
    assert [work.line(pupil, 0).state for pupil in (2, 5, 6)] == [LineState.PROPOSED] * 3


def test_a_pupil_reads_of_every_declaration_once_the_sheet_has_gone() -> None:
    """Also of one that was left on a sheet handed in before names had to be decided."""
    work = at_the_groups()
    for state in (SheetState.SUBMITTED, SheetState.IN_NOTICE, SheetState.FINAL):
        work.sheet.state = state
        own = own_stars(work.sheet, Stage.load(work.sheet), [work.line(1, 0)])[0]
        assert own.way[-1].state == "ended"


def test_the_checks_never_say_nobody_while_names_stand_on_the_page() -> None:
    work = make_class_at_work()
    assert "empty" in codes(work)
    work.declares(1, 0)
    assert "empty" not in codes(work)
    work = at_the_review()
    Nomination.objects.filter(state=LineState.CHOSEN).update(state=LineState.DROPPED, place=None)
    said = [problem for problem in problems_of([work.sheet])[work.sheet.pk] if problem.code == "empty"]
    assert "还没有" not in said[0].message
