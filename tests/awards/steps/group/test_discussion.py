"""The group's step: the leader notes what the own group says, with the hands counted."""

from __future__ import annotations

import pytest

from awards.models import Decision, LineState, SheetState, Step, Verdict
from awards.rules.kinds import StepRole
from awards.steps.group import verbs as discussion
from starrating.operations.models import AuditEvent
from students.models import Enrolment, StudentGroup, Term, TermState
from tests.awards.steps_factories import LATER, NOW, ClassAtWork, at_the_groups, make_class_at_work, others_of
from tests.refusals import refusal, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> ClassAtWork:
    return at_the_groups()


def code_of(work: ClassAtWork, pupil: int = 1, item: int = 0, leader: int = 0, agrees: bool = True) -> str:
    return refusal(lambda: work.discusses(pupil, item, leader=leader, agrees=agrees))


def hands(work: ClassAtWork, *, agrees: bool, counted: tuple[int, int]) -> None:
    discussion.discuss(
        work.line(1, 0), agrees=agrees, hands_for=counted[0], hands_against=counted[1], by=work.user(0), at=NOW
    )


def test_agreed_goes_on_with_its_hands(work: ClassAtWork) -> None:
    work.discusses(1, 0)
    line = work.line(1, 0)
    assert (line.state, line.group_agreed, line.hands_for, line.hands_against) == (LineState.PROPOSED, True, 3, 1)
    decision = Decision.objects.get(nomination=line)
    assert (decision.verdict, decision.votes_for, decision.votes_against) == (Verdict.AGREED, 3, 1)
    assert decision.step == work.step(StepRole.GROUP_LEADER)
    event = AuditEvent.objects.get(action="sheet.discussed")
    assert event.new == {"pupil": work.pupils[1].pk, "item": work.items[0].code, "agreed": True, "hands": [3, 1]}


def test_declined_is_dropped_and_may_be_changed(work: ClassAtWork) -> None:
    work.discusses(1, 0, agrees=False)
    assert (work.line(1, 0).state, work.line(1, 0).group_agreed) == (LineState.DROPPED, False)
    work.discusses(1, 0, agrees=True)
    assert (work.line(1, 0).state, work.line(1, 0).group_agreed) == (LineState.PROPOSED, True)


def test_the_same_twice_is_once(work: ClassAtWork) -> None:
    for _time in range(2):
        work.discusses(1, 0)
    assert Decision.objects.filter(nomination=work.line(1, 0)).count() == 1


def test_undone_it_is_open_again(work: ClassAtWork) -> None:
    work.discusses(1, 0, agrees=False)
    for _time in range(2):
        line = discussion.undo_discussion(work.line(1, 0), by=work.user(0), at=LATER)
    assert (line.state, line.group_agreed, line.hands_for) == (LineState.PROPOSED, None, None)
    verdicts = Decision.objects.filter(nomination=line).order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.DECLINED, Verdict.RECALLED]


@pytest.mark.parametrize(
    ("agrees", "counted"),
    [(True, (4, 1)), (True, (2, 2)), (True, (0, 0)), (False, (3, 1)), (True, (-1, 0)), (False, (0, 5))],
)
def test_hands_that_the_group_has_not_or_that_say_the_opposite(
    work: ClassAtWork, agrees: bool, counted: tuple[int, int]
) -> None:
    with refused("hands"):
        hands(work, agrees=agrees, counted=counted)


@pytest.mark.parametrize("counted", [(2, 2), (0, 0), (1, 3)])
def test_without_more_hands_for_it_the_group_declines(work: ClassAtWork, counted: tuple[int, int]) -> None:
    hands(work, agrees=False, counted=counted)
    assert work.line(1, 0).group_agreed is False


def test_only_the_leader_of_the_pupils_own_group(work: ClassAtWork) -> None:
    assert code_of(work, leader=4) == "group"
    assert {code_of(work, leader=pupil) for pupil in (1, 2, 7)} == {"role"}
    for name, user in {**others_of(work), "homeroom": work.teacher}.items():
        with refused("role") as no:
            discussion.discuss(work.line(1, 0), agrees=True, hands_for=4, hands_against=0, by=user, at=NOW)
        assert no.value.code == "role", name
        with refused("role"):
            discussion.undo_discussion(work.line(1, 0), by=user, at=NOW)


def test_the_group_is_that_of_the_rounds_last_day(work: ClassAtWork) -> None:
    second = StudentGroup.objects.get(number=2)
    Enrolment.objects.filter(student=work.pupils[1]).update(group=second)
    assert code_of(work, leader=0) == "group"
    work.discusses(1, 0, leader=4)
    Enrolment.objects.filter(student=work.pupils[2]).update(group=None)
    assert code_of(work, pupil=2) == "group"


