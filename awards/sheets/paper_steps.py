"""The steps that a class held on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import (
    ClassRound,
    Decision,
    HeldStep,
    Step,
    Verdict,
)
from awards.sheets.entering import _roles
from awards.sheets.locks import grown, locked
from awards.sheets.workflow import Verb, demand
from starrating.operations import audit
from starrating.refused import Refused
from students.models import User
from students.permits.roles import Standing


@transaction.atomic
def hold_step(
    sheet: ClassRound, step: Step, *, held_on: dt.date, participants: str, by: User, at: dt.datetime
) -> HeldStep:
    """Tick a step that the class held on paper, with its day and who took part (A55); ticking again corrects it.

    Raises :class:`Refused` for a step that was taken on screen (code ``online``): it is reopened, not written over.
    """
    sheet = locked(sheet.pk)
    demand(sheet.state, Verb.ENTER, _roles(sheet, by, at, None))
    _demand_on_paper(sheet, step)
    if step.scheme_id != sheet.round.term.pinned.scheme_id or not step.paper:
        raise Refused(_("This step cannot be held on paper."))
    held, _created = HeldStep.objects.update_or_create(
        class_round=sheet,
        step=step,
        defaults={"held_on": held_on, "participants": participants.strip(), "on_paper": True, "by": by, "at": at},
    )
    _note_step(sheet, step, Verdict.HELD, by=by, at=at)
    return held


@dataclass(frozen=True)
class Tick:
    """A step as ticked: which, on what day it was held, who took part."""

    step_pk: int
    held_on: dt.date
    participants: str


@transaction.atomic
def hold_steps(
    sheet: ClassRound, ticks: Sequence[Tick], *, by: User, at: dt.datetime, standing: Standing | None = None
) -> None:
    """Tick several steps of a paper at once, those that are not ticked yet; the caller holds the sheet's lock.

    Raises :class:`Refused` as :func:`hold_step`.
    """
    demand(sheet.state, Verb.ENTER, _roles(sheet, by, at, standing))
    held = set(HeldStep.objects.filter(class_round=sheet).values_list("step_id", flat=True))
    steps = Step.objects.filter(scheme=sheet.round.term.pinned.scheme_id, paper=True).in_bulk(
        [tick.step_pk for tick in ticks]
    )
    if len(steps) != len(ticks):
        raise Refused(_("This step cannot be held on paper."))
    new = [tick for tick in ticks if tick.step_pk not in held]
    if not new:
        return
    HeldStep.objects.bulk_create(
        HeldStep(
            class_round=sheet,
            step_id=tick.step_pk,
            held_on=tick.held_on,
            participants=tick.participants.strip(),
            by=by,
            at=at,
        )
        for tick in new
    )
    Decision.objects.bulk_create(
        Decision(class_round=sheet, step_id=tick.step_pk, verdict=Verdict.HELD, by=by, at=at, on_paper=True)
        for tick in new
    )
    grown(sheet)
    codes = [steps[tick.step_pk].code for tick in new]
    audit.record("sheet.steps_held", sheet, by=by, at=at, school_id=sheet.school_class.school_id, new={"steps": codes})


@transaction.atomic
def release_step(sheet: ClassRound, step: Step, *, by: User, at: dt.datetime) -> None:
    """Take a tick back; the decision that it was held stays in the history. Raises as :func:`hold_step`."""
    sheet = locked(sheet.pk)
    demand(sheet.state, Verb.ENTER, _roles(sheet, by, at, None))
    _demand_on_paper(sheet, step)
    deleted, _by_model = HeldStep.objects.filter(class_round=sheet, step=step).delete()
    if deleted:
        _note_step(sheet, step, Verdict.WITHDRAWN, by=by, at=at)


def _demand_on_paper(sheet: ClassRound, step: Step) -> None:
    if HeldStep.objects.filter(class_round=sheet, step=step, on_paper=False).exists():
        raise Refused(_("“%(step)s” was taken on screen; reopen it first.") % {"step": step.name}, code="online")


def _note_step(sheet: ClassRound, step: Step, verdict: Verdict, *, by: User, at: dt.datetime) -> None:
    Decision.objects.create(class_round=sheet, step=step, verdict=verdict, by=by, at=at, on_paper=True)
    grown(sheet)
    audit.record(
        f"sheet.step_{verdict}", sheet, by=by, at=at, school_id=sheet.school_class.school_id, new={"step": step.code}
    )
