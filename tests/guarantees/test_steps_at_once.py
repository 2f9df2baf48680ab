"""The steps of a class from many connections at the same time, on either database."""

from __future__ import annotations

from functools import partial

import pytest

from awards.models import Decision, HeldStep, LineState, Nomination, Verdict, Vote
from awards.rules.kinds import StepRole
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.committee.verbs import before_the_committee
from awards.steps.group import verbs as discussion
from awards.steps.meeting import verbs as meeting
from starrating.operations.models import AuditEvent
from tests.awards.steps_factories import NOW, ClassAtWork, at_the_committee, at_the_groups
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def reopen(work: ClassAtWork, role: StepRole, reason: str = "") -> object:
    return closing.reopen(work.sheet, work.step(role), by=work.teacher, at=NOW, reason=reason)


def test_a_group_talks_while_the_step_is_closed_and_closes_twice() -> None:
    """Who came before the closing is in, who came after it is refused; a step ends once."""
    work = at_the_groups()
    answers = at_once(
        partial(work.close, StepRole.GROUP_LEADER),
        partial(work.close, StepRole.GROUP_LEADER),
        partial(work.discusses, 1, 0),
        partial(work.discusses, 1, 0),
        partial(work.discusses, 5, 0, agrees=False),
    )
    assert kinds(answers).count("HeldStep") == 1
    assert set(kinds(answers)) <= {"HeldStep", "Nomination", "stage"}
    discussed = Nomination.objects.filter(group_agreed__isnull=False)
    assert Decision.objects.filter(nomination__isnull=False).count() == discussed.count()
    held = Decision.objects.get(verdict=Verdict.HELD, step=work.step(StepRole.GROUP_LEADER))
    assert not Decision.objects.filter(nomination__isnull=False, pk__gt=held.pk).exists()


def test_members_vote_while_the_step_is_closed_and_the_counts_are_the_ballots() -> None:
    work = at_the_committee()
    work.votes_on_all(0, (1, 0))
    yes, no = ((1, 0), (5, 0)), ((5, 0),)
    jobs = [partial(work.votes_on_all, member, *yes) for member in (2, 4, 6, 7)]
    # The same member from two devices, with other ballots.
    jobs += [partial(work.votes_on_all, 4, *no)]
    answers: list[object] = [*at_once(*jobs, partial(work.close, StepRole.COMMITTEE))]
    assert set(kinds(answers)) <= {"int", "HeldStep", "stage"}
    assert HeldStep.objects.filter(step=work.step(StepRole.COMMITTEE)).count() == 1
    for cell in ((1, 0), (5, 0)):
        line = work.line(*cell)
        cast = Vote.objects.filter(nomination=line)
        assert (line.votes_for, line.votes_against) == (
            cast.filter(agrees=True).count(),
            cast.filter(agrees=False).count(),
        )
        assert len({*cast.values_list("voter", flat=True)}) == cast.count()
    assert not Nomination.objects.filter(class_round=work.sheet, state=LineState.PROPOSED).exists()


def test_taken_back_twice_and_while_the_next_step_begins() -> None:
    work = at_the_groups()
    answers: list[object] = [
        *at_once(
            partial(reopen, work, StepRole.PUPIL), partial(reopen, work, StepRole.PUPIL), partial(work.discusses, 1, 0)
        )
    ]
    # Either the talk was first, and taking back needs a reason; or it came too late.
    assert kinds(answers) in (["list", "stage", "stage"], ["Nomination", "reason", "reason"])


def test_hands_are_typed_while_members_vote_and_a_star_goes_one_way() -> None:
    work = at_the_committee()
    star, before = work.items[0].pk, {work.line(pupil, 0).pk for pupil in (1, 2, 5, 6)}
    hands = dict.fromkeys(before, (3, None))
    count = partial(meeting.count_hands, work.sheet, star, hands, by=work.teacher, at=NOW)
    answers: list[object] = [*at_once(count, count, *(partial(work.votes_on_all, member) for member in (0, 4, 7)))]
    counted = Nomination.objects.filter(counted_for__isnull=False).count()
    assert (counted, Vote.objects.exists()) in ((4, False), (0, True)), kinds(answers)
    assert set(kinds(answers)) <= {"list", "int", "counted", "ballots"}
    assert AuditEvent.objects.filter(action="sheet.hands_counted").count() == counted


def test_the_rest_of_a_star_is_agreed_to_twice_and_while_one_name_is_not() -> None:
    """Whichever comes first: what was pressed by itself stands, and every name has one ballot."""
    work = at_the_committee()
    seen = list(before_the_committee(work.sheet).values_list("pk", flat=True))
    rest = partial(votes.agree_with_rest, work.sheet, seen, by=work.user(0), at=NOW)
    at_once(rest, rest, partial(work.votes, 0, {(1, 0): False}))
    assert Vote.objects.count() == 4
    assert not Vote.objects.get(nomination=work.line(1, 0)).agrees


def test_a_group_is_noted_whole_from_two_devices() -> None:
    work = at_the_groups()
    seen = [work.line(*cell).pk for cell in ((1, 0), (1, 1), (2, 0))]
    everybody = partial(discussion.discuss_all, work.sheet, {}, seen, by=work.user(0), at=NOW)
    answers: list[object] = [*at_once(everybody, everybody)]
    assert sorted(answers, key=str) == [0, 3]
    assert Decision.objects.filter(nomination__isnull=False).count() == 3
