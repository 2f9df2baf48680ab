"""The shortlist on screen: what it shows to whom, and its changes with a reason each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.models import Decision, LineSource, LineState, Nomination, Verdict
from awards.rules.kinds import StepRole
from awards.sheets import paper_steps
from tests.awards.board_clients import client_of, said
from tests.awards.entry_clients import statements
from tests.awards.steps_factories import ClassAtWork, at_the_committee, at_the_review, make_class_at_work, others_of
from tests.factories import fill, moment

pytestmark = pytest.mark.django_db
WHY = "事实清楚"


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        yield


def address(work: ClassAtWork, tail: str = "") -> str:
    return f"/sheets/{work.sheet.pk}/shortlist/{tail}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def change(client: Client, work: ClassAtWork, pupil: int, item: int, what: str, **body: str) -> Any:
    line = work.line(pupil, item)
    return client.post(address(work, f"{line.pk}/{what}"), {"reason": WHY, **body})


def test_names_stand_in_the_order_of_votes_with_what_was_said() -> None:
    work = at_the_review()
    text = text_of(client_of(work.teacher), address(work))
    first = text[text.index(work.items[0].name) : text.index(work.items[1].name)]
    names = [work.pupils[number].name for number in (1, 2, 5, 6)]
    places = [first.index(name) for name in names]
    assert places == sorted(places)
    assert "3 for, 0 against" in first
    assert "2 for, 1 against" in first
    assert "Group: 3 for, 1 against" in first
    assert "第0项，我这个月做到了。" in first
    assert "2 /5" in first or "2/5" in first
    assert first.index("Left out") > places[1]


def test_a_members_votes_are_of_fewer_who_could_vote() -> None:
    """A61: four of four stand above four of five, also among the names left out, which have no places."""
    work = at_the_committee()
    for member in (0, 2, 4, 7):
        work.votes_on_all(member, (1, 0), (6, 0))
    work.close(StepRole.COMMITTEE)
    client = client_of(work.teacher)
    for pupil in (1, 6):
        change(client, work, pupil, 0, "strike")
    text = text_of(client, address(work))
    first = text[text.index("Left out") : text.index(work.items[1].name)]
    assert first.index(work.pupils[6].name) < first.index(work.pupils[1].name)
    assert "4 for, 0 against, of 4" in first
    assert "4 for, 0 against, of 5" in first


def test_a_name_is_struck_and_put_back_and_the_history_says_why() -> None:
    work = at_the_review()
    client = client_of(work.teacher)
    response = change(client, work, 1, 0, "strike")
    assert response.url == f"{address(work)}#star-{work.items[0].pk}"
    text = text_of(client, address(work))
    assert "Your last change" in text
    assert WHY in text
    assert WHY in text_of(client, f"/sheets/{work.sheet.pk}/")
    change(client, work, 1, 0, "restore", reason="改回", back="sheet")
    assert work.line(1, 0).state == LineState.CHOSEN
    decisions = Decision.objects.filter(nomination=work.line(1, 0), step__role="homeroom")
    assert [decision.reason for decision in decisions] == [WHY, "改回"]


def test_without_a_reason_nothing_happens_and_the_answer_says_so() -> None:
    work = at_the_review()
    response = change(client_of(work.teacher), work, 1, 0, "strike", reason=" ")
    assert said(response) == ["Please give one line of reason."]
    assert work.line(1, 0).state == LineState.CHOSEN


def test_a_form_sent_twice_changes_once() -> None:
    work = at_the_review()
    client = client_of(work.teacher)
    for _again in range(2):
        change(client, work, 1, 0, "strike", idempotency_key="one")
    assert Decision.objects.filter(verdict=Verdict.STRUCK).count() == 1


def nominates(client: Client, work: ClassAtWork, names: str, **body: object) -> Any:
    said_here = {"names": names, "item": work.items[2].pk, "reason": WHY, **body}
    return client.post(address(work, "nominate"), said_here)


def test_a_pupil_is_nominated_by_initials_and_marked() -> None:
    work = at_the_review()
    client = client_of(work.teacher)
    shy = work.pupils[3]
    assert nominates(client, work, shy.initials).status_code == 302
    line = Nomination.objects.get(student=shy, item=work.items[2])
    assert (line.source, line.state, line.statement) == (LineSource.BEHALF, LineState.CHOSEN, WHY)
    assert "on behalf" in text_of(client, address(work))


@pytest.mark.parametrize("names", ["", "查无此人", "1、2"])
def test_who_is_not_certain_is_asked_about_and_what_was_typed_stays(names: str) -> None:
    work = at_the_review()
    response = nominates(client_of(work.teacher), work, names)
    assert response.status_code == 422
    assert f'value="{WHY}"' in response.content.decode()
    assert not Nomination.objects.filter(item=work.items[2]).exists()


def test_who_may_see_and_change_it() -> None:
    work = at_the_review()
    others = others_of(work)
    for name, status in {"subject": 403, "office": 403, "elsewhere": 404, "leader elsewhere": 403}.items():
        client = client_of(others[name])
        assert client.get(address(work)).status_code == status, name
        assert change(client, work, 1, 0, "strike").status_code == status, name
        assert nominates(client, work, "1").status_code == status, name
    assert client_of(work.user(0)).get(address(work)).status_code == 403
    assert client_of(others["administrator"]).get(address(work)).status_code == 200
    other = make_class_at_work()
    other.declares(0, 0)
    line = other.line(0, 0)
    assert client_of(work.teacher).post(address(work, f"{line.pk}/strike"), {"reason": WHY}).status_code == 404


def test_the_sheet_shows_the_shortlist_in_place_of_the_boxes_and_counts_to_nobody_else() -> None:
    work = at_the_review()
    page = client_of(work.teacher).get(f"/sheets/{work.sheet.pk}/").content.decode()
    assert 'name="names"' in page
    assert "data-names" not in page
    assert "submit-dialog" in page
    assert "Take off" in page
    others = others_of(work)
    for name in ("subject", "office"):
        text = text_of(client_of(others[name]), f"/sheets/{work.sheet.pk}/")
        assert "against" not in text.split("History of the sheet")[0]


def chips(page: str) -> list[tuple[str, str]]:
    """Give names and marks of the chips that take no place yet."""
    found = re.findall(r'chip--hint">\s*(.*?)\s*<span class="chip__note">(.*?)</span>', page)
    return [(name, mark) for name, mark in found]


def test_before_the_vote_the_sheet_names_who_is_put_forward_and_lets_nobody_past_it() -> None:
    work = at_the_committee()
    nominates(client_of(work.teacher), work, "4")
    client = client_of(work.teacher)
    page = client.get(f"/sheets/{work.sheet.pk}/?view=stars").content.decode()
    cell = f"{work.pupils[1].pk}:{work.items[0].pk}:1"
    assert f'value="{cell}"' not in page
    assert work.pupils[1].name in page
    assert "data-names" not in page
    assert "nominate on the pupil" in page
    assert [mark for mark in chips(page) if mark[0] == work.pupils[3].name] == [(work.pupils[3].name, "on behalf")]
    assert (work.pupils[1].name, "declared") in chips(page)
    for view, end in (("tiles", "on behalf"), ("grid", f'{work.items[2].short_name} on behalf"')):
        assert end in client.get(f"/sheets/{work.sheet.pk}/?view={view}").content.decode()
    answer = client.post(f"/sheets/{work.sheet.pk}/cells", {"cell": cell}, headers={"X-Part": "true"})
    assert "nominate on the pupil" in answer.content.decode()
    assert work.line(1, 0).state == LineState.PROPOSED
    assert "No votes" not in text_of(client, address(work))


def test_a_class_that_goes_on_with_paper_is_offered_who_declared() -> None:
    work = at_the_committee()
    paper_steps.hold_step(
        work.sheet,
        work.step(StepRole.COMMITTEE),
        held_on=dt.date(2025, 9, 29),
        participants="全体",
        by=work.teacher,
        at=moment(dt.date(2025, 9, 29)),
    )
    client = client_of(work.teacher)
    page = client.get(f"/sheets/{work.sheet.pk}/?view=stars").content.decode()
    cell = f"{work.pupils[1].pk}:{work.items[0].pk}:1"
    assert f'value="{cell}"' in page
    answer = client.post(f"/sheets/{work.sheet.pk}/cells", {"cell": cell}, headers={"X-Part": "true"})
    assert answer.status_code == 200
    line = work.line(1, 0)
    assert (line.state, line.source) == (LineState.CHOSEN, LineSource.SELF)
    client.post(f"/sheets/{work.sheet.pk}/cells", {"cell": cell[:-1] + "0"})
    assert work.line(1, 0).state == LineState.PROPOSED


def test_a_class_on_paper_is_sent_to_its_sheet() -> None:
    work = make_class_at_work()
    fill(work.sheet, work.teacher)
    text = text_of(client_of(work.teacher), address(work))
    assert "decided on paper" in text
    assert "Your last change" not in text


def test_it_asks_as_much_for_few_names_as_for_many() -> None:
    asked = []
    for declared in (1, 8):
        work = make_class_at_work()
        for pupil in range(declared):
            work.declares(pupil, 0, 1, 2)
        client = client_of(work.teacher)
        client.get(address(work))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(work)).status_code == 200
        asked.append(len(statements(queries.captured_queries)))
    assert asked[0] == asked[1] <= 12
