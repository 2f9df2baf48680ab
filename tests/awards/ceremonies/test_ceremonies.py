"""Ceremonies: what joins them of itself, changed, cancelled, closed; ticks, replies and invitations."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.ceremonies import recording, verbs as ceremonies
from awards.ceremonies.joining import members, without_ceremony
from awards.ceremonies.recording import Answer
from awards.models import Ceremony, Entitlement, Presentation
from awards.rewards import verbs as rewards
from awards.rules.ceremonies import CeremonyKind, CeremonyState, Reply
from awards.rules.entitlements import RewardKind, RewardState
from awards.settlement import verbs as settlement
from starrating.operations.models import AuditEvent
from students.models import Enrolment, TermState
from tests.awards.ceremony_factories import DAY, ON_THE_DAY, at, facts, make_settled, plan
from tests.awards.settlement_factories import LATER, LATEST, Ended, make_ended
from tests.factories import TERM_END, make_homeroom, make_office, make_school, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db
CERTIFICATE, TITLE, INVITATION = RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE, RewardKind.INVITATION


@pytest.fixture
def ended() -> Ended:
    return make_settled()


def missing(ended: Ended) -> list[int]:
    """Those of the term: an earlier one lies around it."""
    return [row.pk for row in without_ceremony(ended.school) if row.term_id == ended.term.pk]


def test_what_is_due_joins_the_next_ceremony_of_itself(ended: Ended) -> None:
    assert len(missing(ended)) == 5
    opening = plan(ended)
    assert [(row.student_id, row.kind) for row in members(opening)] == [
        (pupil.pk, kind)
        for pupil, kinds in (
            (ended.pupils[0], (CERTIFICATE, TITLE, INVITATION)),
            (ended.pupils[2], (CERTIFICATE,)),
            (ended.pupils[1], (CERTIFICATE, TITLE, INVITATION)),
        )
        for kind in kinds
    ]
    assert missing(ended) == []
    earlier = plan(ended, CeremonyKind.AWARD, day=DAY - dt.timedelta(days=5))
    assert at(opening) == []
    assert len(at(earlier)) == 7


def test_what_becomes_due_later_joins_as_well(ended: Ended) -> None:
    ended.reopen()
    opening = plan(ended)
    before = at(opening)
    row = ended.of(ended.pupils[0], CERTIFICATE)
    ended.settle(LATEST)
    rewards.withdraw(row, reason="不符", by=ended.clerk, at=LATEST)
    assert at(opening) == [pk for pk in before if pk != row.pk]
    rewards.reissue(row, reason="属实", by=ended.clerk, at=LATEST)
    assert at(opening) == before


def test_a_ceremony_honours_its_own_grades_alone(ended: Ended) -> None:
    graduation = plan(ended, CeremonyKind.GRADUATION)
    assert at(graduation) == []
    assert [row.grade for row in graduation.honoured.all()] == [9]
    honoured = plan(ended, CeremonyKind.OTHER, [(ended.term.pk, 7)], begins_at=dt.time(14, 0))
    assert len(at(honoured)) == 7


def test_a_graduate_joins_the_graduation(ended: Ended) -> None:
    opening = plan(ended)
    graduation = plan(ended, CeremonyKind.GRADUATION, day=DAY - dt.timedelta(days=1))
    type(ended.classes[0]).objects.filter(pk=ended.classes[0].pk).update(entry_year=2023)
    assert {row.student_id for row in members(graduation)} == {ended.pupils[0].pk, ended.pupils[2].pk}
    assert {row.student_id for row in members(opening)} == {ended.pupils[1].pk}


def test_the_graduating_grade_has_its_ceremony_while_the_others_go_on() -> None:
    ended = make_ended([32, 31, 26, 21])
    graduates = ended.classes[0]
    type(graduates).objects.filter(pk=graduates.pk).update(entry_year=2023)
    graduation = plan(ended, CeremonyKind.GRADUATION)
    assert at(graduation) == []
    settlement.settle_grade(ended.term, 9, by=ended.administrator, at=LATER)
    assert {row.student_id for row in members(graduation)} == {ended.pupils[0].pk, ended.pupils[2].pk}
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.OPEN
    stage = at(graduation, CERTIFICATE, TITLE)
    assert recording.hand_out(graduation, stage, by=ended.clerk, at=ON_THE_DAY) == len(stage) == 3
    settlement.reopen_grade(ended.term, 9, reason="漏记一次获星", by=ended.administrator, at=ON_THE_DAY)
    with refused("reopened"):
        recording.take_back(graduation, stage, by=ended.clerk, at=ON_THE_DAY)


def test_nothing_of_another_school_joins(ended: Ended) -> None:
    other = make_settled()
    opening = plan(ended)
    assert {row.term_id for row in members(opening)} == {ended.term.pk}
    assert len(missing(other)) == 5
    with refused("foreign"):
        plan(ended, CeremonyKind.OTHER, [(other.term.pk, 7)], begins_at=dt.time(14, 0))


def test_ticks_at_once_and_one_undone(ended: Ended) -> None:
    opening = plan(ended)
    stage = at(opening, CERTIFICATE, TITLE)
    with refused("early"):
        recording.hand_out(opening, stage, by=ended.clerk, at=LATER)
    assert recording.hand_out(opening, stage, by=ended.clerk, at=ON_THE_DAY) == 5
    assert set(Entitlement.objects.filter(pk__in=stage).values_list("state", "issued")) == {(RewardState.DONE, 1)}
    assert at(opening, CERTIFICATE, TITLE) == stage
    with refused("foreign"):
        recording.hand_out(opening, stage[:1], by=ended.clerk, at=ON_THE_DAY)
    assert recording.take_back(opening, stage[:1], by=ended.clerk, at=ON_THE_DAY) == 1
    row = Entitlement.objects.get(pk=stage[0])
    assert (row.state, row.issued) == (RewardState.DUE, 0)
    with refused("foreign"):
        recording.take_back(opening, stage[:2], by=ended.clerk, at=ON_THE_DAY)
    assert AuditEvent.objects.filter(action="entitlement.hand_out_undone", student_key=row.student_id).count() == 1


def test_a_reissued_one_undone_is_to_be_issued_again(ended: Ended) -> None:
    row = ended.of(ended.pupils[2], CERTIFICATE)
    rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATER)
    rewards.reissue(row, reason="遗失", by=ended.clerk, at=LATER)
    opening = plan(ended)
    recording.hand_out(opening, [row.pk], by=ended.clerk, at=ON_THE_DAY)
    assert Presentation.objects.get(entitlement=row).handed_as == 2
    recording.take_back(opening, [row.pk], by=ended.clerk, at=ON_THE_DAY)
    row.refresh_from_db()
    assert (row.state, row.issued) == (RewardState.REISSUED, 1)


def test_an_invitation_is_not_handed_out_on_the_stage(ended: Ended) -> None:
    opening = plan(ended)
    with refused("foreign"):
        recording.hand_out(opening, at(opening, INVITATION), by=ended.clerk, at=ON_THE_DAY)


def test_what_missed_its_ceremony_stands_on_the_list_until_it_joins_another(ended: Ended) -> None:
    opening = plan(ended)
    stage = at(opening, CERTIFICATE, TITLE)
    recording.hand_out(opening, stage[1:], by=ended.clerk, at=ON_THE_DAY)
    with refused("early"):
        ceremonies.close(opening, by=ended.clerk, at=LATER)
    whole = at(opening)
    assert ceremonies.close(opening, by=ended.clerk, at=ON_THE_DAY) == 1
    opening.refresh_from_db()
    assert (opening.state, at(opening)) == (CeremonyState.CLOSED, whole)
    assert missing(ended) == stage[:1]
    award = ceremonies.plan(
        ended.school, facts(CeremonyKind.AWARD, day=DAY + dt.timedelta(days=9)), by=ended.clerk, at=ON_THE_DAY
    )
    # Its invitations were not printed, so that they lead to the next one.
    assert at(award, CERTIFICATE) == stage[:1]
    assert missing(ended) == []
    rewards.hand_out(ended.term, stage[:1], by=ended.clerk, at=ON_THE_DAY)
    assert at(award, CERTIFICATE) == []
    for attempt in (
        lambda: ceremonies.close(opening, by=ended.clerk, at=ON_THE_DAY),
        lambda: ceremonies.cancel(opening, reason="改期", by=ended.clerk, at=ON_THE_DAY),
        lambda: ceremonies.change(opening, facts(), [], by=ended.clerk, at=ON_THE_DAY),
        lambda: recording.hand_out(opening, stage[:1], by=ended.clerk, at=ON_THE_DAY),
        lambda: recording.take_back(opening, stage[1:], by=ended.clerk, at=ON_THE_DAY),
        lambda: recording.record_replies(opening, {}, by=ended.clerk, at=ON_THE_DAY),
    ):
        with refused("state"):
            attempt()


def test_printed_invitations_are_done_with_the_ceremony(ended: Ended) -> None:
    opening = plan(ended)
    first, second = at(opening, INVITATION)
    recording.note_printed([first], by=ended.clerk, at=LATER)
    ceremonies.close(opening, by=ended.clerk, at=ON_THE_DAY)
    states = dict(Entitlement.objects.filter(pk__in=[first, second]).values_list("pk", "state"))
    assert states == {first: RewardState.DONE, second: RewardState.DUE}


def test_a_cancelled_ceremony_leaves_its_rewards_to_the_next(ended: Ended) -> None:
    opening = plan(ended)
    later = plan(ended, CeremonyKind.AWARD, day=DAY + dt.timedelta(days=7))
    whole = at(opening)
    invitations = at(opening, INVITATION)
    recording.note_printed(invitations, by=ended.clerk, at=LATER)
    rewards.hand_out(ended.term, invitations[:1], by=ended.clerk, at=LATER)
    assert at(opening) == whole
    with refused("reason"):
        ceremonies.cancel(opening, reason=" ", by=ended.clerk, at=LATER)
    ceremonies.cancel(opening, reason="天气原因", by=ended.clerk, at=LATER)
    assert at(opening) == []
    assert at(later) == whole
    row = Entitlement.objects.get(pk=invitations[0])
    assert (row.state, row.reason) == (RewardState.REISSUED, "天气原因")
    # Its time is free again.
    opening.refresh_from_db()
    assert plan(ended, day=opening.day).day == opening.day


def test_after_the_first_certificate_a_ceremony_is_closed_and_not_cancelled(ended: Ended) -> None:
    opening = plan(ended)
    recording.hand_out(opening, at(opening, CERTIFICATE)[:1], by=ended.clerk, at=ON_THE_DAY)
    with refused("handed"):
        ceremonies.cancel(opening, reason="停电", by=ended.clerk, at=ON_THE_DAY)


def test_a_change_counts_what_invitations_say(ended: Ended) -> None:
    opening = plan(ended)
    honours = [(row.term_id, row.grade) for row in opening.honoured.all()]
    same = ceremonies.change(opening, facts(), honours, by=ended.clerk, at=LATER)
    assert same.revision == 1
    moved = ceremonies.change(opening, facts(place="体育馆"), honours[:1], by=ended.clerk, at=LATER)
    assert (moved.revision, moved.place, moved.honoured.count()) == (2, "体育馆", 1)
    event = AuditEvent.objects.filter(action="ceremony.changed").latest("pk")
    assert (event.old["place"], event.new["place"]) == ("学校报告厅", "体育馆")
    with refused("past"):
        ceremonies.change(opening, facts(day=TERM_END), honours, by=ended.clerk, at=LATER)


def test_one_ceremony_at_a_time(ended: Ended) -> None:
    plan(ended)
    with refused("twice"):
        plan(ended, CeremonyKind.AWARD)
    other = plan(ended, CeremonyKind.AWARD, begins_at=dt.time(14, 0))
    with refused("twice"):
        ceremonies.change(other, facts(CeremonyKind.AWARD), [], by=ended.clerk, at=LATER)
    with refused("past"):
        plan(ended, day=TERM_END)


def test_without_a_term_there_is_nothing_to_honour() -> None:
    school = make_school()
    with refused("term"):
        ceremonies.plan(school, facts(), by=make_office(school), at=LATER)


def test_replies_are_recorded_by_the_homeroom_teacher_of_the_class(ended: Ended) -> None:
    opening = plan(ended)
    own, other = at(opening, INVITATION)
    teacher = make_homeroom(ended.classes[0])
    assert recording.record_replies(opening, {own: Answer(Reply.COMING, 2)}, by=teacher, at=LATER) == 1
    assert recording.record_replies(opening, {own: Answer(Reply.COMING, 2)}, by=teacher, at=LATER) == 0
    with refused("role"):
        recording.record_replies(opening, {other: Answer(Reply.DECLINED)}, by=teacher, at=LATER)
    with refused("guests"):
        recording.record_replies(opening, {own: Answer(Reply.COMING, 0)}, by=teacher, at=LATER)
    with refused("guests"):
        recording.record_replies(opening, {own: Answer(Reply.DECLINED, 1)}, by=teacher, at=LATER)
    with refused("foreign"):
        recording.record_replies(
            opening, {at(opening, CERTIFICATE)[0]: Answer(Reply.DECLINED)}, by=ended.clerk, at=LATER
        )
    row = Presentation.objects.get(entitlement=own)
    assert (row.reply, row.guests, row.by) == (Reply.COMING, 2, teacher)
    assert AuditEvent.objects.get(action="entitlement.replied").student_key == ended.pupils[0].pk


@pytest.mark.parametrize("who", ["homeroom", "office elsewhere"])
def test_others_may_not(ended: Ended, who: str) -> None:
    opening = plan(ended)
    by = make_homeroom(ended.classes[0]) if who == "homeroom" else make_office(make_school())
    pks = at(opening, CERTIFICATE)
    for attempt in (
        lambda: ceremonies.plan(ended.school, facts(begins_at=dt.time(8, 0)), by=by, at=LATER),
        lambda: ceremonies.change(opening, facts(), [], by=by, at=LATER),
        lambda: ceremonies.cancel(opening, reason="改期", by=by, at=LATER),
        lambda: ceremonies.close(opening, by=by, at=ON_THE_DAY),
        lambda: recording.hand_out(opening, pks, by=by, at=ON_THE_DAY),
        lambda: recording.take_back(opening, pks, by=by, at=ON_THE_DAY),
        lambda: recording.note_printed(at(opening, INVITATION), by=by, at=LATER),
    ):
        with refused("role"):
            attempt()
    assert Ceremony.objects.count() == 1


def test_who_has_left_is_still_called(ended: Ended) -> None:
    opening = plan(ended)
    Enrolment.objects.filter(student=ended.pupils[2]).update(ends_on=TERM_END)
    assert ended.pupils[2].pk in {row.student_id for row in members(opening)}


def test_a_day_at_its_very_start_may_be_ticked(ended: Ended) -> None:
    opening = plan(ended)
    assert recording.hand_out(opening, at(opening, CERTIFICATE), by=ended.clerk, at=moment(DAY, 0)) == 3
