"""What a guardian sees of the own child: the stars with their reasons, what is in reach, what was asked and answered.

Nothing of anybody else; of a deduction what the guardian was told of, as a number and when, and no facts.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    Appeal,
    ClassRound,
    Nomination,
    Objection,
    ObjectionState,
    Punishment,
    TermLevel,
    Violation,
    WindowMatter,
)
from awards.schemes.page import SchemePage, scheme_page
from reports.access import chosen_term
from reports.stars.own_sky import homeroom_names, own_line
from reports.stars.pupil_page import PupilPage, StarLine, pupil_page
from reports.window.matters import appealable, notices_for
from starrating.days import short_day
from students.models import Student
from students.permits.roles import Standing

_NOBODY = Standing(None)
_SHOWN = 20


@dataclass(frozen=True)
class MatterLine:
    """What was brought up, with its answer where there is one."""

    matter: WindowMatter

    text: str
    about: str = ""
    due_on: dt.date | None = None
    outcome: str = ""
    answer: str = ""
    answered_at: dt.datetime | None = None

    @property
    def answered_on(self) -> dt.date | None:
        return timezone.localdate(self.answered_at) if self.answered_at else None


@dataclass(frozen=True)
class Appealable:
    """A decision that can be appealed against, named by what the guardian was told of it."""

    choice: str
    label: str


@dataclass(frozen=True)
class StandingNotice:
    """A notice that can be objected to, with the child's own lines on it."""

    sheet: ClassRound
    lines: Sequence[Nomination]


@dataclass(frozen=True)
class WindowPage:
    """``told`` whether the guardian was told of every deduction; else there is neither balance nor level."""

    page: PupilPage
    lines: Sequence[StarLine]
    taken: Sequence[StarLine]
    told: bool
    teachers: str
    notices: Sequence[StandingNotice]
    appealable: Sequence[Appealable]
    scheme: SchemePage | None
    matters: Sequence[MatterLine]

    @property
    def pupil(self) -> Student:
        return self.page.pupil


def window_page(pupil: Student, day: dt.date) -> WindowPage:
    """Gather the page of ``pupil`` (with ``school``) in a number of statements that grows with nothing."""
    term = chosen_term(pupil.school, day, "")
    balance = pupil_page(pupil, term, _NOBODY, day, deductions=True)
    taken = [line for line in balance.lines if line.is_deduction]
    told = all(line.entry.violation is None or line.entry.violation.guardian_told_on for line in taken)
    page = balance if told else pupil_page(pupil, term, _NOBODY, day, deductions=False)
    return WindowPage(
        page=page,
        lines=[own_line(line) for line in page.lines if not line.is_deduction],
        taken=taken if told else [],
        told=told,
        teachers=homeroom_names(page.class_pk, day),
        notices=_notices(pupil, day),
        appealable=_appealable(pupil),
        scheme=scheme_page(term.pinned.scheme, term) if term else None,
        matters=_matters(pupil),
    )


def _notices(pupil: Student, day: dt.date) -> list[StandingNotice]:
    sheets = list(notices_for(pupil.pk, day))
    lines = list(Nomination.objects.placed().filter(class_round__in=sheets, student=pupil).select_related("item"))
    return [StandingNotice(sheet, [line for line in lines if line.class_round_id == sheet.pk]) for sheet in sheets]


def _appealable(pupil: Student) -> list[Appealable]:
    return [Appealable(f"{about.value}-{row.pk}", _label(row)) for about, row in appealable(pupil.pk)]


def _label(row: Violation | TermLevel) -> str:
    if isinstance(row, TermLevel):
        return _("Settled level of %(term)s") % {"term": row.term.name}
    day = short_day(row.guardian_told_on) if row.guardian_told_on else ""
    words = {"stars": row.term.pinned.scheme.counted(row.stars), "day": day}
    return _("Deduction of %(stars)s, told to you on %(day)s") % words


def _matters(pupil: Student) -> list[MatterLine]:
    objections = ("objection__nomination__item", "objection__nomination__student")
    appeals = ("appeal__violation__term__pinned__scheme", "appeal__level__term", "appeal__punishment")
    found = WindowMatter.objects.filter(student=pupil).select_related(*objections, *appeals)
    rows = found.prefetch_related("appeal__decisions").order_by("-at", "-pk")
    return [_line(row) for row in rows[:_SHOWN]]


def _line(row: WindowMatter) -> MatterLine:
    if row.objection is not None:
        return _of_objection(row, row.objection)
    if row.appeal is not None:
        return _of_appeal(row, row.appeal)
    return MatterLine(row, row.text, answer=row.answer, answered_at=row.answered_at)


def _of_objection(row: WindowMatter, found: Objection) -> MatterLine:
    return MatterLine(
        row,
        found.facts,
        about=found.about,
        due_on=found.due_on,
        outcome=found.get_state_display() if found.state != ObjectionState.OPEN else "",
        answer=found.answer,
        answered_at=found.decided_at,
    )


def _of_appeal(row: WindowMatter, found: Appeal) -> MatterLine:
    """Tell the last answer; one step further is taken on paper."""
    answers = list(found.decisions.all())
    last = answers[-1] if answers else None
    subject = found.subject
    return MatterLine(
        row,
        found.facts,
        about="" if isinstance(subject, Punishment) else _label(subject),
        due_on=found.due_on,
        outcome=last.get_outcome_display() if last else "",
        answer=last.answer if last else found.closing,
        answered_at=last.at if last else None,
    )
