"""Closing a step on screen and opening it again: who may, when, and what becomes of the lines."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from awards.models import Decision, HeldStep, LineSource, LineState, Nomination, SheetState, Step, Verdict, Vote
from awards.rules.kinds import StepRole
from awards.sheets import moves, paper_steps
from awards.sheets.stage import Stage
from awards.steps import closing
from starrating.operations.models import AuditEvent
from starrating.texts.keeping import keep
from students.models import CommitteeMember, Enrolment, GroupLeader, Term, TermState
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
from tests.refusals import refusal, refused

pytestmark = pytest.mark.django_db

PUPIL, GROUPS, COMMITTEE, REVIEW = StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE, StepRole.HOMEROOM


def code_of(work: ClassAtWork, role: StepRole, *picks: int) -> str:
    return refusal(lambda: work.close(role, *picks))


def reopen(work: ClassAtWork, role: StepRole, reason: str = "") -> list[str]:
    return [step.role for step in closing.reopen(work.sheet, work.step(role), by=work.teacher, at=LATER, reason=reason)]


def states(work: ClassAtWork) -> dict[str, str]:
    """State of each line by pupil and star, such as ``1.0``."""
    pupils = {pupil.pk: number for number, pupil in enumerate(work.pupils)}
    items = {item.pk: number for number, item in enumerate(work.items)}
    lines = Nomination.objects.filter(class_round=work.sheet)
    return {f"{pupils[line.student_id]}.{items[line.item_id]}": line.state for line in lines}


def test_each_step_closed_opens_the_next() -> None:
    work = make_class_at_work()
    assert work.current() == PUPIL
    work.declares(1, 0)
    work.close(PUPIL)
    assert work.current() == GROUPS
    work.close(GROUPS)
    assert work.current() == COMMITTEE
    work.votes_on_all(0, (1, 0))
    work.close(COMMITTEE)
    assert work.current() == REVIEW
    work.close(REVIEW)
    assert work.current() == ""
    held = HeldStep.objects.filter(class_round=work.sheet).order_by("step__order")
    assert not held.filter(on_paper=True).exists()
    # One of eight pupils, none of the one group with something to discuss, one of five members, and the teacher.
    for row, told in zip(held, ("81", "10", "51", work.teacher.name), strict=True):
        assert "".join(re.findall(rf"\d|{work.teacher.name}", row.participants)) == told
    assert Decision.objects.filter(verdict=Verdict.HELD, on_paper=False).count() == 4
    assert AuditEvent.objects.filter(action="sheet.step_closed").count() == 4
    moves.submit(work.sheet, by=work.teacher, at=LATER)


def test_the_committees_step_chooses_by_votes() -> None:
    work = at_the_review()
    assert states(work) == {"1.0": "chosen", "2.0": "chosen", "1.1": "dropped", "5.0": "dropped", "6.0": "dropped"}
    first, second, out = work.line(1, 0), work.line(2, 0), work.line(5, 0)
    assert (first.place, first.votes_for, first.votes_against) == (1, 3, 0)
    assert (second.place, second.votes_for, second.votes_against) == (2, 2, 1)
    assert (out.place, out.votes_for, out.votes_against) == (None, 1, 2)
    assert work.line(1, 1).votes_for is None, "the group had declined it"
    told = Decision.objects.get(nomination=out, verdict=Verdict.DECLINED)
    assert (told.step, told.votes_for, told.votes_against) == (work.step(COMMITTEE), 1, 2)
    assert Decision.objects.filter(nomination=first, verdict=Verdict.AGREED, votes_for=3).exists()


def tied_class() -> ClassAtWork:
    """Seven declared one star; five places, the last two of them are tied over by three."""
    work = make_class_at_work()
    for pupil in (1, 2, 3, 4, 5, 6, 7):
        work.declares(pupil, 0)
    work.close(PUPIL)
    work.close(GROUPS)
    # One of four who could vote on a member is more than one of five (A61): the other three are tied.
    work.votes_on_all(0, *((pupil, 0) for pupil in range(1, 7)))
    return work


def test_a_tie_across_the_last_place_is_picked_by_hand() -> None:
    work = tied_class()
    with pytest.raises(closing.Tied) as no:
        work.close(COMMITTEE)
    assert no.value.code == "tie"
    assert work.items[0].name in no.value.message
    assert [work.pupils[pupil].name in no.value.message for pupil in range(1, 7)] == [True, False] * 3
    assert not HeldStep.objects.filter(step=work.step(COMMITTEE)).exists()
    assert code_of(work, COMMITTEE, work.line(3, 0).pk) == "picks"
    assert code_of(work, COMMITTEE, work.line(3, 0).pk, work.line(2, 0).pk) == "picks"
    assert code_of(work, COMMITTEE, 10**9) == "picks"
    work.close(COMMITTEE, work.line(5, 0).pk, work.line(1, 0).pk)
    chosen = Nomination.objects.placed().filter(class_round=work.sheet)
    assert [(line.place, work.pupils.index(line.student)) for line in chosen] == [
        (1, 2),
        (2, 4),
        (3, 6),
        (4, 1),
        (5, 5),
    ]


def verdicts(work: ClassAtWork) -> dict[int, tuple[str, str]]:
    """What the committee's step decided about the first star of each pupil, as code and as it is told."""
    rows = Decision.objects.filter(nomination__isnull=False, step=work.step(COMMITTEE)).order_by("pk")
    return {work.pupils.index(row.nomination.student): (row.verdict, row.said) for row in rows if row.nomination}


