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
    assert text.count('name="for-') == 3
    assert text.count('max="4"') == 6, "no more than all four of the group"


def said(work: ClassAtWork, *results: tuple[int, int, str, str], **more: object) -> dict[str, object]:
    """What the leader's page sends: pupil, star, hands for and against; all lines of the first group are shown."""
    body: dict[str, object] = {"seen": [work.line(*cell).pk for cell in ((1, 0), (1, 1), (2, 0))], **more}
    for pupil, item, hands_for, against in results:
        line = work.line(pupil, item).pk
        body |= {f"for-{line}": hands_for, f"against-{line}": against}
    return body


def test_a_leader_saves_all_hands_at_once_and_undoes_without_a_script() -> None:
    work = at_the_groups()
    client, path = sign_in(work.user(0)), f"/my-group/{work.sheet.pk}/discuss"
    body = said(work, (1, 0, "1", ""), (1, 1, "2", "1"), (2, 0, "", ""), idempotency_key="one")
    for _time in range(2):
        assert client.post(path, body)["Location"] == "/my-group/"
    lines = [work.line(*cell) for cell in ((1, 0), (1, 1), (2, 0))]
    assert [(line.state, line.hands_for, line.hands_against) for line in lines] == [
        (LineState.DROPPED, 1, 3),
        (LineState.PROPOSED, 2, 1),
        (LineState.PROPOSED, None, None),
    ]
    client.post(path, said(work, all="1"))
    assert [work.line(*cell).hands_for for cell in ((1, 0), (1, 1), (2, 0))] == [1, 2, 4], "the rest, and no other"
    client.post(f"/my-group/lines/{lines[0].pk}/undo")
    assert work.line(1, 0).group_agreed is None


@pytest.mark.parametrize("hands", [("", "0"), ("viele", "0"), ("9", "0"), ("1", "-1"), ("4", "1")])
def test_hands_that_are_none_are_told_and_nothing_is_saved_nor_lost(hands: tuple[str, str]) -> None:
    work = at_the_groups()
    body = said(work, (1, 0, *hands), (2, 0, "3", "1"), all="1")
    text = sign_in(work.user(0)).post(f"/my-group/{work.sheet.pk}/discuss", body).content.decode()
    assert "message--error" in text
    assert not Nomination.objects.filter(group_agreed__isnull=False).exists()
    typed = re.findall(r'name="(for|against)-\d+"[^>]*value="([^"]*)"', text)
    assert [value for _side, value in typed] == [*hands, "", "", "3", "1"]


def test_another_groups_line_is_not_there_for_a_leader() -> None:
    work = at_the_groups()
    elsewhere = at_the_groups()
    client = sign_in(work.user(0))
    for line in (work.line(5, 0), elsewhere.line(1, 0)):
        assert client.post(f"/my-group/lines/{line.pk}/undo").status_code == 404
        answer = client.post(f"/my-group/{work.sheet.pk}/discuss", {f"for-{line.pk}": "3"})
        assert "message--error" in answer.content.decode()
        client.post(f"/my-group/{work.sheet.pk}/discuss", {"all": "1", "seen": line.pk})
    assert client.post(f"/my-group/{elsewhere.sheet.pk}/discuss").status_code == 404
    assert not Nomination.objects.filter(group_agreed__isnull=False).exists()


def test_the_leaders_page_before_and_after_the_groups_turn() -> None:
    work = make_class_at_work()
    client = sign_in(work.user(0))
    assert 'name="for-' not in text_of(client, "/my-group/")
    work.declares(1, 0)
    work.close(PUPIL)
    assert 'name="for-' in text_of(client, "/my-group/")
    work.close(GROUPS)
    assert 'name="for-' not in text_of(client, "/my-group/")
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
    path, star = f"/committee/{work.sheet.pk}/vote", work.items[0].pk
    for line, agrees in ((other, "1"), (third, "0")):
        body = {"star": star, f"line-{line.pk}": agrees, "line-x": "1", "idempotency_key": f"a{line.pk}"}
        assert client.post(path, body)["Location"] == f"/committee/?star={star}#star"
    assert dict(Vote.objects.values_list("nomination_id", "agrees")) == {other.pk: True, third.pk: False}
    assert text_of(client, "/committee/").count('aria-pressed="true"') == 2
    client.post(path, {f"line-{other.pk}": "0"})
    assert not Vote.objects.get(nomination=other).agrees
    refused = client.post(path, {f"line-{own.pk}": "1"}, follow=True)
    assert "message--error" in refused.content.decode()
    assert Vote.objects.count() == 2


