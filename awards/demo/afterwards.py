"""What a settled term leaves to do: handing out, a correction with a paper issued again, and files for the worker."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from awards.demo import sentences
from awards.demo.dates import at_hour
from awards.demo.staff import Staff
from awards.models import Entitlement, StarEntry
from awards.models.ledger import EntrySource
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind, RewardState
from awards.settlement import verbs as settlement
from awards.sheets import corrections
from starrating.operations import jobs
from students.models import SchoolClass, Term

# Papers of last year that are printed once the program runs.
PRINTED = (RewardKind.LETTER, RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE)


def hand_out(before: Term, classes: Sequence[SchoolClass], on: dt.date, staff: Staff, *, now: dt.datetime) -> None:
    """Hand everything out that these classes are entitled to, on the last day before the holidays."""
    due = Entitlement.objects.filter(term=before, level__school_class__in=classes, state=RewardState.DUE)
    pks = list(due.values_list("pk", flat=True))
    rewards.hand_out(before, pks, by=staff.clerks[0].user, at=at_hour(on, 15, now))


def correct_once(before: Term, classes: Sequence[SchoolClass], on: dt.date, staff: Staff, *, now: dt.datetime) -> None:
    """Take one star back after the term was settled, settle its grade again, and issue that pupil's letter anew."""
    letters = Entitlement.objects.filter(term=before, level__school_class__in=classes, kind=RewardKind.LETTER)
    letter = letters.select_related("level__school_class__school").order_by("-level__total", "pk").first()
    if letter is None:
        return
    entry = StarEntry.objects.of_term(before).filter(student=letter.student_id, source=EntrySource.NOMINATION).first()
    if entry is None:
        return
    administrator, at = staff.administrator.user, at_hour(on, 9, now)
    grade = letter.level.school_class.grade_in(before.school_year)
    settlement.reopen_grade(before, grade, reason=sentences.REVERSAL_REASON, by=administrator, at=at)
    corrections.reverse(entry, reason=sentences.REVERSAL_REASON, by=staff.clerks[0].user, at=at)
    settlement.settle_grade(before, grade, by=administrator, at=at)
    letter.refresh_from_db()
    if letter.state == RewardState.DONE:
        rewards.reissue(letter, reason=sentences.REISSUE_REASON, by=staff.clerks[0].user, at=at)


def ask_for_papers(before: Term, staff: Staff, *, now: dt.datetime) -> None:
    """Leave papers and archive of the term to the worker, which makes them once the program runs."""
    check = f"{before.school.paper_address}{reverse('reports:check', args=['-']).removesuffix('-/')}"
    clerk, administrator, language = staff.clerks[0].user, staff.administrator.user, get_language() or "zh-hans"
    for kind in PRINTED:
        rows = Entitlement.objects.filter(term=before, kind=kind).exclude(state=RewardState.WITHDRAWN)
        order = {
            "term": before.pk,
            "kind": kind.value,
            "rewards": sorted(rows.values_list("pk", flat=True)),
            "day": timezone.localdate(now).isoformat(),
            "check_address": check,
            "extras": {"on_form": {"plain": False, "dx": 0, "dy": 0, "closed": False}, "photos": True},
            "language": language,
        }
        title = f"{before.name} {kind.label}"
        jobs.start("letters", order, title=title, by=clerk, school_id=before.school_id, at=now)
    order = {"term": before.pk, "language": language}
    title = f"{before.name} {sentences.ARCHIVE}"
    jobs.start("archive", order, title=title, by=administrator, school_id=before.school_id, at=now)