def test_only_while_the_group_step_is_open(work: ClassAtWork) -> None:
    before = make_class_at_work()
    before.declares(1, 0)
    assert code_of(before) == "stage"
    work.close(StepRole.GROUP_LEADER)
    assert code_of(work) == "stage"
    with refused("stage"):
        discussion.undo_discussion(work.line(1, 0), by=work.user(0), at=NOW)


def test_a_step_that_is_held_on_paper_only(work: ClassAtWork) -> None:
    Step.objects.filter(pk=work.step(StepRole.GROUP_LEADER).pk).update(online=False)
    assert code_of(work) == "paper"


def test_a_line_taken_back_by_its_pupil_or_on_the_sheet_already(work: ClassAtWork) -> None:
    line = work.line(1, 0)
    line.state = LineState.DROPPED
    line.save()
    assert code_of(work) == "line"
    line.state, line.place = LineState.CHOSEN, 1
    line.save()
    assert code_of(work) == "line"


def test_not_on_a_sheet_with_the_office_nor_in_a_settled_term(work: ClassAtWork) -> None:
    work.sheet.state = SheetState.SUBMITTED
    work.sheet.save()
    assert code_of(work) == "state"
    work.sheet.state = SheetState.RETURNED
    work.sheet.save()
    work.discusses(1, 0)
    Term.objects.update(state=TermState.SETTLED)
    assert code_of(work, pupil=2) == "settled"


# All of the group at once


def all_at_once(work: ClassAtWork, hands: dict[tuple[int, int], tuple[int, int | None]], *rest: tuple[int, int]) -> int:
    counted = {work.line(*cell).pk: result for cell, result in hands.items()}
    seen = [work.line(*cell).pk for cell in rest]
    return discussion.discuss_all(work.sheet, counted, seen, by=work.user(0), at=NOW)


def results(work: ClassAtWork) -> list[tuple[bool | None, int | None, int | None]]:
    lines = [work.line(*cell) for cell in ((1, 0), (1, 1), (2, 0))]
    return [(line.group_agreed, line.hands_for, line.hands_against) for line in lines]


def test_hands_and_the_rest_in_one_act(work: ClassAtWork) -> None:
    assert all_at_once(work, {(1, 0): (1, None)}, (1, 0), (1, 1), (2, 0)) == 3
    assert results(work) == [(False, 1, 3), (True, 4, 0), (True, 4, 0)]
    assert all_at_once(work, {(1, 0): (1, 3)}, (1, 1), (2, 0)) == 0, "the same again"
    assert Decision.objects.filter(step=work.step(StepRole.GROUP_LEADER)).count() == 3
    events = AuditEvent.objects.filter(action="sheet.discussed").order_by("pk")
    assert [(event.new["agreed"], event.student_key) for event in events] == [
        (False, work.pupils[1].pk),
        (True, work.pupils[1].pk),
        (True, work.pupils[2].pk),
    ]


def test_the_rest_changes_nothing_that_is_noted_and_passes_over_what_is_gone(work: ClassAtWork) -> None:
    work.discusses(1, 0, agrees=False)
    gone = work.line(2, 0)
    gone.state = LineState.DROPPED
    gone.save()
    assert all_at_once(work, {}, (1, 0), (1, 1), (2, 0), (5, 0)) == 1
    assert results(work) == [(False, 1, 3), (True, 4, 0), (None, None, None)]
    assert work.line(5, 0).group_agreed is None, "another group's"


@pytest.mark.parametrize(
    ("cell", "counted", "code"),
    [((1, 1), (5, None), "hands"), ((1, 1), (4, 1), "hands"), ((1, 1), (-1, 0), "hands"), ((5, 0), (3, 0), "group")],
)
def test_one_wrong_line_saves_none(
    work: ClassAtWork, cell: tuple[int, int], counted: tuple[int, int | None], code: str
) -> None:
    with refused(code) as no:
        all_at_once(work, {(1, 0): (4, 0), cell: counted}, (2, 0))
    assert code != "hands" or work.line(*cell).title in no.value.message
    assert results(work) == [(None, None, None)] * 3


def test_all_at_once_is_the_leaders_while_the_step_is_open(work: ClassAtWork) -> None:
    for user in (work.user(1), work.teacher):
        with refused("role"):
            discussion.discuss_all(work.sheet, {}, [work.line(1, 0).pk], by=user, at=NOW)
    work.close(StepRole.GROUP_LEADER)
    with refused("stage"):
        all_at_once(work, {}, (1, 0))