def test_one_goes_on_where_one_was_and_agrees_with_the_rest() -> None:
    work = all_declare(at_the_committee(), 8)
    client, stars = sign_in(work.user(0)), [work.items[number].pk for number in (0, 2, 3, 4)]
    page = client.get("/committee/").context["page"]
    assert [(one.item.pk, one.done, one.total) for one in page.stars] == [
        (stars[0], 0, 4),
        *((star, 0, 5) for star in stars[1:]),
    ]
    assert (page.star.item.pk, page.next.item.pk) == (stars[0], stars[1])
    assert text_of(client, "/committee/").count("<progress") == 4
    work.votes(0, {(1, 0): False})
    seen = [line.line.pk for line in page.star.lines]
    answer = client.post(f"/committee/{work.sheet.pk}/rest", {"star": stars[0], "seen": seen})
    assert answer["Location"] == "/committee/#star"
    assert Vote.objects.filter(nomination__item=stars[0], agrees=False).get().nomination == work.line(1, 0)
    assert Vote.objects.count() == 4
    page = client.get("/committee/").context["page"]
    assert (page.star.item.pk, page.stars[0].left) == (stars[1], 0)
    # Back to a star that is done, and on from there.
    page = client.get(f"/committee/?star={stars[0]}").context["page"]
    assert (page.star.item.pk, page.next.item.pk) == (stars[0], stars[1])
    for star in ("x", "9" * 30, "0"):
        assert client.get(f"/committee/?star={star}").context["page"].star.item.pk == stars[1]


def test_a_script_gets_the_parts_and_is_told_a_no() -> None:
    work = at_the_committee()
    client, path = sign_in(work.user(0)), f"/committee/{work.sheet.pk}/vote"
    body, script = {"star": work.items[0].pk, f"line-{work.line(1, 0).pk}": "1"}, {"X-Part": "true"}
    text = client.post(path, body, headers=script).content.decode()
    assert [part in text for part in ('id="asked"', 'id="bars"', 'id="star"', "<html")] == [True, True, True, False]
    assert text.count('aria-pressed="true"') == 1
    # One form is pressed many times: without a key each press is its own, and the same twice is the same ballot.
    other = {"star": work.items[0].pk, f"line-{work.line(1, 0).pk}": "0"}
    for _time in range(2):
        client.post(path, other, headers=script)
    assert not Vote.objects.get().agrees
    Nomination.objects.filter(pk=work.line(1, 0).pk).update(state=LineState.DROPPED)
    assert client.post(path, body, headers=script).status_code == 409
    assert "message--error" in text_of(client, "/committee/"), "said where the page is asked for again"


def test_nobody_sees_counts_before_the_vote_is_closed() -> None:
    """A62: not the members, not who has the own line there, not the teacher; nor does anybody see who voted how."""
    work = at_the_committee()
    members = (work.user(2), work.user(6))
    before = [without_keys(text_of(sign_in(user), "/committee/")) for user in members]
    work.votes(0, {(1, 0): True, (2, 0): False, (5, 0): True})
    work.votes(7, {(1, 0): True})
    assert [without_keys(text_of(sign_in(user), "/committee/")) for user in members] == before
    work.votes_on_all(0, (1, 0), (2, 0))
    assert work.pupils[0].name not in text_of(sign_in(work.user(2)), "/committee/"), "who has voted"
    assert work.pupils[1].name not in text_of(sign_in(work.teacher), progress(work)), "a name, and so a count"
    stars = sign_in(work.teacher).get(progress(work)).context["page"].stars
    assert [len(star.voters) for star in stars] == [1], "how many have voted on a star, not how"
    work.close(COMMITTEE)
    assert "<b>1</b>" in text_of(sign_in(work.teacher), f"/sheets/{work.sheet.pk}/shortlist/")


