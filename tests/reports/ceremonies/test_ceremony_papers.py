"""Papers of a ceremony: called in order, seated, invited; nothing that is not for everybody's ears."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.urls import reverse

from awards.ceremonies import recording, verbs as ceremonies
from awards.ceremonies.page import CeremonyPage, ceremony_page
from awards.ceremonies.recording import Answer
from awards.models import Ceremony, Ground, PunishmentKind
from awards.rewards import verbs as rewards
from awards.rules.ceremonies import CeremonyKind, Reply
from awards.rules.entitlements import RewardKind
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident
from reports import background
from reports.access import terms_of
from reports.ceremonies.batches import ceremony_papers_pdf
from reports.ceremonies.lists import call_list_pdf, seating_list_pdf
from reports.honours.eligibility import eligibility_pdf
from reports.models import IssuedDocument
from starrating.operations.models import Job
from students.models import Guardian
from students.permits.reach import reach_of
from students.permits.roles import standing_of
from tests.awards.ceremony_factories import DAY, ON_THE_DAY, at, facts, make_settled, plan
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.clients import FormClient
from tests.factories import TERM_END, make_homeroom
from tests.refusals import refused
from tests.reports.papers.reading import pages_of, text_of

pytestmark = pytest.mark.django_db
CERTIFICATE, TITLE, INVITATION = RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE, RewardKind.INVITATION


@pytest.fixture
def ended() -> Ended:
    return make_settled()


def page_of(ceremony: Ceremony, ended: Ended) -> CeremonyPage:
    ceremony.refresh_from_db()
    return ceremony_page(ceremony, reach_of(standing_of(ended.clerk, TERM_END), "awards:ceremony"), TERM_END)


def printed(ceremony: Ceremony, kind: RewardKind, ended: Ended, **changes: Any) -> list[str]:
    given: dict[str, Any] = {
        "check_address": "https://stars.example.cn/check/",
        "by": ended.clerk,
        "at": LATER,
    } | changes
    ceremony.refresh_from_db()
    return pages_of(ceremony_papers_pdf(ceremony, kind, at(ceremony, kind), **given))


def test_the_call_list_reads_rare_names_out_and_knows_no_phone_and_no_level(ended: Ended) -> None:
    ended.pupils[0].call("单昱辰")
    ended.pupils[0].save()
    Guardian.objects.create(student=ended.pupils[0], name="单母", phone="13900000000")
    text = text_of(call_list_pdf(page_of(plan(ended), ended)))
    assert "开学典礼颁奖名单" in text
    assert "2026年2月22日（星期日）上午9:00" in text
    assert "单昱辰shànyùchén荣0001家0001" in text
    for word in ("13900000000", "星级", "颗"):
        assert word not in text


def test_seats_follow_the_call_list_and_the_replies(ended: Ended) -> None:
    opening = plan(ended)
    first, second = at(opening, INVITATION)
    recording.record_replies(opening, {first: Answer(Reply.COMING, 2)}, by=ended.clerk, at=LATER)
    text = text_of(seating_list_pdf(page_of(opening, ended)))
    assert "受邀家长人数2" in text
    assert "1–2七年级(1)班赵安然" in text
    assert "待回复七年级(2)班" in text
    recording.record_replies(opening, {second: Answer(Reply.DECLINED)}, by=ended.clerk, at=LATER)
    assert "待回复" not in text_of(seating_list_pdf(page_of(opening, ended)))


def test_certificates_lie_in_the_order_of_the_call_list_and_bear_its_month(ended: Ended) -> None:
    opening = plan(ended)
    called = [row.certificate.number for row in page_of(opening, ended).calls if row.certificate]
    pages = printed(opening, CERTIFICATE, ended)
    assert [next(number for number in called if number in page) for page in pages] == called
    assert all("二〇二六年二月" in page for page in pages)


def test_an_invitation_says_what_its_ceremony_says_and_is_corrected_after_a_change(ended: Ended) -> None:
    opening = plan(ended)
    [first, _second] = printed(opening, INVITATION, ended)
    for word in ("活动：开学典礼", "2026年2月22日（星期日）上午9:00", "学校报告厅", "周老师"):
        assert word in first
    assert "更正" not in first
    assert "更正" not in printed(opening, INVITATION, ended)[0]
    ceremonies.change(opening, facts(place="体育馆"), [], by=ended.clerk, at=LATER)
    assert page_of(opening, ended).outdated == 2
    [again, _second] = printed(opening, INVITATION, ended)
    assert "体育馆" in again
    assert "更正" in again
    assert page_of(opening, ended).outdated == 0
    assert IssuedDocument.objects.count() == 2


def test_an_invitation_of_a_cancelled_ceremony_is_issued_again_for_the_next(ended: Ended) -> None:
    opening = plan(ended)
    printed(opening, INVITATION, ended)
    rewards.hand_out(ended.term, at(opening, INVITATION)[:1], by=ended.clerk, at=LATER)
    ceremonies.cancel(opening, reason="天气原因", by=ended.clerk, at=LATER)
    award = plan(ended, CeremonyKind.AWARD, day=DAY + dt.timedelta(days=3))
    handed, other = printed(award, INVITATION, ended)
    assert "颁奖典礼" in handed
    assert "补发" in handed
    assert "更正" in other


def test_without_a_ceremony_an_invitation_has_lines_to_write_on(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], INVITATION)
    with time_machine.travel(LATER):
        client = FormClient()
        client.force_login(ended.clerk)
        answer = client.post(reverse("reports:print_letter", args=[row.pk]), {"day": "2026-01-25"})
    text = text_of(answer.content)
    assert "时间：" in text
    assert "政教处" in text


def test_a_homeroom_teacher_prints_the_own_class_s_invitations(ended: Ended) -> None:
    opening = plan(ended)
    teacher = make_homeroom(ended.classes[1], starts_on=TERM_END)
    with time_machine.travel(LATER):
        client = FormClient()
        client.force_login(teacher)
        answer = client.post(reverse("reports:ceremony_invitations", args=[opening.pk]))
        called = client.get(reverse("reports:ceremony_call_list", args=[opening.pk]))
        assert client.get(reverse("reports:ceremony_papers", args=[opening.pk])).status_code == 403
    [page] = pages_of(answer.content)
    assert "七年级(2)班" in page
    assert "七年级(1)班" not in text_of(called.content)
    with refused("role"):
        printed(opening, INVITATION, ended, by=teacher)
    with refused("role"):
        printed(opening, CERTIFICATE, ended, by=teacher)
    # Of the other class nothing was issued either.
    assert IssuedDocument.objects.get().student_id == ended.pupils[1].pk


def test_many_certificates_are_made_by_the_worker(ended: Ended) -> None:
    opening = plan(ended)
    with time_machine.travel(LATER), mock.patch.object(background, "AT_ONCE", 2):
        client = FormClient()
        client.force_login(ended.clerk)
        client.post(reverse("reports:ceremony_papers", args=[opening.pk]), {"kind": "certificate"})
    job = Job.objects.get()
    assert (job.kind, job.order["rewards"]) == ("ceremony", at(opening, CERTIFICATE))


def test_certificates_are_printed_at_once_for_a_class_s_worth(ended: Ended) -> None:
    opening = plan(ended)
    with time_machine.travel(ON_THE_DAY):
        client = FormClient()
        client.force_login(ended.clerk)
        answer = client.post(reverse("reports:ceremony_papers", args=[opening.pk]), {"kind": "parent_title"})
        wrong = client.post(reverse("reports:ceremony_papers", args=[opening.pk]), {"kind": "letter"})
    assert len(pages_of(answer.content)) == 2
    assert wrong.status_code == 422


def test_the_list_for_merit_awards_names_what_is_to_be_looked_at() -> None:
    ended = make_ended([32, 31, 26, 21])
    ground = Ground.objects.filter(scheme=ended.term.pinned.scheme)[0]
    incident = Incident(ended.pupils[0], ground, dt.date(2025, 10, 9), "课间打闹")
    decision = PunishmentDecision(ended.pupils[1], PunishmentKind.WARNING, dt.date(2025, 11, 3), "屡次打闹")
    punishments.record(decision, by=ended.clerk, at=LATER)
    violations.record(incident, by=ended.clerk, at=LATER)
    ended.settle()
    [row] = [ended.of(ended.pupils[2], RewardKind.AWARD_ELIGIBILITY)]
    rewards.withdraw(row, reason="学籍不在本校", by=ended.clerk, at=LATER)
    text = text_of(eligibility_pdf(terms_of(ended.school).get(pk=ended.term.pk)))
    assert "学期结束时仍在处分期内：2025年11月3日" in text
    assert "学籍不在本校" in text
    assert "不得公示" in text
    # Fifteen were taken, so that the first of them is not eligible; what happened is nobody's on a list.
    for word in ("课间打闹", "屡次打闹", "32", "31", "颗"):
        assert word not in text