def test_who_had_the_votes_and_no_place_was_not_turned_down() -> None:
    """A66: lost at equal votes, or by the quota, is told as that; only a name without the votes is not chosen."""
    work = tied_class()
    work.close(COMMITTEE, work.line(5, 0).pk, work.line(1, 0).pk)
    assert {pupil: code for pupil, (code, _said) in verdicts(work).items()} == {
        **dict.fromkeys((1, 2, 4, 5, 6), Verdict.AGREED),
        3: Verdict.NO_PLACE,
        7: Verdict.DECLINED,
    }
    assert [verdicts(work)[pupil][1] for pupil in (3, 7)] == ["名额已满", "未入选"]

    reopen(work, COMMITTEE)
    scheme = work.sheet.round.term.pinned.scheme
    scheme.quota_number = 3
    scheme.save(update_fields=["quota_number"])
    work.close(COMMITTEE)
    lost = {pupil for pupil, (code, _said) in verdicts(work).items() if code == Verdict.NO_PLACE}
    assert lost == {1, 3, 5}, "three places are full without anybody being tied for them"


def test_who_has_left_the_class_was_not_before_the_committee() -> None:
    work = at_the_committee()
    work.votes_on_all(0, (1, 0))
    Enrolment.objects.filter(student=work.pupils[5]).update(ends_on=NOW.date())
    work.close(COMMITTEE)
    assert verdicts(work)[5][0] == Verdict.LEFT


def test_a_members_half_ballot_paper_does_not_count() -> None:
    """A62: the ballots on a star count once it is complete; a member has voted once every star is."""
    work = at_the_groups()
    work.close(GROUPS)
    # Two stars: pupil 1 has both, pupils 2, 5 and 6 the first.
    second = {(1, 1): True}
    work.votes(0, {(1, 0): True, (2, 0): True, **second})
    assert code_of(work, COMMITTEE) == "waiting", "nobody has completed the first star"
    work.votes_on_all(2, (1, 0))
    work.votes(4, second)
    work.close(COMMITTEE)
    first, other = work.line(1, 0), work.line(1, 1)
    assert (first.votes_for, first.votes_against, first.could_vote) == (1, 0, 5)
    assert (other.votes_for, other.votes_against, other.could_vote) == (2, 1, 5)
    own = work.line(2, 0)
    assert (own.votes_for, own.votes_against, own.could_vote) == (0, 0, 4)
    told = HeldStep.objects.get(step=work.step(COMMITTEE)).participants
    assert sorted(re.findall(r"\d", told)) == ["1", "5"], "one of five has voted on both"


def test_without_a_committee_nothing_is_turned_down() -> None:
    work = at_the_committee()
    work.votes_on_all(0, (1, 0))
    yesterday = NOW.date() - dt.timedelta(days=1)
    CommitteeMember.objects.update(ends_on=yesterday)
    GroupLeader.objects.update(ends_on=yesterday)
    assert code_of(work, COMMITTEE) == "nobody"
    assert work.line(1, 0).state == LineState.PROPOSED


