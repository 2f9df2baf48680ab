"""Ceremonies: planned, changed, cancelled, closed; ticks, replies, invitations."""

from __future__ import annotations

from functools import partial

from awards.ceremonies import recording, verbs as ceremonies
from awards.ceremonies.recording import Answer
from awards.models import Ceremony
from awards.rewards import verbs as rewards
from awards.rules.ceremonies import Reply
from awards.rules.entitlements import RewardKind
from tests.awards.ceremony_factories import ON_THE_DAY, at, facts, make_settled, plan
from tests.awards.settlement_factories import LATER, Ended
from tests.verbs.calling import Act, calls


def planned() -> tuple[Ended, Ceremony]:
    ended = make_settled()
    return ended, plan(ended)


@calls(ceremonies.plan, "ceremony.planned")
def a_ceremony_planned() -> Act:
    ended = make_settled()
    return partial(ceremonies.plan, ended.school, facts(), by=ended.clerk, at=LATER)


@calls(ceremonies.change, "ceremony.changed")
def a_ceremony_moved() -> Act:
    ended, opening = planned()
    return partial(ceremonies.change, opening, facts(place="体育馆"), [], by=ended.clerk, at=LATER)


@calls(ceremonies.cancel, "ceremony.cancelled", "entitlement.reissue")
def a_ceremony_cancelled() -> Act:
    ended, opening = planned()
    invitations = at(opening, RewardKind.INVITATION)
    recording.note_printed(invitations, by=ended.clerk, at=LATER)
    rewards.hand_out(ended.term, invitations, by=ended.clerk, at=LATER)
    return partial(ceremonies.cancel, opening, reason="天气原因", by=ended.clerk, at=LATER)


@calls(ceremonies.close, "ceremony.closed", "entitlement.handed_out")
def a_ceremony_closed() -> Act:
    ended, opening = planned()
    recording.note_printed(at(opening, RewardKind.INVITATION), by=ended.clerk, at=LATER)
    return partial(ceremonies.close, opening, by=ended.clerk, at=ON_THE_DAY)


@calls(recording.hand_out, "ceremony.handed_out", "entitlement.handed_out")
def certificates_handed_out_on_the_stage() -> Act:
    ended, opening = planned()
    return partial(recording.hand_out, opening, at(opening, RewardKind.CERTIFICATE), by=ended.clerk, at=ON_THE_DAY)


@calls(recording.take_back, "ceremony.taken_back", "entitlement.hand_out_undone")
def a_tick_undone() -> Act:
    ended, opening = planned()
    certificates = at(opening, RewardKind.CERTIFICATE)
    recording.hand_out(opening, certificates, by=ended.clerk, at=ON_THE_DAY)
    return partial(recording.take_back, opening, certificates, by=ended.clerk, at=ON_THE_DAY)


@calls(recording.record_replies, "entitlement.replied")
def a_reply_recorded() -> Act:
    ended, opening = planned()
    answers = dict.fromkeys(at(opening, RewardKind.INVITATION), Answer(Reply.COMING, 2))
    return partial(recording.record_replies, opening, answers, by=ended.clerk, at=LATER)


@calls(recording.note_printed, "ceremony.invited")
def invitations_printed() -> Act:
    ended, opening = planned()
    return partial(recording.note_printed, at(opening, RewardKind.INVITATION), by=ended.clerk, at=LATER)
