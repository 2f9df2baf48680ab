"""Pages of settlement: who sees and does what, the preview, the queue, a class as of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from awards.models import ClassRound, Entitlement, SheetState, TermLevel
from awards.rules.entitlements import RewardKind, RewardState
from awards.terms import opening
from students.models import TermState, User
from tests.awards.board_clients import client_of, said
from tests.awards.settlement_factories import LATER, NOW, Ended, give, make_ended
from tests.factories import TERM_END, make_administrator, make_homeroom, make_school, make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended() -> Ended:
    return make_ended([32, 29, 24, 16, 9, 3])


def get(user: User, name: str, *args: object, **query: str | int) -> Any:
    with time_machine.travel(NOW, tick=False):
        return client_of(user).get(reverse(f"awards:{name}", args=args), query)


def post(user: User, name: str, *args: object, **data: object) -> Any:
    with time_machine.travel(NOW, tick=False):
        return client_of(user).post(reverse(f"awards:{name}", args=args), {"idempotency_key": "once", **data})


def test_the_preview_counts_levels_and_shows_near_misses(ended: Ended) -> None:
    page = get(ended.clerk, "settlement_of_term", ended.term.pk).context["page"]
    assert [row.by_level for row in page.classes] == [[1, 0, 1, 0, 0, 1], [0, 1, 0, 1, 0, 1]]
    assert page.total.by_level == [1, 1, 1, 1, 0, 2]
    assert [(row.total, row.next_level) for row in page.near] == [
        (24, "四星级学生"),
        (9, "一星级学生"),
        (29, "五星级学生"),
    ]
    assert not page.blocked
    assert page.corrections == []
    assert not TermLevel.objects.filter(term=ended.term).exists()


def test_a_clerk_is_told_who_settles(ended: Ended) -> None:
    sentence = "an administrator settles the term"
    assert sentence in get(ended.clerk, "settlement_of_term", ended.term.pk).content.decode()
    assert sentence not in get(ended.administrator, "settlement_of_term", ended.term.pk).content.decode()


def test_the_entry_leads_to_the_term_under_way(ended: Ended) -> None:
    response = get(ended.clerk, "settlement")
    assert response.url == reverse("awards:settlement_of_term", args=[ended.term.pk])
    empty = make_school()
    assert get(make_administrator(empty), "settlement").status_code == 200


def test_what_blocks_is_a_link(ended: Ended) -> None:
    sheet = ClassRound.objects.all()[0]
    ClassRound.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED)
    response = get(ended.administrator, "settlement_of_term", ended.term.pk)
    (problem,) = response.context["page"].problems
    assert problem.level == "blocking"
    assert problem.url.endswith(f"?round={sheet.round_id}")
    assert problem.url in response.content.decode()
    assert reverse("awards:settle", args=[ended.term.pk]) not in response.content.decode()
    assert "cannot be settled yet" in said(post(ended.administrator, "settle", ended.term.pk))[0]
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.OPEN


def test_an_administrator_settles_once_and_reopens_with_a_reason(ended: Ended) -> None:
    first = post(ended.administrator, "settle", ended.term.pk)
    again = post(ended.administrator, "settle", ended.term.pk)
    assert said(first) == said(again)
    assert "Levels frozen: 6" in said(first)[0]
    page = get(ended.clerk, "settlement_of_term", ended.term.pk).context["page"]
    assert page.is_settled
    assert page.total.by_level == [1, 1, 1, 1, 0, 2]
    assert {row.kind: (row.to_do, row.of) for row in page.queue}[RewardKind.LETTER] == (3, 3)
    assert said(post(ended.administrator, "reopen_term", ended.term.pk, reason="")) == ["Please give a reason."]
    post(ended.administrator, "reopen_term", ended.term.pk, reason="漏记", idempotency_key="second")
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.OPEN


def test_after_a_reopening_the_page_shows_what_would_change(ended: Ended) -> None:
    ended.settle()
    ended.reopen()
    give(ended.term, ended.pupils[2], 1, at=LATER)
    (row,) = get(ended.administrator, "settlement_of_term", ended.term.pk).context["page"].corrections
    assert (row.old_total, row.new_total, row.old, row.new) == (24, 25, "三星级学生", "四星级学生")
    assert len(row.rewards) == 3


def test_changes_since_the_term_before(ended: Ended) -> None:
    ended.settle()
    second = opening.open_term(
        ended.school,
        school_year=2025,
        ordinal=2,
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 7, 10),
        by=None,
        at=NOW,
    )
    page = get(ended.clerk, "settlement_of_term", second.pk).context["page"]
    assert (page.since.higher, page.since.same, page.since.lower) == (0, 2, 4)
    assert page.since.counts.by_level == [1, 1, 1, 1, 0, 2]
    assert page.blocked


PAGES = ("settlement_of_term", "entitlements")
VERBS = ("settle", "reopen_term", "hand_out")


def test_pages_and_verbs_are_closed_to_others(ended: Ended) -> None:
    ended.settle()
    row = ended.of(ended.pupils[0], RewardKind.LETTER)
    teacher, stranger = make_homeroom(ended.classes[0]), make_administrator(make_school())
    for user, status in ((teacher, 403), (make_user(ended.school), 403), (stranger, 404)):
        assert {get(user, name, ended.term.pk).status_code for name in PAGES} == {status}
        assert get(user, "entitlement", row.pk).status_code == status
        assert {post(user, name, ended.term.pk).status_code for name in VERBS} == {status}
        for name in ("withdraw_entitlement", "reissue_entitlement"):
            assert post(user, name, row.pk, reason="不符").status_code == status
    assert {post(ended.clerk, name, ended.term.pk, reason="不符").status_code for name in VERBS[:2]} == {403}
    assert Entitlement.objects.exclude(state=RewardState.DUE).count() == 0


def test_the_queue_by_kind_and_class(ended: Ended) -> None:
    ended.settle()
    rows = get(ended.clerk, "entitlements", ended.term.pk, kind="letter").context["page"].rows
    assert [row.entitlement.student for row in rows] == [ended.pupils[place] for place in (0, 2, 1)]
    first = get(ended.clerk, "entitlements", ended.term.pk, school_class=ended.classes[1].pk).context["page"].rows
    assert {row.entitlement.student for row in first} == {ended.pupils[1]}
    assert get(ended.clerk, "entitlements", ended.term.pk, kind="medal").status_code == 200


def test_many_are_marked_and_the_filter_stays(ended: Ended) -> None:
    ended.settle()
    letters = Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER)
    pks = list(letters.values_list("pk", flat=True))
    response = post(ended.clerk, "hand_out", ended.term.pk, entitlements=pks, kind="letter")
    assert response.url.endswith("?kind=letter")
    assert said(response) == ["3 marked as handed out."]
    page = get(ended.clerk, "entitlements", ended.term.pk, kind="letter").context["page"]
    assert page.rows == []
    page = get(ended.clerk, "entitlements", ended.term.pk, kind="letter", everything="on").context["page"]
    assert len(page.rows) == 3
    assert not page.may_hand_out
    assert said(post(ended.clerk, "hand_out", ended.term.pk, idempotency_key="")) == ["Choose at least one line."]


def test_one_is_withdrawn_and_put_back(ended: Ended) -> None:
    ended.settle()
    row = ended.of(ended.pupils[0], RewardKind.CERTIFICATE)
    assert "2025-1-荣0001".encode() in get(ended.clerk, "entitlement", row.pk).content
    post(ended.clerk, "withdraw_entitlement", row.pk, reason="转出", idempotency_key="a")
    row.refresh_from_db()
    assert row.state == RewardState.WITHDRAWN
    page = get(ended.clerk, "entitlement", row.pk).context["page"]
    assert (page.may_withdraw, page.may_reissue) == (False, True)
    post(ended.clerk, "reissue_entitlement", row.pk, reason="未转出", idempotency_key="b")
    row.refresh_from_db()
    assert row.state == RewardState.DUE
    assert said(post(ended.clerk, "reissue_entitlement", row.pk, reason=" ")) == ["Please give a reason."]


# As of a day.


def shown(ended: Ended, user: User, day: str) -> list[tuple[int, str]]:
    response = get(user, "levels_on", ended.term.pk, ended.classes[0].pk, day=day)
    return [(row.total, row.level) for row in response.context["page"].rows]


def test_a_class_as_of_a_day(ended: Ended) -> None:
    # Eleven stars a month: the first pupil has them all in the first two months.
    assert shown(ended, ended.clerk, "2025-09-29") == [(0, ""), (0, ""), (0, "")]
    assert shown(ended, ended.clerk, "2025-09-30") == [(11, "一星级学生"), (11, "一星级学生"), (9, "")]
    assert shown(ended, ended.clerk, "2025-10-31") == [(22, "三星级学生"), (22, "三星级学生"), (9, "")]
    assert shown(ended, ended.clerk, "nonsense") == shown(ended, ended.clerk, TERM_END.isoformat())


def test_a_settled_term_stays_as_it_was(ended: Ended) -> None:
    ended.settle()
    ended.reopen()
    give(ended.term, ended.pupils[2], 1, at=LATER)
    later = (LATER + dt.timedelta(days=1)).date().isoformat()
    assert shown(ended, ended.clerk, later)[1] == (24, "三星级学生")
    ended.settle(moment(dt.date(2026, 2, 1)))
    assert shown(ended, ended.clerk, later)[1] == (24, "三星级学生")
    assert shown(ended, ended.clerk, "2026-02-01")[1] == (25, "四星级学生")
    assert shown(ended, ended.clerk, "2025-10-31")[1] == (22, "三星级学生")


def test_teachers_see_their_own_class_as_of_a_day(ended: Ended) -> None:
    teacher = make_homeroom(ended.classes[0])
    assert len(shown(ended, teacher, "2025-10-31")) == 3
    assert get(teacher, "levels_on", ended.term.pk, ended.classes[1].pk).status_code == 404
    assert get(make_administrator(make_school()), "levels_on", ended.term.pk, ended.classes[0].pk).status_code == 404
