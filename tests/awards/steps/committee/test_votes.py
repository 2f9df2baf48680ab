"""The star committee's ballots: for members only, never on oneself, secret, changeable until the step is closed."""

from __future__ import annotations

import pytest

from awards.models import Decision, Nomination, SheetState, Vote
from awards.rules.kinds import StepRole
from awards.steps.committee import verbs as votes
from starrating.operations.models import AuditEvent
from students.models import CommitteeMember, GroupLeader, Term, TermState
from tests.awards.steps_factories import NOW, ClassAtWork, at_the_committee, at_the_groups, others_of
from tests.factories import TERM_START
from tests.refusals import refusal, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> ClassAtWork:
    return at_the_committee()


def code_of(work: ClassAtWork, member: int, pupil: int = 1, item: int = 0) -> str:
    return refusal(lambda: work.votes(member, {(pupil, item): True}))


def ballots(work: ClassAtWork, member: int) -> dict[int, bool]:
    return dict(Vote.objects.filter(voter=work.pupils[member]).values_list("nomination_id", "agrees"))


def test_leaders_and_cadres_vote_and_change_their_minds(work: ClassAtWork) -> None:
    assert work.votes(0, {(1, 0): True, (2, 0): False}) == 2
    assert work.votes(2, {(1, 0): True, (5, 0): True}) == 2
    assert work.votes(0, {(1, 0): False, (2, 0): False}) == 1
    assert ballots(work, 0) == {work.line(1, 0).pk: False, work.line(2, 0).pk: False}
    assert ballots(work, 2) == {work.line(1, 0).pk: True, work.line(5, 0).pk: True}


def test_the_same_twice_is_once_and_leaves_no_second_trace(work: ClassAtWork) -> None:
    work.sheet.refresh_from_db()
    version = work.sheet.version
    assert [work.votes(0, {(1, 0): True}) for _time in range(2)] == [1, 0]
    work.sheet.refresh_from_db()
    assert work.sheet.version == version + 1


def agree(work: ClassAtWork, member: int, *cells: tuple[int, int]) -> int:
    seen = [work.line(*cell).pk for cell in cells]
    return votes.agree_with_rest(work.sheet, seen, by=work.user(member), at=NOW)


def test_the_rest_is_what_was_seen_and_has_no_ballot_yet() -> None:
    work = at_the_committee()
    work.votes(2, {(1, 0): False})
    assert agree(work, 2, (1, 0), (2, 0), (5, 0), (1, 1)) == 1, "not the own line, nor what the group declined"
    assert ballots(work, 2) == {work.line(1, 0).pk: False, work.line(5, 0).pk: True}
    assert agree(work, 2, (1, 0), (2, 0), (5, 0), (1, 1)) == 0
    assert not Vote.objects.filter(nomination=work.line(6, 0)).exists(), "it was not on the page"


def test_the_rest_is_for_members_while_the_vote_is_open() -> None:
    work = at_the_committee()
    for who, code in ((work.user(1), "role"), (work.teacher, "role")):
        with refused(code):
            votes.agree_with_rest(work.sheet, [work.line(5, 0).pk], by=who, at=NOW)
    work.votes_on_all(0)
    work.close(StepRole.COMMITTEE)
    with refused("stage"):
        agree(work, 2, (5, 0))


def test_the_ballot_is_secret(work: ClassAtWork) -> None:
    before = Decision.objects.count(), AuditEvent.objects.count()
    work.votes(0, {(1, 0): True, (2, 0): False})
    assert (Decision.objects.count(), AuditEvent.objects.count()) == before


def test_never_on_oneself_and_then_nothing_is_saved(work: ClassAtWork) -> None:
    with refused("own"):
        work.votes(2, {(1, 0): True, (2, 0): True})
    assert not Vote.objects.exists()


def test_only_what_is_before_the_committee(work: ClassAtWork) -> None:
    assert code_of(work, 0, pupil=1, item=1) == "line"  # the group declined it
    elsewhere = at_the_committee()
    with refused("line"):
        votes.vote(work.sheet, {elsewhere.line(1, 0).pk: True}, by=work.user(0), at=NOW)
    Nomination.objects.filter(pk=work.line(1, 0).pk).update(state="dropped")
    assert code_of(work, 0) == "line"


def test_only_who_sits_on_the_committee_today(work: ClassAtWork) -> None:
    assert {code_of(work, pupil) for pupil in (1, 3, 5)} == {"role"}
    for name, user in {**others_of(work), "homeroom": work.teacher}.items():
        with refused("role") as no:
            votes.vote(work.sheet, {work.line(1, 0).pk: True}, by=user, at=NOW)
        assert no.value.code == "role", name
    CommitteeMember.objects.update(ends_on=TERM_START)
    GroupLeader.objects.filter(student=work.pupils[4]).update(ends_on=TERM_START)
    assert {code_of(work, pupil) for pupil in (2, 4)} == {"role"}
    assert work.votes(0, {(1, 0): True}) == 1


def test_only_while_the_committee_step_is_open(work: ClassAtWork) -> None:
    assert code_of(at_the_groups(), 0) == "stage"
    work.votes_on_all(0, (1, 0))
    work.close(StepRole.COMMITTEE)
    assert code_of(work, 0) == "stage"
    work.sheet.state = SheetState.SUBMITTED
    work.sheet.save()
    assert code_of(work, 0) == "state"
    Term.objects.update(state=TermState.SETTLED)
    assert code_of(work, 0) == "settled"
