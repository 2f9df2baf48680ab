"""The pupil's month as a page: choose, goals, what comes next, what has become of it; nothing of anybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from awards.models import ClassRound, Decision, Goal, LineSource, LineState, Nomination, SheetState, Verdict
from awards.rules.kinds import StepRole
from awards.terms import opening
from starrating.operations.idempotency import FIELD
from students.models import Enrolment, Student, User
from tests.awards.board_clients import said
from tests.awards.pupil_factories import CHOOSING, WHEN, account_of, client_of, keyed, over, step_of
from tests.factories import (
    items_of,
    make_class,
    make_final,
    make_homeroom,
    make_school,
    make_sheet,
    make_student,
    make_term,
    moment,
    pupils_of,
)
from tests.guarantees.factories import World, bring_to, make_world

pytestmark = pytest.mark.django_db
MONTH = "/my-month/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(WHEN, tick=False):
        yield


def line_of(sheet: ClassRound, pupil: Student, number: int, **values: object) -> Nomination:
    fields: dict[str, Any] = {"source": LineSource.SELF, "state": LineState.PROPOSED, "statement": "值日认真", **values}
    return Nomination.objects.create(class_round=sheet, student=pupil, item=items_of(sheet)[number], **fields)


def choose(client: Client, sheet: ClassRound, *numbers: int, shown: str = "", **more: object) -> Any:
    items = items_of(sheet)
    said = {f"statement-{items[number].pk}": "每天坚持" for number in numbers}
    data = keyed(on=[items[number].pk for number in numbers], shown=shown, **{**said, **more})
    return client.post(reverse("awards:declare", args=[sheet.pk]), data)


def signed_in_pupil(sheet: ClassRound) -> tuple[Client, Student]:
    pupil = pupils_of(sheet)[0]
    return client_of(account_of(pupil)), pupil


def test_the_start_page_leads_a_pupil_to_the_month() -> None:
    client, _pupil = signed_in_pupil(make_sheet())
    assert client.get("/").headers["Location"] == MONTH
    labels = [item.url for item in client.get(MONTH).context["navigation"]]
    assert labels[:2] == [MONTH, "/my-stars/"]
    assert all(client.get(url).status_code == 200 for url in labels)


def test_ticks_are_saved_changed_and_taken_back() -> None:
    sheet = make_sheet()
    client, pupil = signed_in_pupil(sheet)
    assert choose(client, sheet, 0, 1).status_code == 302
    page = client.get(MONTH).context["page"]
    assert (page.chosen, page.limit, [choice.ticked for choice in page.choices[:3]]) == (2, 4, [True, True, False])
    choose(client, sheet, 1, shown=page.shown)
    live = Nomination.objects.filter(student=pupil, state=LineState.PROPOSED)
    assert list(live.values_list("item", "statement")) == [(items_of(sheet)[1].pk, "每天坚持")]


def test_an_old_page_takes_nothing_back_that_it_did_not_show() -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    choose(client, sheet, 0)
    choose(client, sheet, 2, shown="")
    assert Nomination.objects.filter(state=LineState.PROPOSED).count() == 2


def test_the_fifth_says_why_not_and_what_was_typed_stays() -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    response = choose(client, sheet, 0, 1, 2, 3, 4)
    page = response.context["page"]
    assert (response.status_code, Nomination.objects.count()) == (422, 4)
    fifth = page.choices[4]
    assert "4" in fifth.refusal
    assert (fifth.ticked, fifth.statement) == (True, "每天坚持")
    assert fifth.refusal in response.content.decode()


def test_one_form_sent_twice_has_one_effect_and_the_same_answer() -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    items = items_of(sheet)
    data = keyed(on=[item.pk for item in items[:5]], **{f"statement-{item.pk}": "好" for item in items[:5]})
    address = reverse("awards:declare", args=[sheet.pk])
    answers = [client.post(address, data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert Decision.objects.filter(verdict=Verdict.DECLARED).count() == 4


def test_a_closed_step_is_told_and_nothing_is_lost_but_the_tick() -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    over(sheet, StepRole.PUPIL, by=make_homeroom(sheet.school_class))
    response = choose(client, sheet, 0)
    assert response.status_code == 302
    assert said(response) == ["This step has not begun, or it is over. Load the page again to see which step is open."]
    page = client.get(MONTH).context["page"]
    assert not page.may_declare
    assert not Nomination.objects.exists()


def test_goals_are_set_marked_and_limited() -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    address, items = reverse("awards:set_goals", args=[sheet.pk]), items_of(sheet)
    assert client.post(address, keyed(goal=[items[1].pk, "x"])).status_code == 302
    page = client.get(MONTH).context["page"]
    assert (page.goals, [choice.is_goal for choice in page.choices[:3]]) == ([items[1].name], [False, True, False])
    client.post(address, keyed(goal=[item.pk for item in items[:5]]))
    assert Goal.objects.count() == 1
    client.post(address, keyed())
    assert not Goal.objects.exists()


@pytest.mark.parametrize("address", ["awards:declare", "awards:set_goals"])
def test_other_sheets_are_not_there_and_bad_forms_are_refused(address: str) -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    other = make_sheet(make_class(sheet.school_class.school, 2))
    assert client.post(reverse(address, args=[other.pk]), keyed()).status_code == 404
    assert "send the form from there" in said(client.post(reverse(address, args=[sheet.pk]), {FIELD: ""}))[-1]
    assert client.get(reverse(address, args=[sheet.pk])).status_code == 405
    teacher = client_of(make_homeroom(sheet.school_class))
    assert teacher.post(reverse(address, args=[sheet.pk]), keyed()).status_code == 403
    assert teacher.get(MONTH).status_code == 403


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        ([], "Choose your stars until the end of 25 September"),
        ([StepRole.PUPIL], "Your group talks about it until"),
        ([StepRole.PUPIL, StepRole.GROUP_LEADER], "The 评星小组 talks about it until"),
        ([StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE], "Your teachers look at it until"),
    ],
)
def test_what_comes_next_is_said(closed: list[StepRole], words: str) -> None:
    sheet = make_sheet()
    client, _pupil = signed_in_pupil(sheet)
    over(sheet, *closed, by=make_homeroom(sheet.school_class))
    told = client.get(MONTH).context["page"].next
    assert any(told.now.startswith(part) or part in told.now for part in words.split("|"))
    assert told.then


def test_late_choosing_is_still_possible_and_says_so() -> None:
    sheet = make_sheet()
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        page = signed_in_pupil(sheet)[0].get(MONTH).context["page"]
    assert (page.may_declare, page.next.late) == (True, True)


def test_a_day_that_has_gone_by_is_not_promised() -> None:
    sheet = make_sheet()
    over(sheet, StepRole.PUPIL, by=make_homeroom(sheet.school_class))
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        told = signed_in_pupil(sheet)[0].get(MONTH).context["page"].next
    assert told.now == "Choosing is over. Your group talks about it now."


def test_the_way_of_each_star_without_counts_or_voters() -> None:
    sheet = make_sheet()
    client, pupil = signed_in_pupil(sheet)
    teacher = make_homeroom(sheet.school_class, "李岚")
    counts: dict[str, object] = {"votes_for": 37, "votes_against": 41, "could_vote": 79}
    hands: dict[str, object] = {"hands_for": 43, "hands_against": 47}
    line_of(sheet, pupil, 0, state=LineState.CHOSEN, place=1, group_agreed=True, **hands, **counts)
    declined = line_of(sheet, pupil, 1, state=LineState.DROPPED, group_agreed=False, **hands)
    voted_out = line_of(sheet, pupil, 2, state=LineState.DROPPED, group_agreed=True, **hands, **counts)
    struck = line_of(sheet, pupil, 3, state=LineState.DROPPED)
    gone = line_of(sheet, pupil, 4, state=LineState.DROPPED)
    no_place = line_of(sheet, pupil, 5, state=LineState.DROPPED, group_agreed=True, **hands, **counts)
    over(sheet, StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE, by=teacher)
    for line, verdict, role in [
        (declined, Verdict.DECLINED, StepRole.GROUP_LEADER),
        (voted_out, Verdict.DECLINED, StepRole.COMMITTEE),
        (struck, Verdict.STRUCK, StepRole.HOMEROOM),
        (gone, Verdict.RETRACTED, StepRole.PUPIL),
        (no_place, Verdict.NO_PLACE, StepRole.COMMITTEE),
    ]:
        step = step_of(sheet, role)
        Decision.objects.create(class_round=sheet, nomination=line, step=step, verdict=verdict, by=teacher, at=WHEN)
    response = client.get(MONTH)
    stars = response.context["page"].stars
    ways = [[stop.state for stop in star.way] for star in stars]
    assert ways == [
        ["done", "done", "now", "ahead", "ahead"],
        ["ended"],
        ["done", "ended"],
        ["done", "done", "ended"],
        ["done", "ended"],
    ]
    # A66: a name without a place was not turned down.
    assert ["no place was left" in star.told for star in stars] == [False, False, False, False, True]
    shown = strip_tags(response.content.decode().split("<main")[1])
    assert not any(number in shown for number in ("37", "41", "43", "47", "79"))
    assert "李岚" not in shown


@pytest.mark.parametrize("state", [SheetState.SUBMITTED, SheetState.IN_NOTICE, SheetState.FINAL])
def test_after_the_class_the_page_follows_the_sheet(state: SheetState) -> None:
    world: World = make_world()
    bring_to(world, state)
    day = dt.date(2025, 10, 10) if state == SheetState.IN_NOTICE else dt.date(2025, 10, 20)
    with time_machine.travel(moment(day), tick=False):
        client = client_of(world.people["pupil"])
        response = client.get(MONTH)
        page = response.context["page"]
        notice = client.get(page.notice_url) if page.notice_url else None
    assert (bool(page.notice_url), bool(page.stars)) == (state == SheetState.IN_NOTICE, state != SheetState.SUBMITTED)
    assert notice is None or notice.status_code == 200
    assert page.next.now


def test_months_can_be_looked_back_to() -> None:
    sheet = make_final()
    october = sheet.round.term.rounds.get(label="2025-10")
    opening.open_round(october, by=None, at=moment(dt.date(2025, 10, 13)))
    with time_machine.travel(moment(dt.date(2025, 10, 20)), tick=False):
        client, _pupil = signed_in_pupil(sheet)
        page = client.get(MONTH).context["page"]
        before = client.get(MONTH, {"month": sheet.pk}).context["page"]
    assert (page.sheet.round, [row == page.sheet for row in page.sheets]) == (october, [False, True])
    assert (before.sheet, len(before.stars)) == (sheet, 1)


def why(user: User) -> str:
    response = client_of(user).get(MONTH)
    assert response.status_code == 200
    return str(response.context["why"])


def test_empty_states() -> None:
    school = make_school()
    school_class = make_class(school)
    pupil = make_student(school_class, "安然")
    user = account_of(pupil)
    assert why(user) == "no_sheet"
    make_term(school)
    assert why(user) == "no_sheet"
    make_sheet(school_class)
    assert client_of(user).get(MONTH).context["page"].may_declare
    Enrolment.objects.filter(student=pupil).update(ends_on=CHOOSING)
    assert why(user) == "leaving"
    Enrolment.objects.filter(student=pupil).update(ends_on=CHOOSING - dt.timedelta(days=1))
    assert why(user) == "no_class"


def test_the_page_asks_a_fixed_number_of_questions() -> None:
    sheet = make_sheet(pupils=20)
    client, pupil = signed_in_pupil(sheet)
    client.get(MONTH)
    for number in range(4):
        line_of(sheet, pupil, number)
    with CaptureQueriesContext(connection) as asked:
        client.get(MONTH)
    assert len(asked) <= 14, [query["sql"][:90] for query in asked]
    with CaptureQueriesContext(connection) as asked:
        choose(client, sheet, 0, 1, 2, 4, shown=" ".join(str(item.pk) for item in items_of(sheet)[:4]))
    assert len(asked) <= 45
