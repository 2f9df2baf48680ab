"""First places typed in without a file, one star at a time: added to or taken from what stands on record."""

import datetime as dt
from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.translation import gettext as _

from awards.exams.changes import standing
from awards.exams.verbs import Confirmed, ExamSpec, Results, confirm, in_open_round
from awards.models import Champion, Exam
from awards.rules.champions import Win
from awards.terms.locks import locked_term
from starrating.refused import Refused
from students.models import Enrolment, User


def spec_of(exam: Exam) -> ExamSpec:
    """Name the exam on record as :mod:`awards.exams.verbs` do; late results go to the next open month (A16)."""
    return in_open_round(ExamSpec(exam.term, exam.kind, exam.name, exam.held_on, exam.round, exam))


def enter_winners(exam: Exam, wins: Collection[Win], *, by: User, at: dt.datetime) -> Confirmed:
    """Post the stars of ``wins`` beside those that stand; entered twice, they count once.

    A wider star replaces the narrower one where the scheme says so (A1). Raises :class:`Refused` as
    :func:`awards.exams.verbs.confirm` does.
    """
    if not exam.kind.counts:
        raise Refused(
            _("By the scheme, exams of this kind earn no champion stars. There are no winners to enter."),
            code="no_stars",
        )
    return _changed(exam, {win.pupil for win in wins}, lambda have: have | set(wins), by=by, at=at)


def remove_winner(champion: Champion, *, by: User, at: dt.datetime) -> Confirmed:
    """Take one first place back by a reversal; taken back before, nothing changes."""
    subject = champion.subject.name if champion.subject else ""

    def without(have: set[Win]) -> set[Win]:
        return {win for win in have if (win.kind, win.subject, win.pupil) != (champion.kind, subject, pupil)}

    pupil = champion.student_id
    return _changed(champion.exam, {pupil}, without, by=by, at=at)


@transaction.atomic
def _changed(
    exam: Exam, pupils: Collection[int], change: Callable[[set[Win]], set[Win]], *, by: User, at: dt.datetime
) -> Confirmed:
    # Read under the lock that `confirm` takes again: what a colleague has just entered stays.
    locked_term(exam.term_id)
    spec = spec_of(exam)
    grades = _grades(spec, pupils)
    have = {one.key for one in standing(exam) if one.grade in grades}
    return confirm(spec, Results(frozenset(change(have)), grades), by=by, at=at)


def _grades(spec: ExamSpec, pupils: Collection[int]) -> frozenset[int]:
    rows = Enrolment.objects.active_on(spec.held_on).filter(student__in=pupils).select_related("school_class__school")
    return frozenset(row.school_class.grade_in(spec.term.school_year) for row in rows)
