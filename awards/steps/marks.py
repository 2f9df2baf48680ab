"""The chain of steps as a line: what is over, what is open, what is to come (五3)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import ENTRY_STATES, FILED_STATES, ClassRound, HeldStep, SheetState, Step
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage
from starrating.days import short_day


@dataclass(frozen=True)
class StepMark:
    """What ``partials/steps.html`` prints."""

    label: str
    state: str
    note: str


def marks(sheet: ClassRound, stage: Stage, steps: Sequence[Step] = ()) -> list[StepMark]:
    """Give the class's steps, or all ``steps`` of the scheme where they are given; no query."""
    found = ((step, state_of(sheet, stage, step)) for step in steps or stage.steps)
    return [StepMark(step.name, state, _note(sheet, step, stage.held.get(step.pk), state)) for step, state in found]


def state_of(sheet: ClassRound, stage: Stage, step: Step) -> str:
    """Give ``done``, ``current`` or ``todo``; what lies with office and notice follows from the sheet's own state."""
    if step in stage.steps:
        if step.pk in stage.held:
            return "done"
        open_ = stage.current is not None and stage.current.pk == step.pk and sheet.state in ENTRY_STATES
        return "current" if open_ else "todo"
    if step.role == StepRole.OFFICE:
        return _by_state(sheet, current={SheetState.SUBMITTED}, done=FILED_STATES)
    return _by_state(sheet, current={SheetState.IN_NOTICE}, done={SheetState.FINAL})


def due_on(sheet: ClassRound, step: Step) -> dt.date:
    """Give the day by which the scheme wants the step over, counted from the round's last day."""
    return sheet.round.ends_on + dt.timedelta(days=step.due_days)


def _by_state(sheet: ClassRound, *, current: set[SheetState], done: frozenset[SheetState] | set[SheetState]) -> str:
    if sheet.state in done:
        return "done"
    return "current" if sheet.state in current else "todo"


def _note(sheet: ClassRound, step: Step, held: HeldStep | None, state: str) -> str:
    if held is not None:
        day = short_day(held.held_on)
        text = _("%(day)s, on paper") if held.on_paper else _("%(day)s, on screen")
        return text % {"day": day}
    if state == "done":
        return ""
    return _("until the end of %(day)s") % {"day": short_day(due_on(sheet, step))}
