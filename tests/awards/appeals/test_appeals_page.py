"""Appeals on screen: a pupil's own, a guardian's paper, the answer, the colleague who is named, the headmaster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.appeals import raising
from awards.models import Appeal, AppealRoute, AppealState
from students.models import SchoolRole
from tests.awards.appeal_factories import ANSWERED_AT, RAISED_AT, REVERSED, AppealCase, changed
from tests.awards.board_clients import client_of
from tests.factories import make_class, make_homeroom, make_school, make_students, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[AppealCase]:
    school_class = make_class(make_school())
    case = AppealCase(make_term(school_class.school), school_class, make_students(school_class, 3)[0])
    _there = (case.user, case.clerk, case.other, case.administrator)
    with time_machine.travel(RAISED_AT, tick=False):
        yield case


def post(who: Any, name: str, *args: object, key: str = "once", **data: object) -> Any:
    return client_of(who).post(reverse(f"awards:{name}", args=args), {"idempotency_key": key, **data})


def shown(who: Any, name: str, *args: object) -> str:
    response = client_of(who).get(reverse(f"awards:{name}", args=args))
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_pupil_raises_it_once_and_reads_the_answer(case: AppealCase) -> None:
    found = case.deduction()
    assert "Deduction of 15 stars" in shown(case.user, "my_appeals")
    assert "Deduction of 15 stars" in shown(case.user, "appeal_raise", "deduction", found.pk)
    for _time in range(2):
        assert post(case.user, "appeal_raise", "deduction", found.pk, facts="不是我").status_code == 302
    appeal = Appeal.objects.get()
    assert "14 November" in shown(case.user, "my_appeals")
    assert case.pupil.name in shown(case.other, "appeals")
    assert "不是我" in shown(case.other, "appeal", appeal.pk)
    assert post(case.other, "appeal_answer", appeal.pk, outcome="changed", answer="情节较轻。").status_code == 422
    said = {"outcome": "changed", "stars": "10", "answer": "情节较轻。"}
    for _time in range(2):
        assert post(case.other, "appeal_answer", appeal.pk, key="answer", **said).status_code == 302
    assert case.total() == -5
    page = shown(case.user, "my_appeals")
    assert "情节较轻。" in page
    assert "Restored: 10 stars" in page


def test_a_stranger_reads_nothing_of_it(case: AppealCase) -> None:
    appeal = case.raised()
    homeroom = make_homeroom(case.school_class)
    other = AppealCase(case.term, case.school_class, make_students(case.school_class, 4)[3]).user
    assert client_of(homeroom).get(reverse("awards:appeal", args=[appeal.pk])).status_code == 404
    assert appeal.label not in shown(homeroom, "appeals")
    assert "不是我先动手" not in shown(other, "my_appeals")
    for name in ("appeal_withdraw", "appeal_go_up"):
        assert post(other, name, appeal.pk, reason="x").status_code == 404


def test_the_office_records_a_guardians_paper(case: AppealCase) -> None:
    found = case.deduction()
    page = client_of(case.other).get(reverse("awards:appeal_new"), {"number": case.pupil.number})
    assert reverse("awards:appeal_record", args=["deduction", found.pk]) in page.content.decode()
    said = {"raised_by": "王强", "received_on": "2025-10-23", "facts": "不服", "papers": "证明1页"}
    assert post(case.other, "appeal_record", "deduction", found.pk, **{**said, "raised_by": ""}).status_code == 422
    assert post(case.other, "appeal_record", "deduction", found.pk, **said).status_code == 302
    made = Appeal.objects.get()
    assert (made.route, made.received_on, made.papers) == (AppealRoute.PAPER, dt.date(2025, 10, 23), "证明1页")
    assert post(case.other, "appeal_withdraw", made.pk, key="back").status_code == 302
    assert Appeal.objects.get().state == AppealState.WITHDRAWN


def test_where_nobody_is_left_a_colleague_is_named_and_answers(case: AppealCase) -> None:
    appeal, homeroom = case.raised(), make_homeroom(case.school_class)
    SchoolRole.objects.filter(user=case.other).delete()
    assert 'data-suggest="/suggested/staff' in shown(case.administrator, "appeal", appeal.pk)
    assert post(case.administrator, "appeal_name", appeal.pk, user=case.clerk.username).status_code == 422
    assert post(case.administrator, "appeal_name", appeal.pk, user=homeroom.username, key="two").status_code == 302
    assert appeal.label in shown(homeroom, "appeals")
    said = {"outcome": "reversed", "answer": "不是他。"}
    assert post(homeroom, "appeal_answer", appeal.pk, **said).status_code == 302
    assert case.total() == 0


def test_the_headmaster_lands_on_the_appeals_and_answers_the_second_step(case: AppealCase) -> None:
    headmaster, appeal = case.headmaster, case.raised()
    case.answer(appeal, changed(10), by=case.other)
    with time_machine.travel(ANSWERED_AT, tick=False):
        assert post(case.user, "appeal_go_up", appeal.pk, reason="仍不服").status_code == 302
        assert client_of(headmaster).get(reverse("home")).headers["Location"] == reverse("awards:appeals")
        assert "仍不服" in shown(headmaster, "appeal", appeal.pk)
        said = {"outcome": "reversed", "answer": "撤销。"}
        assert post(headmaster, "appeal_answer", appeal.pk, **said).status_code == 302
    assert (case.total(), Appeal.objects.get().state) == (0, AppealState.CLOSED)


def test_a_settled_punishment_and_the_paper_have_their_pages(case: AppealCase) -> None:
    appeal = case.raised(case.punishment())
    assert "记过" in shown(case.other, "appeal", appeal.pk)
    paper = reverse("reports:appeal_paper", args=[appeal.pk])
    assert client_of(case.other).get(paper).status_code == 404
    case.answer(appeal, REVERSED, by=case.other)
    answer = client_of(case.other).get(paper)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert client_of(case.user).get(paper).status_code == 403


def test_the_list_asks_the_same_however_long_it_is(case: AppealCase) -> None:
    client = client_of(case.other)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("awards:appeals"))
        return len(asked)

    case.raised()
    client.get(reverse("awards:appeals"))
    one = queries()
    for place in ("教室", "走廊", "食堂"):
        found = case.deduction(place=place)
        raising.raise_appeal(found, route=AppealRoute.WINDOW, facts="不服", by=None, at=RAISED_AT)
    assert queries() == one
