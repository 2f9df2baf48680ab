"""The pages of the steps on screen: the leader's, the member's, and the class's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.models import HeldStep, LineState, Nomination, SheetState, Step, Vote
from awards.rules.kinds import StepRole
from awards.sheets import paper_steps
from students.models import User
from tests.awards.entry_clients import sign_in, statements
from tests.awards.steps_factories import (
    NOW,
    ClassAtWork,
    at_the_committee,
    at_the_groups,
    at_the_review,
    make_class_at_work,
    others_of,
)
from tests.factories import moment

pytestmark = pytest.mark.django_db

PUPIL, GROUPS, COMMITTEE, REVIEW = StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE, StepRole.HOMEROOM


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 28)), tick=False):
        yield


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def progress(work: ClassAtWork) -> str:
    return f"/sheets/{work.sheet.pk}/progress/"


def post(work: ClassAtWork, what: str, role: StepRole, by: User, **body: object) -> int:
    path = f"{progress(work)}{work.step(role).pk}/{what}"
    return sign_in(by).post(path, body).status_code


# The group leader's page


def test_a_leader_sees_the_own_group_only_and_what_is_left() -> None:
    work = at_the_groups()
    text = text_of(sign_in(work.user(0)), "/my-group/")
    assert all(work.pupils[pupil].name in text for pupil in (1, 2, 3))
    assert not any(work.pupils[pupil].name in text for pupil in (5, 6))
    assert work.line(1, 1).statement in text
    assert text.count('name="hands_for"') == 3
    assert 'value="4"' in text, "all four of the group are there to begin with"


def test_a_leader_notes_and_undoes_without_a_script() -> None:
    work = at_the_groups()
    client, line = sign_in(work.user(0)), work.line(1, 0)
    body = {"agrees": "0", "hands_for": "1", "hands_against": "3", "idempotency_key": "one"}
    for _time in range(2):
        answer = client.post(f"/my-group/lines/{line.pk}/discuss", body)
        assert answer["Location"] == f"/my-group/#line-{line.pk}"
    assert work.line(1, 0).state == LineState.DROPPED
    assert text_of(client, "/my-group/").count('name="hands_for"') == 2
    client.post(f"/my-group/lines/{line.pk}/undo")
    assert work.line(1, 0).group_agreed is None


@pytest.mark.parametrize("hands", [("", "0"), ("viele", "0"), ("9", "0"), ("1", "-1")])
def test_hands_that_are_none_are_told_and_nothing_is_saved(hands: tuple[str, str]) -> None:
    work = at_the_groups()
    client, line = sign_in(work.user(0)), work.line(1, 0)
    body = {"agrees": "1", "hands_for": hands[0], "hands_against": hands[1]}
    answer = client.post(f"/my-group/lines/{line.pk}/discuss", body, follow=True)
    assert "message--error" in answer.content.decode()
    assert work.line(1, 0).group_agreed is None


def test_another_groups_line_is_not_there_for_a_leader() -> None:
    work = at_the_groups()
    elsewhere = at_the_groups()
    for line in (work.line(5, 0), elsewhere.line(1, 0)):
        for verb in ("discuss", "undo"):
            assert sign_in(work.user(0)).post(f"/my-group/lines/{line.pk}/{verb}").status_code == 404


def test_the_leaders_page_before_and_after_the_groups_turn() -> None:
    work = make_class_at_work()
    client = sign_in(work.user(0))
    assert 'name="hands_for"' not in text_of(client, "/my-group/")
    work.declares(1, 0)
    work.close(PUPIL)
    assert 'name="hands_for"' in text_of(client, "/my-group/")
    work.close(GROUPS)
    assert 'name="hands_for"' not in text_of(client, "/my-group/")
    work.sheet.round.term.rounds.update(starts_on=dt.date(2025, 9, 30), ends_on=dt.date(2025, 9, 30))
    assert "empty.svg" in text_of(client, "/my-group/")


# The committee member's page


def test_a_member_votes_on_everybody_but_oneself() -> None:
    work = at_the_committee()
    client = sign_in(work.user(2))
    text = text_of(client, "/committee/")
    own, other, third = work.line(2, 0), work.line(1, 0), work.line(5, 0)
    assert f'name="line-{own.pk}"' not in text
    assert text.count(f'name="line-{other.pk}"') == 2
    assert f"line-{work.line(1, 1).pk}" not in text, "the group declined it"
    path = f"/committee/{work.sheet.pk}/vote"
    answer = client.post(
        path, {f"line-{other.pk}": "1", f"line-{third.pk}": "0", "line-x": "1", "idempotency_key": "a"}
    )
    assert answer["Location"] == "/committee/"
    assert dict(Vote.objects.values_list("nomination_id", "agrees")) == {other.pk: True, third.pk: False}
    assert text_of(client, "/committee/").count("checked") == 2
    client.post(path, {f"line-{other.pk}": "0"})
    assert not Vote.objects.get(nomination=other).agrees
    refused = client.post(path, {f"line-{own.pk}": "1"}, follow=True)
    assert "message--error" in refused.content.decode()
    assert Vote.objects.count() == 2


def test_ballots_are_not_lost_when_a_name_has_left_the_list_meanwhile() -> None:
    work = at_the_committee()
    gone = work.line(5, 0)
    Nomination.objects.filter(pk=gone.pk).update(state=LineState.DROPPED)
    body = {f"line-{gone.pk}": "1", f"line-{work.line(1, 0).pk}": "1"}
    answer = sign_in(work.user(0)).post(f"/committee/{work.sheet.pk}/vote", body, follow=True)
    assert "message--warning" in answer.content.decode()
    assert Vote.objects.count() == 1


def test_counts_are_for_committee_and_teacher_and_never_say_who() -> None:
    work = at_the_committee()
    work.votes(0, {(1, 0): True, (2, 0): False})
    work.votes(7, {(1, 0): True})
    member = text_of(sign_in(work.user(2)), "/committee/")
    assert work.pupils[0].name not in member
    assert work.pupils[7].name not in member
    told = re.findall(r'<span class="num">\s*(.*?)\s*</span>', member, re.DOTALL)
    assert [re.findall(r"\d+", one) for one in told] == [["2", "0"], ["0", "1"], ["0", "0"], ["0", "0"]]
    teacher = text_of(sign_in(work.teacher), progress(work))
    assert "2:0" in teacher
    others = others_of(work)
    for name in ("office", "subject"):
        assert "2:0" not in text_of(sign_in(others[name]), progress(work)), name


def test_outside_the_committees_turn_there_is_nothing_to_vote_on() -> None:
    work = at_the_review()
    assert "line-" not in text_of(sign_in(work.user(2)), "/committee/")
    assert sign_in(work.user(2)).post(f"/committee/{at_the_committee().sheet.pk}/vote").status_code == 404
    line = work.line(1, 0)
    answer = sign_in(work.user(2)).post(f"/committee/{work.sheet.pk}/vote", {f"line-{line.pk}": "0"}, follow=True)
    assert "message--error" in answer.content.decode()


# The class's page


def names_after(text: str, work: ClassAtWork) -> set[int]:
    """Who is told not to have acted."""
    lists = " ".join(re.findall(r'<ul class="participation__names">(.*?)</ul>', text, re.DOTALL))
    return {number for number, pupil in enumerate(work.pupils) if pupil.name in lists}


def test_the_class_sees_who_has_not_acted_step_by_step() -> None:
    work = make_class_at_work()
    client = sign_in(work.teacher)
    work.declares(1, 0)
    assert names_after(text_of(client, progress(work)), work) == {0, 2, 3, 4, 5, 6, 7}
    assert post(work, "close", PUPIL, work.teacher) == 302
    # The group without a result is told with its leader.
    assert names_after(text_of(client, progress(work)), work) == {0}
    work.discusses(1, 0)
    post(work, "close", GROUPS, work.teacher)
    work.votes(0, {(1, 0): True})
    assert names_after(text_of(client, progress(work)), work) == {2, 4, 6, 7}
    post(work, "close", COMMITTEE, work.teacher)
    subject = others_of(work)["subject"]
    assert subject.name in text_of(client, progress(work))
    assert work.line(1, 0).state == LineState.CHOSEN


def test_a_tie_is_picked_on_the_page() -> None:
    work = make_class_at_work()
    for pupil in (1, 2, 3, 4, 5, 6):
        work.declares(pupil, 0)
    work.close(PUPIL)
    work.close(GROUPS)
    work.votes(0, {(pupil, 0): True for pupil in (1, 2, 3, 4, 5, 6)})
    text = text_of(sign_in(work.teacher), progress(work))
    assert text.count('name="pick"') == 6
    post(work, "close", COMMITTEE, work.teacher)
    assert work.current() == COMMITTEE
    picks = [work.line(pupil, 0).pk for pupil in (1, 2, 3, 4, 6)]
    post(work, "close", COMMITTEE, work.teacher, pick=picks)
    assert work.line(6, 0).state == LineState.CHOSEN
    assert work.line(5, 0).state == LineState.DROPPED


def test_the_teacher_takes_a_step_back_and_later_with_a_reason() -> None:
    work = at_the_groups()
    client = sign_in(work.teacher)
    assert 'name="reason"' not in text_of(client, progress(work))
    post(work, "reopen", PUPIL, work.teacher)
    assert work.current() == PUPIL
    work.close(PUPIL)
    work.discusses(1, 0)
    assert 'name="reason"' in text_of(client, progress(work))
    post(work, "reopen", PUPIL, work.teacher)
    assert work.current() == GROUPS
    post(work, "reopen", PUPIL, work.teacher, reason="有人漏报")
    assert work.current() == PUPIL


def test_who_reads_the_page_and_who_has_its_buttons() -> None:
    work = at_the_groups()
    others = others_of(work)
    for name in ("office", "subject"):
        assert "<form" not in text_of(sign_in(others[name]), progress(work)).split("<main", 1)[1], name
        assert post(work, "close", GROUPS, others[name]) == 403
        assert post(work, "reopen", PUPIL, others[name]) == 403
    for user in (work.teacher, others["administrator"]):
        assert "/close" in text_of(sign_in(user), progress(work))
    assert sign_in(others["elsewhere"]).get(progress(work)).status_code == 404
    assert post(work, "close", GROUPS, others["elsewhere"]) == 404
    assert sign_in(work.user(1)).get(progress(work)).status_code == 403
    assert sign_in(work.user(1)).get("/my-group/").status_code == 403
    assert sign_in(work.user(1)).get("/committee/").status_code == 403
    strange = others_of(make_class_at_work())["elsewhere"]
    assert sign_in(strange).get(progress(work)).status_code == 404
    work.sheet.state = SheetState.SUBMITTED
    work.sheet.save()
    assert "/close" not in text_of(sign_in(work.teacher), progress(work))


def said_of(work: ClassAtWork, *roles: StepRole) -> dict[str, str]:
    """The form of the steps held on paper, with day and participants."""
    found: dict[str, str] = {}
    for role in roles:
        step = work.step(role)
        found |= {f"step-{step.pk}-held_on": "2025-09-26", f"step-{step.pk}-participants": "全班"}
    return found


def test_a_class_on_paper_is_led_to_its_sheet_and_steps_may_be_mixed() -> None:
    work = make_class_at_work()
    client = sign_in(work.teacher)
    text = text_of(client, progress(work))
    assert f"/sheets/{work.sheet.pk}/#steps" in text
    Step.objects.filter(pk=work.step(GROUPS).pk).update(online=False)
    Step.objects.filter(pk=work.step(COMMITTEE).pk).update(paper=False)
    work.declares(1, 0)
    post(work, "close", PUPIL, work.teacher)
    text = text_of(client, progress(work))
    assert f"{work.step(GROUPS).pk}/close" not in text, "the groups' step is held on paper only"
    paper_steps.hold_step(
        work.sheet, work.step(GROUPS), held_on=NOW.date(), participants="各组", by=work.teacher, at=NOW
    )
    text = text_of(client, progress(work))
    assert f"{work.step(COMMITTEE).pk}/close" in text
    sheet = text_of(client, f"/sheets/{work.sheet.pk}/")
    assert f"step-{work.step(COMMITTEE).pk}-held" not in sheet
    client.post(f"/sheets/{work.sheet.pk}/steps", {"all": "1", **said_of(work, REVIEW)})
    assert not HeldStep.objects.filter(step=work.step(COMMITTEE)).exists()
    assert not HeldStep.objects.filter(step=work.step(REVIEW)).exists(), "names wait before the committee"
    assert progress(work) in sheet
    assert "step--current" in sheet


def test_the_boards_sheet_leads_to_the_page() -> None:
    work = make_class_at_work()
    clerk = others_of(work)["office"]
    assert progress(work) in text_of(sign_in(clerk), f"/board/{work.sheet.pk}/")


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(statements(asked.captured_queries))


def all_declare(work: ClassAtWork, pupils: int) -> ClassAtWork:
    for pupil in range(3, pupils):
        work.declares(pupil, 2, 3, 4)
    return work


@pytest.mark.parametrize("at", [at_the_groups, at_the_committee], ids=["groups", "committee"])
def test_a_page_asks_as_much_for_eight_pupils_as_for_fifty(at: Callable[..., ClassAtWork]) -> None:
    few, many = all_declare(at(), 8), all_declare(at(pupils=50), 50)
    for path in ("/my-group/", "/committee/"):
        asked = [queries(sign_in(work.user(0)), path) for work in (few, many)]
        assert asked[0] == asked[1] <= 16, path
    asked = [queries(sign_in(work.teacher), progress(work)) for work in (few, many)]
    assert asked[0] == asked[1] <= 26


def test_saving_ballots_and_closing_ask_as_much_for_few_as_for_many() -> None:
    asked = []
    for size in (8, 50):
        work = all_declare(at_the_committee(pupils=size), size)
        lines = Nomination.objects.filter(class_round=work.sheet, state=LineState.PROPOSED)
        mine = lines.exclude(student=work.pupils[0])
        client = sign_in(work.user(0))
        client.get("/committee/")
        with CaptureQueriesContext(connection) as voting:
            client.post(f"/committee/{work.sheet.pk}/vote", {f"line-{line.pk}": "0" for line in mine})
        assert Vote.objects.filter(nomination__class_round=work.sheet).count() == mine.count()
        teacher = sign_in(work.teacher)
        teacher.get(progress(work))
        with CaptureQueriesContext(connection) as closing:
            teacher.post(f"{progress(work)}{work.step(COMMITTEE).pk}/close")
        assert HeldStep.objects.filter(class_round=work.sheet, step=work.step(COMMITTEE)).exists()
        asked.append((len(statements(voting.captured_queries)), len(statements(closing.captured_queries))))
    assert asked[0][0] == asked[1][0] <= 20
    # Lines are written in batches of the database's size.
    assert asked[0][1] <= asked[1][1] <= asked[0][1] + 2 <= 30
