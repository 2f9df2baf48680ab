"""The pages of ceremonies: planned by a form, ticked, answered; each reader sees the own classes."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.ceremonies import recording
from awards.home.term_end import term_end_page
from awards.models import Ceremony, Entitlement, Presentation
from awards.rules.ceremonies import CeremonyKind, CeremonyState, Reply
from awards.rules.entitlements import RewardKind, RewardState
from awards.terms.access import terms_of
from students.models import Enrolment, User
from students.permits.roles import standing_of
from tests.awards.ceremony_factories import DAY, ON_THE_DAY, at, make_settled, plan
from tests.awards.settlement_factories import LATER, Ended
from tests.clients import FormClient
from tests.factories import TERM_END, make_homeroom

pytestmark = pytest.mark.django_db
CERTIFICATE, TITLE, INVITATION = RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE, RewardKind.INVITATION


@pytest.fixture
def ended() -> Ended:
    return make_settled()


def signed_in(user: User) -> Client:
    client = FormClient(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    return client


def shown(client: Client, ceremony: Ceremony) -> str:
    answer = client.get(reverse("awards:ceremony", args=[ceremony.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_ceremony_is_planned_by_its_form(ended: Ended) -> None:
    given = {"kind": "opening", "day": DAY.isoformat(), "begins_at": "09:00", "place": "学校报告厅"}
    with time_machine.travel(LATER):
        client = signed_in(ended.clerk)
        assert "政教处" in client.get(reverse("awards:ceremony_plan")).content.decode()
        assert client.post(reverse("awards:ceremony_plan"), given | {"place": ""}).status_code == 422
        answer = client.post(reverse("awards:ceremony_plan"), given, follow=True)
        again = client.post(reverse("awards:ceremony_plan"), given)
    assert "开学典礼已安排" in answer.content.decode()
    assert again.status_code == 422
    ceremony = Ceremony.objects.get()
    assert [(row.term_id, row.grade) for row in ceremony.honoured.all()] == [(ended.term.pk, n) for n in (7, 8, 9)]


def test_a_ceremony_is_changed_by_its_form(ended: Ended) -> None:
    opening = plan(ended)
    given = {"kind": "opening", "day": DAY.isoformat(), "begins_at": "10:30", "place": "体育馆"}
    with time_machine.travel(LATER):
        client = signed_in(ended.clerk)
        address = reverse("awards:ceremony_change", args=[opening.pk])
        assert "学校报告厅" in client.get(address).content.decode()
        client.post(address, given | {"honours": [f"{ended.term.pk}-7"]})
    opening.refresh_from_db()
    assert (opening.begins_at, opening.place, opening.revision) == (dt.time(10, 30), "体育馆", 2)
    assert opening.honoured.get().grade == 7


def test_ticks_all_at_once_and_one_undone(ended: Ended) -> None:
    opening = plan(ended)
    stage = at(opening, CERTIFICATE, TITLE)
    with time_machine.travel(LATER):
        assert 'name="entitlements"' not in shown(signed_in(ended.clerk), opening)
    with time_machine.travel(ON_THE_DAY):
        client = signed_in(ended.clerk)
        assert shown(client, opening).count('name="entitlements"') == 5
        client.post(reverse("awards:ceremony_hand_out", args=[opening.pk]), {"entitlements": stage[:1]})
        client.post(reverse("awards:ceremony_hand_out", args=[opening.pk]), {"all": "1"})
        assert Presentation.objects.filter(handed_as=1).count() == 5
        client.post(reverse("awards:ceremony_take_back", args=[opening.pk]), {"taken_back": stage[1]})
        assert Entitlement.objects.get(pk=stage[1]).state == RewardState.DUE
        nothing = client.post(reverse("awards:ceremony_hand_out", args=[opening.pk]), {}, follow=True)
        assert "请至少" in nothing.content.decode()
        client.post(reverse("awards:ceremony_close", args=[opening.pk]))
    opening.refresh_from_db()
    assert opening.state == CeremonyState.CLOSED


def test_replies_are_saved_line_by_line(ended: Ended) -> None:
    opening = plan(ended)
    first, second = at(opening, INVITATION)
    address = reverse("awards:ceremony_replies", args=[opening.pk])
    with time_machine.travel(LATER):
        client = signed_in(ended.clerk)
        sent = {f"reply-{first}": "coming", f"guests-{first}": "2", f"reply-{second}": "coming", f"guests-{second}": ""}
        client.post(address, sent)
        page = shown(client, opening)
        refused = client.post(address, {f"reply-{first}": "perhaps"}, follow=True)
    assert "参加：2家，共3人" in page
    assert "填写有误" in refused.content.decode()
    assert set(Presentation.objects.values_list("reply", "guests")) == {(Reply.COMING, 2), (Reply.COMING, 1)}


def test_a_homeroom_teacher_sees_the_own_class_with_its_places(ended: Ended) -> None:
    opening = plan(ended)
    teacher = make_homeroom(ended.classes[1], starts_on=TERM_END)
    with time_machine.travel(ON_THE_DAY):
        page = shown(signed_in(teacher), opening)
        listed = signed_in(teacher).get(reverse("awards:ceremonies")).content.decode()
    assert "七年级(2)班" in page
    assert "七年级(1)班" not in page
    # The third to come, after two of the first class.
    assert ">3</td>" in page
    assert 'name="entitlements"' not in page
    assert reverse("awards:ceremony_change", args=[opening.pk]) not in page
    assert reverse("awards:ceremony_plan") not in listed


def test_who_has_left_is_called_and_said_so(ended: Ended) -> None:
    opening = plan(ended)
    Enrolment.objects.filter(student=ended.pupils[2]).update(ends_on=TERM_END)
    with time_machine.travel(ON_THE_DAY):
        assert "已离校：照常点名，未到场的邮寄" in shown(signed_in(ended.clerk), opening)


def test_a_cancelled_ceremony_says_why(ended: Ended) -> None:
    opening = plan(ended)
    with time_machine.travel(LATER):
        client = signed_in(ended.clerk)
        client.post(reverse("awards:ceremony_cancel", args=[opening.pk]), {"reason": "天气原因"})
        page = shown(client, opening)
    assert "天气原因" in page
    assert "颁奖名单" in page


def test_the_office_s_list_names_what_missed_its_ceremony(ended: Ended) -> None:
    opening = plan(ended)
    recording.hand_out(opening, at(opening, CERTIFICATE)[1:], by=ended.clerk, at=ON_THE_DAY)
    with time_machine.travel(ON_THE_DAY + dt.timedelta(days=1)):
        client = signed_in(ended.clerk)
        today = dt.date(2026, 2, 23)
        term = terms_of(ended.school).get(pk=ended.term.pk)
        tasks = [one.title for one in term_end_page([term], term, standing_of(ended.clerk, today), today).tasks]
        assert tasks.count("结束典礼") == 1
        client.post(reverse("awards:ceremony_close", args=[opening.pk]))
        page = client.get(reverse("awards:ceremonies")).content.decode()
        todo = {one.title: one for one in term_end_page([term], term, standing_of(ended.clerk, today), today).tasks}
    assert "2月22日的典礼上没有发放" in page
    assert todo["安排典礼"].done is False
    assert "还有3项" in todo["安排典礼"].text


def test_a_ceremony_reads_the_same_number_of_times_however_many_are_called() -> None:
    counts = []
    for stars in ((32, 26), (32, 31, 33, 26, 27, 28, 30, 34)):
        ended = make_settled(stars)
        opening = plan(ended)
        with time_machine.travel(ON_THE_DAY):
            client = signed_in(ended.clerk)
            shown(client, opening)
            with CaptureQueriesContext(connection) as seen:
                shown(client, opening)
            with CaptureQueriesContext(connection) as listed:
                client.get(reverse("awards:ceremonies"))
        counts.append((len(seen), len(listed)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25


def test_kinds_of_ceremonies_have_names_of_their_own(ended: Ended) -> None:
    named = plan(ended, CeremonyKind.OTHER, name="星光表彰会")
    with time_machine.travel(LATER):
        assert "星光表彰会" in shown(signed_in(ended.clerk), named)