def test_who_could_vote_is_who_sits_there_on_the_closing_day() -> None:
    work = at_the_committee()
    work.votes_on_all(0, (1, 0))
    work.votes_on_all(4, (1, 0))
    # A leader has left the class, a cadre the committee: neither could vote, and what the leader cast is not counted.
    Enrolment.objects.filter(student=work.pupils[4]).update(ends_on=NOW.date() - dt.timedelta(days=1))
    CommitteeMember.objects.filter(student=work.pupils[7]).update(ends_on=NOW.date() - dt.timedelta(days=1))
    work.close(COMMITTEE)
    line = work.line(1, 0)
    assert (line.votes_for, line.votes_against, line.could_vote) == (1, 0, 3)


def test_names_on_the_sheet_already_keep_their_places_and_leavers_are_not_chosen() -> None:
    work = at_the_committee()
    Nomination.objects.create(
        class_round=work.sheet,
        student=work.pupils[0],
        item=work.items[0],
        source=LineSource.PAPER,
        state=LineState.CHOSEN,
        place=1,
    )
    work.votes_on_all(0, (1, 0), (2, 0))
    Enrolment.objects.filter(student=work.pupils[2]).update(ends_on=NOW.date())
    work.close(COMMITTEE)
    assert (work.line(0, 0).place, work.line(1, 0).place, work.line(2, 0).state) == (1, 2, LineState.DROPPED)


def test_only_the_open_step_once_and_with_something_in_it() -> None:
    work = make_class_at_work()
    assert code_of(work, PUPIL) == "nobody"
    work.declares(1, 0)
    assert {code_of(work, role) for role in (GROUPS, COMMITTEE, REVIEW)} == {"stage"}
    work.close(PUPIL)
    assert code_of(work, PUPIL) == "stage"
    work.close(GROUPS)
    assert code_of(work, COMMITTEE) == "nobody"


def test_only_by_the_classs_teacher_or_an_administrator() -> None:
    work = at_the_groups()
    step = work.step(GROUPS)
    others = others_of(work)
    administrator = others.pop("administrator")
    for name, user in {**others, "leader": work.user(0), "member": work.user(2)}.items():
        for act in (closing.close, closing.reopen):
            with refused("role") as no:
                act(work.sheet, step, by=user, at=NOW)
            assert no.value.code == "role", name
    closing.close(work.sheet, step, by=administrator, at=NOW)
    closing.reopen(work.sheet, step, by=administrator, at=NOW)


def test_not_on_a_sheet_with_the_office_nor_in_a_settled_term() -> None:
    work = at_the_groups()
    for state in (SheetState.SUBMITTED, SheetState.IN_NOTICE, SheetState.FINAL):
        work.sheet.state = state
        for field in ("filing_number", "notice_from", "notice_until"):
            setattr(work.sheet, field, "1" if field == "filing_number" else NOW.date())
        work.sheet.save()
        assert code_of(work, GROUPS) == "state"
        with refused("state"):
            reopen(work, PUPIL, "重来")
    Term.objects.update(state=TermState.SETTLED)
    assert code_of(work, GROUPS) == "settled"


def test_a_paper_step_between_two_on_screen() -> None:
    work = at_the_groups()
    group = work.step(GROUPS)
    Step.objects.filter(pk=group.pk).update(online=False)
    assert code_of(work, GROUPS) == "paper"
    paper_steps.hold_step(work.sheet, group, held_on=NOW.date(), participants="各组", by=work.teacher, at=NOW)
    work.votes_on_all(0, (1, 0))
    work.close(COMMITTEE)
    assert Stage.load(work.sheet).was_online(COMMITTEE)
    assert not Stage.load(work.sheet).was_online(GROUPS)


def test_a_later_step_ticked_first_does_not_open_the_earlier_ones_again() -> None:
    work = make_class_at_work()
    committee = work.step(COMMITTEE)
    paper_steps.hold_step(work.sheet, committee, held_on=NOW.date(), participants="评委", by=work.teacher, at=NOW)
    assert work.current() == REVIEW
    assert code_of(work, PUPIL) == "stage"


# Opening a step again


def test_without_a_reason_until_the_next_step_begins() -> None:
    work = at_the_groups()
    assert reopen(work, PUPIL) == [PUPIL]
    assert work.current() == PUPIL
    assert Decision.objects.filter(verdict=Verdict.WITHDRAWN, step=work.step(PUPIL), on_paper=False).exists()
    work.close(PUPIL)
    work.discusses(1, 0)
    with refused("reason"):
        reopen(work, PUPIL, " ")
    assert reopen(work, PUPIL, "有人忘了写") == [PUPIL]
    sent = Decision.objects.get(verdict=Verdict.SENT_BACK)
    assert (sent.step, sent.reason) == (work.step(PUPIL), "有人忘了写")
    event = AuditEvent.objects.filter(action="sheet.step_reopened").latest("pk")
    assert (event.old, event.new, event.reason) == ({"over": ["self_report"]}, {"step": "self_report"}, "有人忘了写")


