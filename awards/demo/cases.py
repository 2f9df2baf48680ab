"""An appeal that has gone up to the headmaster, and a pupil with enough minor faults for a proposal."""

import datetime as dt

from django.utils import timezone

from awards.appeals import deciding, raising
from awards.appeals.effects import Answer
from awards.demo import sentences
from awards.demo.dates import at_hour
from awards.demo.school import stayed
from awards.demo.staff import Staff
from awards.faults import verbs as faults
from awards.models import AppealOutcome, AppealRoute, ClassRound, Violation
from students.models import Term

# What the first answer restores.
RESTORED = 5


def appeal_once(term: Term, staff: Staff, *, now: dt.datetime) -> None:
    """Let a guardian appeal against the confirmed deduction; the clerk who did not decide changes it."""
    found = Violation.objects.confirmed().filter(term=term).select_related("student__school", "school_class").first()
    if found is None or found.decided_at is None:
        return
    clerk, day = staff.clerks[1].user, found.decided_at.date()
    appeal = raising.raise_appeal(
        found,
        route=AppealRoute.PAPER,
        facts=sentences.APPEAL,
        raised_by=sentences.OBJECTION_BY,
        papers=sentences.APPEAL_PAPERS,
        by=clerk,
        at=at_hour(day + dt.timedelta(days=1), 9, now),
    )
    answer = Answer(AppealOutcome.CHANGED, sentences.APPEAL_ANSWER, stars=RESTORED)
    deciding.decide(appeal, answer, by=clerk, at=at_hour(day + dt.timedelta(days=4), 15, now))
    raising.go_up(appeal, reason=sentences.APPEAL_UP, by=clerk, at=at_hour(day + dt.timedelta(days=6), 9, now))


def note_faults(sheet: ClassRound, staff: Staff, *, now: dt.datetime) -> None:
    """Note three minor faults of one pupil of the class, which prepares a proposal and nothing more."""
    pupil = max(stayed(sheet), key=lambda one: one.number)
    teacher = staff.homeroom[sheet.school_class_id].user
    for number, what in enumerate(sentences.FAULTS):
        # Young months have not come so far.
        day = min(sheet.round.starts_on + dt.timedelta(days=1 + 2 * number), timezone.localdate(now))
        faults.note(pupil, what, on=day, by=teacher, at=at_hour(day, 17, now))