def without_keys(text: str) -> str:
    """A page without what is new each time it is asked for."""
    return re.sub(r'(csrfmiddlewaretoken|idempotency_key)"\s+value="[^"]*"', "", text)


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
    work.votes_on_all(0, (1, 0))
    assert names_after(text_of(client, progress(work)), work) == {2, 4, 6, 7}
    post(work, "close", COMMITTEE, work.teacher)
    subject = others_of(work)["subject"]
    assert subject.name in text_of(client, progress(work))
    assert work.line(1, 0).state == LineState.CHOSEN


def test_closing_asks_first_while_somebody_has_not_acted_and_counts_only_ballots() -> None:
    work = at_the_committee()
    html = sign_in(work.teacher).get(f"/sheets/{work.sheet.pk}/progress/").content.decode()
    assert html.count('name="although"') == 1
    page = sign_in(work.teacher).get(f"/sheets/{work.sheet.pk}/progress/").context["page"]
    assert [star.cast for star in page.stars] == [0] * len(page.stars)


def test_a_tie_is_picked_on_the_page() -> None:
    work = make_class_at_work()
    for pupil in (1, 2, 3, 4, 5, 6):
        work.declares(pupil, 0)
    work.close(PUPIL)
    work.close(GROUPS)
    work.votes_on_all(0, *((pupil, 0) for pupil in (1, 2, 3, 4, 5, 6)))
    assert 'name="pick"' not in text_of(sign_in(work.teacher), progress(work)), "not before the vote is ended"
    path = f"{progress(work)}{work.step(COMMITTEE).pk}/close"
    asked = sign_in(work.teacher).post(path)
    assert asked.status_code == 200
    assert re.findall(r'name="pick"\s+value="(\d+)"', asked.content.decode()) == [
        str(work.line(pupil, 0).pk) for pupil in (1, 3, 5)
    ]
    assert work.current() == COMMITTEE
    post(work, "close", COMMITTEE, work.teacher, pick=[work.line(pupil, 0).pk for pupil in (1, 3)])
    assert work.line(3, 0).state == LineState.CHOSEN
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


def test_a_press_asks_as_much_for_few_names_as_for_many() -> None:
    asked = []
    for size in (8, 50):
        work = all_declare(at_the_committee(pupils=size), size)
        client, path = sign_in(work.user(0)), f"/committee/{work.sheet.pk}/"
        page = client.get("/committee/").context["page"]
        seen = [one.line.pk for one in page.star.lines if not one.own]
        found = []
        for address, body in (("vote", {f"line-{seen[0]}": "1"}), ("rest", {"seen": seen})):
            with CaptureQueriesContext(connection) as pressing:
                client.post(path + address, {"star": page.star.item.pk, **body}, headers={"X-Part": "true"})
            found.append(len(statements(pressing.captured_queries)))
        assert Vote.objects.filter(nomination__class_round=work.sheet).count() == len(seen)
        asked.append(found)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 32


def test_saving_a_groups_hands_asks_as_much_for_few_lines_as_for_many() -> None:
    asked = []
    for declared in (1, 4):
        work = make_class_at_work()
        for pupil in range(4):
            work.declares(pupil, *range(declared))
        work.close(PUPIL)
        client, lines = sign_in(work.user(0)), Nomination.objects.filter(class_round=work.sheet)
        client.get("/my-group/")
        body = {"all": "1", "seen": [line.pk for line in lines]}
        with CaptureQueriesContext(connection) as saving:
            client.post(f"/my-group/{work.sheet.pk}/discuss", body)
        assert lines.filter(group_agreed=True).count() == 4 * declared
        asked.append(len(statements(saving.captured_queries)))
    assert asked[0] == asked[1] <= 24


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
