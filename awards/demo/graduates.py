"""Last year's graduation, which is over, and one ceremony to come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from awards.ceremonies import recording, verbs as ceremonies
from awards.ceremonies.joining import members
from awards.ceremonies.recording import Answer
from awards.ceremonies.verbs import CeremonyFacts
from awards.demo import sentences
from awards.demo.dates import at_hour
from awards.demo.staff import Staff
from awards.models import Ceremony
from awards.rules.ceremonies import CeremonyKind, Reply
from awards.rules.entitlements import RewardKind
from students.models import Term

# From the settlement to the ceremony, and from today to the next one.
_DAYS_TO_CEREMONY, _DAYS_AHEAD = 4, 14


def graduation(before: Term, settled_on: dt.date, staff: Staff, *, now: dt.datetime) -> None:
    """Hold the graduation of who leaves with the term ``before``."""
    _hold(_graduation(before, settled_on, staff, now=now), staff, now=now)


def _graduation(before: Term, settled_on: dt.date, staff: Staff, *, now: dt.datetime) -> Ceremony:
    facts = _facts(CeremonyKind.GRADUATION, settled_on + dt.timedelta(days=_DAYS_TO_CEREMONY), staff)
    honours = [(before.pk, before.school.last_grade)]
    at = at_hour(before.ends_on, 9, now)
    return ceremonies.plan(before.school, facts, honours, by=staff.clerks[0].user, at=at)


def _hold(graduation: Ceremony, staff: Staff, *, now: dt.datetime) -> None:
    """Invite, hand out all but the last certificate, and close the day after."""
    clerk = staff.clerks[0].user
    invited = [row.pk for row in members(graduation) if row.kind == RewardKind.INVITATION]
    earlier = at_hour(graduation.day - dt.timedelta(days=2), 15, now)
    recording.note_printed(invited, by=clerk, at=earlier)
    recording.record_replies(graduation, dict(zip(invited, _answers(), strict=False)), by=clerk, at=earlier)
    stage = [row.pk for row in members(graduation) if row.kind != RewardKind.INVITATION]
    last = [row.pk for row in members(graduation) if row.kind == RewardKind.CERTIFICATE][-1]
    handed = [pk for pk in stage if pk != last]
    recording.hand_out(graduation, handed, by=clerk, at=at_hour(graduation.day, 11, now))
    ceremonies.close(graduation, by=clerk, at=at_hour(graduation.day + dt.timedelta(days=1), 9, now))


def _answers() -> Sequence[Answer]:
    return Answer(Reply.COMING, 2), Answer(Reply.DECLINED), Answer(Reply.COMING, 1)


def next_ceremony(term: Term, before: Term, staff: Staff, *, now: dt.datetime) -> None:
    """Plan one for who missed the graduation, and for the term under way once it is settled."""
    day = timezone.localdate(now) + dt.timedelta(days=_DAYS_AHEAD)
    facts = replace(_facts(CeremonyKind.AWARD, day, staff), name=sentences.CEREMONY_NAME)
    honours = [(before.pk, term.school.last_grade), *((term.pk, grade) for grade in term.school.grades)]
    ceremonies.plan(term.school, facts, honours, by=staff.clerks[0].user, at=now)


def _facts(kind: CeremonyKind, day: dt.date, staff: Staff) -> CeremonyFacts:
    contact, phone = staff.clerks[0].user.name, sentences.OFFICE_PHONE
    return CeremonyFacts(kind, day, dt.time(9, 0), sentences.HALL, contact=contact, phone=phone)
