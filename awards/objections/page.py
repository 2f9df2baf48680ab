"""Objections as office and homeroom teacher see them, as a pupil sees the own ones, and the page to raise one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import ngettext

from awards.models import ClassRound, LineState, Objection, ObjectionState, Round
from awards.objections.forms import DecideForm
from awards.objections.verbs import may_withdraw, notice_over
from awards.sheets.workflow import Verb, may
from students.models import User
from students.permits.roles import Standing

# The looks of the state badges that there are (docs/design-system.md).
_LOOKS = {
    ObjectionState.OPEN: "disputed",
    ObjectionState.UPHELD: "returned",
    ObjectionState.DISMISSED: "done",
    ObjectionState.WITHDRAWN: "not_started",
}


@dataclass(frozen=True)
class ObjectionRow:
    """One objection without who raised it: lists and registers are printed and lie about."""

    objection: Objection
    today: dt.date

    @property
    def is_open(self) -> bool:
        return self.objection.state == ObjectionState.OPEN

    @property
    def look(self) -> str:
        return "late" if self.is_open and self.late_days else _LOOKS[ObjectionState(self.objection.state)]

    @property
    def answered_on(self) -> dt.date | None:
        at = self.objection.decided_at
        return timezone.localdate(at) if at else None

    @property
    def late_days(self) -> int:
        """Days after the last day for the answer, until it was given or until today; a withdrawn one is never late."""
        if self.objection.state == ObjectionState.WITHDRAWN:
            return 0
        return max(0, ((self.answered_on or self.today) - self.objection.due_on).days)

    @property
    def late_note(self) -> str:
        if not self.late_days:
            return ""
        return ngettext("%(count)d day late", "%(count)d days late", self.late_days) % {"count": self.late_days}


@dataclass(frozen=True)
class ObjectionsPage:
    rounds: Sequence[Round]
    round: Round | None
    open: Sequence[ObjectionRow]
    decided: Sequence[ObjectionRow]

    @property
    def late(self) -> int:
        return sum(bool(row.late_days) for row in self.open)


def objections_page(
    objections: QuerySet[Objection], rounds: Sequence[Round], round_: Round | None, today: dt.date
) -> ObjectionsPage:
    """Open ones first by the day their answer is due, then those decided, latest first; two queries."""
    chosen = objections.filter(class_round__round=round_) if round_ is not None else objections
    first = Case(When(state=ObjectionState.OPEN, then=Value(0)), default=Value(1))
    rows = rows_of(
        chosen.select_related(
            "class_round__round__term", "class_round__school_class__school", "nomination__item", "nomination__student"
        ).order_by(first, "due_on", "pk"),
        today,
    )
    decided = [row for row in rows if not row.is_open]
    return ObjectionsPage(
        rounds=rounds,
        round=round_,
        open=[row for row in rows if row.is_open],
        decided=sorted(decided, key=lambda row: row.objection.decided_at or row.objection.received_at, reverse=True),
    )


def pupils_of(rows: Iterable[ObjectionRow]) -> list[int]:
    """Give the pupils on whose stars there are objections."""
    return [line.student_id for row in rows if (line := row.objection.nomination) is not None]


def rows_of(objections: Iterable[Objection], today: dt.date) -> list[ObjectionRow]:
    return [ObjectionRow(one, today) for one in objections]


@dataclass(frozen=True)
class ObjectionPage:
    """One objection with who raised it; for the office and the homeroom teacher of the class alone."""

    row: ObjectionRow
    line_state: str
    others: int
    may_decide: bool
    may_withdraw: bool
    form: DecideForm

    @property
    def objection(self) -> Objection:
        return self.row.objection


def objection_page(
    objection: Objection, user: User, standing: Standing, today: dt.date, form: DecideForm | None = None
) -> ObjectionPage:
    sheet, line = objection.class_round, objection.nomination
    roles = standing.toward(sheet.school_class)
    others = 0
    if line is not None:
        others = Objection.objects.open().filter(nomination=line).exclude(pk=objection.pk).count()
    is_open = objection.state == ObjectionState.OPEN
    return ObjectionPage(
        row=rows_of([objection], today)[0],
        line_state=str(LineState(line.state).label) if line is not None else "",
        others=others,
        may_decide=is_open and may(sheet.state, Verb.DECIDE, roles),
        may_withdraw=may_withdraw(objection, user, roles),
        form=form or DecideForm(),
    )


def closed(sheet: ClassRound, standing: Standing, today: dt.date) -> str:
    """Say why nothing can be objected to now; empty while it can."""
    over = sheet.notice_until is None or sheet.notice_until < today
    possible = may(sheet.state, Verb.OBJECT, standing.toward(sheet.school_class)) and not over
    return "" if possible else notice_over()
