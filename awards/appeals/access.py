"""Whose appeals somebody may fetch, and what may be appealed against; the scope is in the query, the rest is a 404."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.appeals.subjects import Subject
from awards.models import Appeal, AppealAbout, AppealState, Punishment, TermLevel, Violation
from awards.models.appeal import AppealQuerySet
from students.models import User
from students.permits.reach import Reach, reach_of
from students.permits.roles import Standing


def appeals_to_read(standing: Standing, user: User) -> AppealQuerySet:
    """Give the school's appeals to office, administrator and headmaster; others the cases they were named for."""
    appeals = Appeal.objects.filter(school=standing.school_id).with_subjects()
    return appeals if reach_of(standing, "awards:appeals").whole_school else appeals.filter(decider=user)


def appeal_to_read(standing: Standing, user: User, pk: int) -> Appeal:
    return get_object_or_404(appeals_to_read(standing, user), pk=pk)


def appeal_of_appellant(standing: Standing, pk: int) -> Appeal:
    """Fetch an appeal for who acts on the appellant's side: the pupil's own, or any of the school for the office."""
    appeals = Appeal.objects.filter(school=standing.school_id).with_subjects()
    if standing.student_id is not None:
        appeals = appeals.filter(student=standing.student_id)
    return get_object_or_404(appeals, pk=pk)


def own_appeals(standing: Standing) -> QuerySet[Appeal]:
    """Give a pupil every appeal about decisions on that pupil, whoever raised it, latest first."""
    rows = Appeal.objects.filter(student=standing.student_id).with_subjects().prefetch_related("decisions")
    return rows.order_by("-received_on", "-pk")


def _deductions() -> QuerySet[Violation]:
    rows = Violation.objects.confirmed()
    return rows.select_related("student__school", "school_class__school", "ground", "term__pinned__scheme")


def _punishments() -> QuerySet[Punishment]:
    return Punishment.objects.filter(lifted_on=None).select_related("student__school")


def _levels() -> QuerySet[TermLevel]:
    rows = TermLevel.objects.current().listed()
    return rows.select_related("student__school", "school_class__school", "term__pinned__scheme")


_ROWS: Mapping[str, Callable[[], QuerySet[Any]]] = {
    AppealAbout.DEDUCTION: _deductions,
    AppealAbout.PUNISHMENT: _punishments,
    AppealAbout.LEVEL: _levels,
}


def appealable(student: int) -> list[tuple[AppealAbout, Subject]]:
    """List what stands against a pupil, latest kind by kind, and has not been appealed against yet."""
    open_to: list[tuple[AppealAbout, Subject]] = []
    for about, rows in _ROWS.items():
        fresh = [row for row in rows().filter(student=student).order_by("-pk") if not _appealed(row)]
        open_to += [(AppealAbout(about), row) for row in fresh]
    return open_to


def subject_to_appeal(reach: Reach, about: str, pk: int) -> Subject:
    """Fetch a decision that stands: one about oneself, or for the office about any pupil of the school."""
    if about not in _ROWS:
        raise Http404
    rows = _ROWS[about]().filter(student__school=reach.school_id)
    if not reach.whole_school:
        rows = rows.filter(student=reach.student_id)
    found: Subject = get_object_or_404(rows, pk=pk)
    return found


def _appealed(subject: Subject) -> bool:
    return subject.appeals.exclude(state=AppealState.WITHDRAWN).exists()