def test_a_ballot_or_a_change_of_the_shortlist_needs_a_reason_too() -> None:
    work = at_the_committee()
    work.votes_on_all(0, (1, 0))
    with refused("reason"):
        reopen(work, GROUPS)
    work.close(COMMITTEE)
    reopen(work, COMMITTEE)
    work.close(COMMITTEE)
    struck = {"class_round": work.sheet, "nomination": work.line(1, 0), "by": work.teacher}
    Decision.objects.create(**struck, verdict=Verdict.STRUCK, reason_kept=keep("证据不足"), at=LATER)
    with refused("reason"):
        reopen(work, COMMITTEE)
    with refused("reason"):
        reopen(work, GROUPS)


def test_back_to_the_committee_the_ballots_are_kept() -> None:
    work = at_the_review()
    assert reopen(work, COMMITTEE) == [COMMITTEE]
    assert states(work) == {
        "1.0": "proposed",
        "2.0": "proposed",
        "5.0": "proposed",
        "6.0": "proposed",
        "1.1": "dropped",
    }
    line = work.line(1, 0)
    assert (line.place, line.votes_for, line.votes_against) == (None, None, None)
    assert Vote.objects.count() == 12
    work.votes_on_all(2, (5, 0), (6, 0))
    work.votes(7, {(5, 0): True})
    work.close(COMMITTEE)
    assert work.line(5, 0).state == LineState.CHOSEN


def test_back_to_the_groups_their_results_may_be_changed() -> None:
    work = at_the_review()
    assert reopen(work, GROUPS, "第一组没有全员讨论") == [GROUPS, COMMITTEE]
    assert work.current() == GROUPS
    assert work.line(1, 0).group_agreed is True
    assert states(work)["1.1"] == LineState.DROPPED
    work.discusses(1, 1)
    assert states(work)["1.1"] == LineState.PROPOSED


def test_back_to_the_pupils_all_that_was_not_taken_back_is_proposed() -> None:
    work = at_the_groups()
    taken_back = work.line(6, 0)
    taken_back.state = LineState.DROPPED
    taken_back.save()
    work.discusses(1, 1, agrees=False)
    work.close(GROUPS)
    work.votes_on_all(0, (1, 0))
    work.close(COMMITTEE)
    reopen(work, PUPIL, "重新自报")
    assert states(work) == {
        "1.0": "proposed",
        "1.1": "proposed",
        "2.0": "proposed",
        "5.0": "proposed",
        "6.0": "dropped",
    }
    assert not Nomination.objects.filter(group_agreed__isnull=False).exists()
    assert not Vote.objects.exists()
    assert not HeldStep.objects.exists()
    assert Decision.objects.filter(verdict=Verdict.DECLINED).count() >= 2, "history stays"


def test_the_cap_holds_when_a_pupil_was_nominated_instead() -> None:
    work = make_class_at_work()
    work.declares(1, 0, 1, 2, 3)
    work.close(PUPIL)
    work.discusses(1, 3, agrees=False)
    work.declares(1, 4)
    reopen(work, PUPIL, "重新自报")
    assert states(work)["1.3"] == LineState.DROPPED
    assert list(states(work).values()).count("proposed") == 4


def test_a_name_from_paper_and_an_upheld_objection_stay_as_they_are() -> None:
    work = at_the_groups()
    Nomination.objects.create(
        class_round=work.sheet,
        student=work.pupils[3],
        item=work.items[2],
        source=LineSource.PAPER,
        state=LineState.CHOSEN,
        place=1,
    )
    work.close(GROUPS)
    work.votes_on_all(0, (1, 0))
    work.close(COMMITTEE)
    reopen(work, GROUPS, "再议")
    assert work.line(3, 2).state == LineState.CHOSEN
    assert work.line(1, 0).state == LineState.PROPOSED


def test_a_step_that_is_not_over_cannot_be_opened_again() -> None:
    work = at_the_groups()
    for role in (GROUPS, COMMITTEE):
        with refused("stage"):
            reopen(work, role, "重来")
    reopen(work, PUPIL)
    with refused("stage"):
        reopen(work, PUPIL)
