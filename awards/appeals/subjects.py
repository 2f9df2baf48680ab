"""What an appeal may be about: since when it is known, who decided it, and whether it still stands."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import AppealAbout, Punishment, TermLevel, Violation, ViolationState
from starrating.db.locks import lock
from starrating.refused import Refused
from students.models import Student

Subject = Violation | Punishment | TermLevel


@dataclass(frozen=True)
class Decided:
    """A decision as an appeal asks of it. ``told_on``: the day on which pupil and guardian were told."""

    about: AppealAbout
    told_on: dt.date
    by: int
    stands: bool


def decided(subject: Subject) -> Decided:
    """Say who decided ``subject`` and when it was told; raises :class:`Refused` for a violation not decided yet."""
    if isinstance(subject, Violation):
        return _deduction(subject)
    if isinstance(subject, Punishment):
        standing = subject.lifted_on is None
        return Decided(AppealAbout.PUNISHMENT, subject.decided_on, subject.by_id, standing)
    current = subject.listed and not TermLevel.objects.filter(replaces=subject).exists()
    return Decided(AppealAbout.LEVEL, timezone.localdate(subject.entered_at), subject.by_id, current)


def _deduction(violation: Violation) -> Decided:
    if violation.decided_at is None or violation.decided_by_id is None:
        raise Refused(
            _("Nothing has been decided yet. An appeal is possible once the stars are deducted."), code="undecided"
        )
    told_on = timezone.localdate(violation.decided_at)
    if violation.guardian_told_on is not None:
        told_on = max(told_on, violation.guardian_told_on)
    standing = violation.state == ViolationState.CONFIRMED
    return Decided(AppealAbout.DEDUCTION, told_on, violation.decided_by_id, standing)


def locked_subject(subject: Subject) -> Subject:
    """Lock what is appealed against, after its pupil; a settled level never changes and is only read."""
    lock(Student.objects.all()).get(pk=subject.student_id)
    if isinstance(subject, Violation):
        rows = lock(Violation.objects.all()).select_related("student", "school_class__school", "ground", "term__school")
        return rows.get(pk=subject.pk)
    if isinstance(subject, Punishment):
        return lock(Punishment.objects.all()).select_related("student").get(pk=subject.pk)
    return TermLevel.objects.select_related("student", "school_class__school", "term__school").get(pk=subject.pk)
